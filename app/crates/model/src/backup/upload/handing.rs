//! An archive that a school's people may not put back themselves, handed to those who may.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::{At, Check, Result, When, limits};

/// Who handed it, and why, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub by: UserId,
    /// Their name and the school's, as they were.
    pub name: String,
    pub school: String,
    pub reason: String,
    pub at: At,
}

/// The same as its pages tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedCard {
    pub name: String,
    pub school: String,
    pub reason: String,
    pub when: When,
}

/// Why an archive is handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandForm {
    pub reason: String,
}

impl HandForm {
    /// # Errors
    /// `Invalid` on `reason`.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("reason", &self.reason, limits::NOTE).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    #[test]
    fn nothing_is_handed_over_without_a_reason() {
        let form = |reason: &str| HandForm { reason: reason.to_owned() };
        assert!(form("It is of our school before the move").validate().is_ok());
        assert_eq!(form(" ").validate().unwrap_err().problem_of("reason"), Some(Problem::Required));
        assert!(form(&"a".repeat(limits::NOTE + 1)).validate().is_err());
    }
}
