//! How much the school stores.

use serde::{Deserialize, Serialize};

use crate::ids::ClassId;
use crate::{Check, Error, Marks, Problem, Result, limits};

/// Classes of one page.
pub const PAGE: i64 = 50;

/// What one class stores, in bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassStorage {
    pub id: ClassId,
    pub name: String,
    pub storage_bytes: i64,
    pub quota_bytes: i64,
    pub archived: bool,
}

impl ClassStorage {
    /// Its quota as the form asks for it. A part of a megabyte counts as one.
    pub const fn quota_megabytes(&self) -> i64 {
        (self.quota_bytes + MEGABYTE - 1) / MEGABYTE
    }
}

/// A page of the classes, the fullest first, and the exact sums over all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoragePage {
    pub classes: Vec<ClassStorage>,
    /// All classes of the school.
    pub total: i64,
    /// From 1.
    pub page: i64,
    pub storage_bytes: i64,
    pub quota_bytes: i64,
    /// Whether the reader may change a quota.
    pub can_set: bool,
}

/// Bytes of a megabyte, as sizes are told.
const MEGABYTE: i64 = 1024 * 1024;

/// What a class may store from now on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QuotaForm {
    #[serde(default)]
    pub class: String,
    #[serde(default)]
    pub megabytes: String,
}

impl QuotaForm {
    /// The class, and the bytes that it may store.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a class, or for what is no whole number of megabytes in the range.
    pub fn validate(&self) -> Result<(ClassId, i64)> {
        let class = self.class.parse::<ClassId>();
        let megabytes = self.megabytes.trim().parse::<i64>();
        let range = Problem::OutOfRange { least: Marks(100), most: Marks(limits::QUOTA_MEGABYTES * 100) };
        let fits = megabytes.as_ref().is_ok_and(|it| (1..=limits::QUOTA_MEGABYTES).contains(it));
        Check::new()
            .ensure(class.is_ok(), "class", Problem::NoneChosen)
            .ensure(!self.megabytes.trim().is_empty(), "megabytes", Problem::Required)
            .ensure(megabytes.is_ok(), "megabytes", Problem::NotANumber)
            .ensure(fits, "megabytes", range)
            .done()?;
        match (class, megabytes) {
            (Ok(class), Ok(megabytes)) => Ok((class, megabytes * MEGABYTE)),
            _ => Err(Error::field("class", Problem::NoneChosen)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_shows_the_quota_that_a_class_has() {
        for (quota_bytes, megabytes) in [(0, 0), (1, 1), (MEGABYTE, 1), (50 * MEGABYTE, 50), (50 * MEGABYTE + 1, 51)] {
            let class =
                ClassStorage { id: ClassId::from_u128(7), name: "Form 1".into(), storage_bytes: 0, quota_bytes, archived: false };
            assert_eq!(class.quota_megabytes(), megabytes, "{quota_bytes}");
        }
    }

    #[test]
    fn a_quota_is_a_whole_number_of_megabytes_for_a_class() {
        let class = ClassId::from_u128(7);
        let form = |megabytes: &str| QuotaForm { class: class.to_string(), megabytes: megabytes.to_owned() };
        assert_eq!(form(" 100 ").validate(), Ok((class, 104_857_600)));
        let problem = |text: &str| form(text).validate().unwrap_err().problem_of("megabytes");
        assert_eq!(problem(" "), Some(Problem::Required));
        assert_eq!(problem("many"), Some(Problem::NotANumber));
        for text in ["0", "-1", "1048577", "9223372036854775807"] {
            assert!(matches!(problem(text), Some(Problem::OutOfRange { .. })), "{text}");
        }
        let none = QuotaForm { class: String::new(), megabytes: "1".into() };
        assert_eq!(none.validate().unwrap_err().problem_of("class"), Some(Problem::NoneChosen));
    }
}
