//! What people are told of, and how (product.md section 20): one table of kinds, and what a person chooses of it.

mod choices;
mod kinds;

use serde::{Deserialize, Serialize};

pub use choices::{Choices, NotificationForm, Quiet};
pub use kinds::{Group, Kind, Line, Mailing, Way};

use crate::ids::NotificationId;
use crate::text::notifications as t;
use crate::{Key, ParseTextError, When};

/// Notifications on a page.
pub const PAGE: i64 = 30;
/// The newest, which the bell shows.
pub const NEWEST: i64 = 8;
/// Notifications that a device is asked of at once.
const SHOWN: usize = 100;

crate::text_enum! {
    /// A way by which somebody is told.
    pub enum Channel {
        Bell = "bell",
        Mail = "mail",
        Push = "push",
    }
}

crate::text_enum! {
    /// When a mail tells somebody, and with which others.
    pub enum MailHow {
        Off = "off",
        /// Each by itself, as soon as it may disturb.
        Once = "once",
        Daily = "daily",
        Weekly = "weekly",
    }
}

impl MailHow {
    pub const fn label(self) -> Key {
        match self {
            MailHow::Off => t::MAIL_OFF,
            MailHow::Once => t::MAIL_ONCE,
            MailHow::Daily => t::MAIL_DAILY,
            MailHow::Weekly => t::MAIL_WEEKLY,
        }
    }
}

/// What one address in a mail stops, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Mails of a kind.
    Kind(Kind),
    /// The mail of each day, or of each week.
    Digest(MailHow),
}

impl Stop {
    /// What it is called.
    pub const fn label(self) -> Key {
        match self {
            Stop::Kind(kind) => kind.line().label,
            Stop::Digest(MailHow::Weekly) => t::DIGEST_WEEKLY,
            Stop::Digest(_) => t::DIGEST_DAILY,
        }
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stop::Kind(kind) => kind.fmt(f),
            Stop::Digest(how) => how.fmt(f),
        }
    }
}

impl std::str::FromStr for Stop {
    type Err = ParseTextError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(how @ (MailHow::Daily | MailHow::Weekly)) => Ok(Stop::Digest(how)),
            _ => text.parse().map(Stop::Kind),
        }
    }
}

crate::as_text!(Stop);

/// What an address that stops mails is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopping {
    pub what: Stop,
    /// Whether none of them comes any more.
    pub stopped: bool,
}

/// A notification in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationCard {
    pub id: NotificationId,
    pub kind: Kind,
    pub title: String,
    pub body: Option<String>,
    /// The school it is of.
    pub school: Option<String>,
    /// A path of this server.
    pub link: String,
    pub told: When,
    pub unread: bool,
}

/// What the bell shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bell {
    pub unread: i64,
    pub newest: Vec<NotificationCard>,
}

/// Notifications whose ids stand one beside the other, as the service worker asks of them; what is none is left out, and
/// so is what is more than a device shows.
pub fn named(ids: &str) -> Vec<NotificationId> {
    ids.split(',').filter_map(|id| id.parse().ok()).take(SHOWN).collect()
}

/// A page of what somebody was told, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationsPage {
    pub cards: Vec<NotificationCard>,
    pub total: i64,
    /// Of all of them.
    pub unread: i64,
    /// From 1.
    pub page: i64,
}

/// The settings as their page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationSettings {
    /// What this person is told of.
    pub kinds: Vec<Kind>,
    pub form: NotificationForm,
    /// The zone whose clock says when it is quiet.
    pub zone: String,
    /// Whether mail reaches them: their address is proven.
    pub proven: bool,
    /// Whether a device of theirs takes push messages.
    pub device: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_a_line_are_read_and_others_left_out() {
        let (first, second) = (NotificationId::from_u128(1), NotificationId::from_u128(2));
        assert_eq!(named(&format!("{first},test,{second},")), [first, second]);
        assert_eq!(named(&format!("{first},").repeat(200)).len(), SHOWN);
        assert!(named("").is_empty());
    }

    #[test]
    fn what_an_address_stops_is_written_and_read() {
        for what in Kind::ALL.iter().copied().map(Stop::Kind).chain([MailHow::Daily, MailHow::Weekly].map(Stop::Digest)) {
            assert_eq!(what.to_string().parse(), Ok(what));
        }
        for nothing in ["", "off", "once", "everything"] {
            assert!(nothing.parse::<Stop>().is_err(), "{nothing}");
        }
    }
}
