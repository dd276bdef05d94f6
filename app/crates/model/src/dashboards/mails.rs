//! The outbox of the platform: what was written to people, and whether it went.

use serde::{Deserialize, Serialize};

use crate::ids::MailId;
use crate::text::dashboards as t;
use crate::{Key, When};

/// Mails on a page of the outbox.
pub const MAILS: i64 = 50;

crate::text_enum! {
    /// Why a mail is sent.
    pub enum MailKind {
        /// Links, codes and warnings of an account, and invitations; only so many an hour go to one address.
        Account = "account",
        /// What a school has to say to its people.
        Announcement = "announcement",
    }
}

impl MailKind {
    pub const fn label(self) -> Key {
        match self {
            MailKind::Account => t::MAIL_OF_ACCOUNT,
            MailKind::Announcement => t::MAIL_OF_SCHOOL,
        }
    }
}

crate::text_enum! {
    /// How far a mail has come.
    pub enum MailState {
        /// Not tried yet, or kept where there is no mail server.
        Waiting = "waiting",
        Sent = "sent",
        /// Tried, and not sent so far.
        Failed = "failed",
    }
}

impl MailState {
    pub const fn label(self) -> Key {
        match self {
            MailState::Waiting => t::WAITS,
            MailState::Sent => t::SENT,
            MailState::Failed => t::FAILED,
        }
    }
}

/// What is asked of the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailFilter {
    /// Words of the address or the subject.
    pub q: String,
    pub kind: String,
    pub state: String,
    pub page: i64,
}

impl MailFilter {
    pub fn kind(&self) -> Option<MailKind> {
        self.kind.parse().ok()
    }

    pub fn state(&self) -> Option<MailState> {
        self.state.parse().ok()
    }

    /// Whether it leaves any mail out.
    pub fn is_narrow(&self) -> bool {
        !self.q.trim().is_empty() || self.kind().is_some() || self.state().is_some()
    }
}

/// A mail of the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailLine {
    pub id: MailId,
    pub kind: MailKind,
    pub recipient: String,
    pub subject: String,
    /// Empty once it is sent: it holds links and codes.
    pub body: String,
    /// The address it is sent for, one of this server's own.
    pub link: Option<String>,
    pub written: When,
    pub sent: Option<When>,
    pub problem: Option<String>,
}

impl MailLine {
    pub const fn state(&self) -> MailState {
        match (&self.sent, &self.problem) {
            (Some(_), _) => MailState::Sent,
            (None, Some(_)) => MailState::Failed,
            (None, None) => MailState::Waiting,
        }
    }
}

/// A page of the outbox, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailsPage {
    pub mails: Vec<MailLine>,
    pub total: i64,
    /// From 1.
    pub page: i64,
}
