//! Downloads that are locked with a passphrase.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Check, Problem, Result, limits};

/// What an archive is locked with, typed twice: nobody can ask for it later.
#[derive(Clone, Default, PartialEq)]
pub struct PassphraseForm {
    pub passphrase: String,
    pub passphrase_again: String,
}

impl PassphraseForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let same = self.passphrase == self.passphrase_again;
        Check::new()
            .length("passphrase", &self.passphrase, limits::PASSPHRASE)
            .ensure(same, "passphrase_again", Problem::NotTheSame)
            .done()
    }
}

/// What opens an archive that was brought.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenForm {
    pub passphrase: String,
}

/// No log shows it.
impl fmt::Debug for OpenForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenForm").finish_non_exhaustive()
    }
}

impl OpenForm {
    /// # Errors
    /// [`crate::Error::Invalid`] on `passphrase`: a shorter or longer one opens nothing.
    pub fn validate(&self) -> Result<()> {
        Check::new().length("passphrase", &self.passphrase, limits::PASSPHRASE).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_long_and_typed_twice() {
        let form = |passphrase: &str, again: &str| {
            PassphraseForm { passphrase: passphrase.to_owned(), passphrase_again: again.to_owned() }.validate()
        };
        assert!(form("twelve letters", "twelve letters").is_ok());
        assert!(form("eleven let.", "eleven let.").is_err() && form("", "").is_err());
        assert!(form("twelve letters", "twelve lettres").is_err());
    }

    #[test]
    fn no_log_shows_what_opens_an_archive() {
        let form = OpenForm { passphrase: "twelve letters".into() };
        assert!(form.validate().is_ok() && !format!("{form:?}").contains("twelve"));
    }
}
