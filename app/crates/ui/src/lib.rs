//! The parts that pages are put together from: buttons, fields, tables, dialogs, notices. They know nothing of the
//! school: no server functions, no model, no translation. Every word comes in as a prop, every look is a class of
//! `style/`, and no part carries a style attribute, since the content security policy refuses them.
//!
//! A part draws the same on the server and in the browser (no random ids: they come from the caller or from the
//! field's name), and whatever belongs to a form works before any script has arrived.

mod ask;
mod avatar;
mod badge;
mod button;
mod card;
mod chart;
mod check;
mod choice;
mod choose;
mod combobox;
mod control;
mod copy;
mod dates;
mod dialog;
mod disclosure;
mod drawer;
mod drop;
mod empty;
mod field;
mod form_error;
mod icon;
mod lifted;
mod listbox;
mod live;
mod menu;
mod meter;
mod notice;
mod number;
mod page_head;
mod pairs;
mod palette;
mod password;
mod picker;
mod pills;
mod radios;
#[cfg(test)]
mod rules;
mod skeleton;
mod stat;
mod steps;
mod suggest;
mod table;
mod tabs;
mod text;
mod text_area;
mod toast;
mod tone;
mod tooltip;
mod upload;

pub use ask::Ask;
pub use avatar::{Avatar, AvatarStack, Size};
pub use badge::Badge;
pub use button::{Button, LinkButton, Variant};
pub use card::{Card, CardLink};
pub use chart::{Axis, BarChart, ChartWords, Donut, Figure, Figures, HeatMap, LineChart, Slice};
pub use check::Checkbox;
pub use choice::Choice;
pub use choose::{GroupedSelect, Select};
pub use combobox::Combobox;
pub use copy::{CopyText, copy_text};
pub use dates::{DateField, DateTimeField, TimeField};
pub use dialog::{Dialog, DialogButton};
pub use disclosure::Disclosure;
pub use drawer::{Drawer, DrawerButton};
pub use drop::{FileDrop, chosen_files, put_files};
pub use empty::EmptyState;
pub use field::Field;
pub use form_error::FormError;
pub use icon::Icon;
pub use menu::{Menu, MenuHand, use_menu, use_menu_around};
pub use meter::{Meter, ProgressLine};
pub use notice::Notice;
pub use number::NumberField;
pub use page_head::PageHead;
pub use pairs::{Pair, Pairs};
pub use palette::{Hit, Hits, Palette, PaletteButton};
pub use password::PasswordField;
pub use pills::{Pill, Pills};
pub use radios::Radios;
pub use skeleton::{Shape, Skeleton};
pub use stat::{Stat, Stats};
pub use steps::{Stage, Steps};
pub use suggest::SuggestField;
pub use table::{
    Cell, Column, EmptyRow, FilterBar, Pager, PagerWords, RowGroup, RowHead, SelectCell, Selection, Sort, Table, TextCell,
};
pub use tabs::{Tab, Tabs};
pub use text::{MaybeText, Text};
pub use text_area::{TextArea, escaped};
pub use toast::{Toast, ToastStack, Toasts, provide_toasts, use_toasts};
pub use tone::Tone;
pub use tooltip::Tooltip;
pub use upload::FileField;
