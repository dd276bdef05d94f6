//! The codes that let into a class (product.md section 3).

use serde::{Deserialize, Serialize};

use crate::text::classes as t;
use crate::{Check, Key, Problem, Result, When, limits};

crate::text_enum! {
    /// Whom a code lets in.
    pub enum CodeKind {
        Student = "student",
        Lecturer = "lecturer",
    }
}

impl CodeKind {
    pub const fn label(self) -> Key {
        match self {
            CodeKind::Student => t::STUDENT_CODE,
            CodeKind::Lecturer => t::LECTURER_CODE,
        }
    }
}

crate::text_enum! {
    /// What a code answers those who come with it (product.md section 3).
    pub enum Joining {
        Joined = "joined",
        /// Asked; those who manage the class let in or decline.
        Waiting = "waiting",
        AlreadyMember = "already_member",
        Closed = "closed",
        Expired = "expired",
        DomainMismatch = "domain_mismatch",
        Unknown = "unknown",
    }
}

/// What a code would answer, before anything is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeSight {
    pub answer: Joining,
    /// Where it leads; nothing is told of a class whose code does not let in.
    pub door: Option<Door>,
}

/// The class behind a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Door {
    pub kind: CodeKind,
    pub class: String,
    pub school: String,
    /// The only mail domain it is for.
    pub mail_domain: Option<String>,
    /// Whether the people of the class let in; else who waits has only to prove their address.
    pub ask_first: bool,
    /// Whether the person has asked already for the place it gives, and waits.
    pub asked: bool,
    /// The class's page.
    pub path: String,
}

/// Letters and digits that cannot be taken for one another: no 0 O 1 I L U.
pub const CODE_ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code as it is compared: capital letters and digits, spaces and hyphens gone. `None` when it can be no code.
pub fn fold_code(code: &str) -> Option<String> {
    let folded: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let fits = limits::CODE.contains(&folded.len()) && folded.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    fits.then_some(folded)
}

/// A code, for those who hand it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeCard {
    pub kind: CodeKind,
    pub code: String,
    pub closed: bool,
    pub ask_first: bool,
    pub mail_domain: Option<String>,
    pub expires: Option<When>,
    pub expired: bool,
    /// Its class is, and takes nobody.
    pub archived: bool,
    /// The address that joins with it, with the host.
    pub link: String,
}

impl CodeCard {
    /// Whether anybody can join with it, or ask to.
    pub fn lets_in(&self) -> bool {
        !self.closed && !self.expired && !self.archived
    }
}

/// A code's own page: how it lets in, and what is printed of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodePage {
    pub class: String,
    pub school: String,
    pub card: CodeCard,
    /// The school's own mail domain, for a code that nobody has set yet to begin with.
    pub school_domain: Option<String>,
    /// When it expires as a `datetime-local` field takes it, in the school's zone; empty for never.
    pub expires_input: String,
    pub time_zone: String,
    pub qr: Qr,
    /// The seal its form is drawn from, see [`crate::drawn`].
    pub drawn: String,
}

/// A QR code as one path of squares, a unit each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Qr {
    /// Squares along a side, without the quiet zone.
    pub size: usize,
    /// SVG path data.
    pub path: String,
}

/// How a code lets in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CodeSettingsForm {
    pub code: String,
    /// Local time in the school's zone (`2026-11-27T17:00`); empty for never.
    #[serde(default)]
    pub expires: String,
    /// Empty for every address.
    #[serde(default)]
    pub mail_domain: String,
    #[serde(default)]
    pub ask_first: bool,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default)]
    pub drawn: String,
}

impl CodeSettingsForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let domain = fold_domain(&self.mail_domain);
        Check::new()
            .ensure(fold_code(&self.code).is_some(), "code", Problem::NotACode)
            .ensure(domain.is_empty() || crate::validate::is_domain(&domain), "mail_domain", Problem::NotADomain)
            .optional("mail_domain", &self.mail_domain, limits::TITLE)
            .done()
    }
}

/// A mail domain as it is compared: small letters, without the sign before it.
pub fn fold_domain(domain: &str) -> String {
    domain.trim().trim_start_matches('@').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ignore_case_spaces_and_hyphens() {
        assert_eq!(fold_code(" abcd-2345 "), Some("ABCD2345".to_owned()));
        assert_eq!(fold_code("cs100"), Some("CS100".to_owned()));
        for wrong in ["", "abc", "ABCDEFGHJKM", "ABCD!", "ÄBCD"] {
            assert_eq!(fold_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_is_limited_to_what_can_be_a_mail_domain() {
        let form = |domain: &str| CodeSettingsForm { code: "CS100".into(), mail_domain: domain.into(), ..Default::default() };
        for right in ["", "uni.example", "@Uni.Example", " students.müller.example "] {
            assert_eq!(form(right).validate(), Ok(()), "{right}");
        }
        for wrong in ["uni", "uni.", "a b.c", "ada@uni.example", "-a.b", "@"] {
            let problem = form(wrong).validate().err().and_then(|error| error.problem_of("mail_domain"));
            assert_eq!(problem, Some(Problem::NotADomain).filter(|_| wrong != "@"), "{wrong}");
        }
    }
}
