//! Downloads that are locked with a passphrase.

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
}
