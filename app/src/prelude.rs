//! What every page uses.

pub use leptos::prelude::*;
pub use leptos_router::components::A;
pub use model::{self, Key, Result, text};
pub use ui::*;

pub use crate::dated::InBrief;
pub use crate::form::{Drawn, FormProblem, FormState};
pub use crate::layout::PageHead;
pub use crate::linked::Linked;
pub use crate::loaded::{Loaded, refused};
pub use crate::mail_address::{MailAddress, MailSentence};
pub use crate::mailing::{by_mail, mail_leaves};
pub use crate::marked::Marked;
pub use crate::params::{use_id, use_param, use_query_value, use_school};
pub use crate::resource::Resource;
pub use crate::screen::{has_keyboard, reveal};
pub use crate::text::{t, tf, tn, tnf};
pub use crate::title::Title;
