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

    /// The first address of the web in it.
    pub fn link(&self) -> Option<&str> {
        // From right to left every value is set apart by marks.
        let mut words = self.body.split_whitespace().map(|word| word.trim_matches(|c| matches!(c, '\u{2066}'..='\u{2069}')));
        let is_link = |word: &&str| word.starts_with("https://") || word.starts_with("http://");
        words.find(is_link)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_address_of_a_mail_is_found() {
        let mail = |body: &str| MailLine {
            id: MailId::new(),
            kind: MailKind::Account,
            recipient: "ama@school.example".into(),
            subject: "Welcome".into(),
            body: body.into(),
            written: When { at: crate::At(0), local: String::new(), own: None },
            sent: None,
            problem: None,
        };
        let found = |body: &str| mail(body).link().map(str::to_owned);
        let body = "Hello Ama,\n\nopen this link:\nhttps://lyceum.test/verify/a\n\nor https://lyceum.test/other\n";
        assert_eq!(found(body).as_deref(), Some("https://lyceum.test/verify/a"));
        assert_eq!(found("\u{2068}http://lyceum.test/b\u{2069}\n").as_deref(), Some("http://lyceum.test/b"));
        assert_eq!(found("Your code is 123456, said https."), None);
        assert_eq!(found(""), None, "a mail that is sent keeps no text");
    }
}
