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
mod check;
mod choose;
mod control;
mod copy;
mod dialog;
mod empty;
mod field;
mod form_error;
mod icon;
mod menu;
mod meter;
mod notice;
mod page_head;
mod pairs;
mod stat;
mod table;
mod tabs;
mod text;
mod text_area;
mod tone;
mod upload;

pub use ask::Ask;
pub use avatar::{Avatar, Size};
pub use badge::Badge;
pub use button::{Button, LinkButton, Variant};
pub use card::{Card, CardLink};
pub use check::Checkbox;
pub use choose::{GroupedSelect, Select};
pub use copy::CopyText;
pub use dialog::{Dialog, DialogButton};
pub use empty::{EmptyState, Skeleton};
pub use field::Field;
pub use form_error::FormError;
pub use icon::Icon;
pub use menu::Menu;
pub use meter::{Meter, ProgressLine};
pub use notice::Notice;
pub use page_head::PageHead;
pub use pairs::{Pair, Pairs};
pub use stat::{Stat, Stats};
pub use table::{Cell, Column, RowHead, Sort, Table};
pub use tabs::{Tab, Tabs};
pub use text::{MaybeText, Text};
pub use text_area::{TextArea, escaped};
pub use tone::Tone;
pub use upload::FileField;
