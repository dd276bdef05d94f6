//! What a school is called, where it is and how it speaks.

use serde::{Deserialize, Serialize};

use crate::money::is_currency;
use crate::schools::TeacherLabel;
use crate::{Check, Locale, Problem, Result, limits};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeneralForm {
    pub name: String,
    /// The address as it is; the form shows it, and another one is refused.
    #[serde(default)]
    pub slug: String,
    /// The part after the @ of the school's own mail addresses; empty without one.
    #[serde(default)]
    pub mail_domain: String,
    /// An IANA zone such as `Africa/Accra`.
    pub time_zone: String,
    pub locale: Locale,
    /// ISO 4217.
    pub currency: String,
    pub teacher_label: TeacherLabel,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub drawn: String,
}

impl GeneralForm {
    /// The seal of what it says.
    pub fn as_drawn(&self) -> String {
        let typed = [self.name.as_str(), self.mail_domain.as_str(), self.time_zone.as_str(), self.currency.as_str()];
        crate::drawn::of(typed.into_iter().chain([self.locale.text(), self.teacher_label.text()]))
    }

    /// The same as it is kept: trimmed, the domain in small letters and without the @, the currency in capitals,
    /// and without what it was drawn from.
    #[must_use]
    pub fn tidy(&self) -> GeneralForm {
        GeneralForm {
            name: self.name.trim().to_owned(),
            slug: self.slug.trim().to_owned(),
            mail_domain: self.mail_domain.trim().trim_start_matches('@').to_lowercase(),
            time_zone: self.time_zone.trim().to_owned(),
            locale: self.locale,
            currency: self.currency.trim().to_uppercase(),
            teacher_label: self.teacher_label,
            drawn: String::new(),
        }
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let tidy = self.tidy();
        Check::new()
            .line("name", &tidy.name, limits::SCHOOL_NAME)
            .optional("mail_domain", &tidy.mail_domain, limits::EMAIL)
            .ensure(tidy.mail_domain.is_empty() || is_domain(&tidy.mail_domain), "mail_domain", Problem::NotADomain)
            .line("time_zone", &tidy.time_zone, limits::NAME)
            .ensure(is_currency(&tidy.currency), "currency", Problem::NotACurrency)
            .done()
    }
}

/// Two names or more with points between them.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    domain.split('.').count() >= 2 && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> GeneralForm {
        GeneralForm {
            name: " Accra Academy ".into(),
            slug: "accra".into(),
            mail_domain: "@Accra.Example".into(),
            time_zone: "Africa/Accra".into(),
            locale: Locale::En,
            currency: "ghs".into(),
            teacher_label: TeacherLabel::Teacher,
            drawn: String::new(),
        }
    }

    #[test]
    fn what_is_typed_is_kept_tidy() {
        let tidy = form().tidy();
        assert_eq!(
            (tidy.name.as_str(), tidy.mail_domain.as_str(), tidy.currency.as_str()),
            ("Accra Academy", "accra.example", "GHS")
        );
        assert_eq!(form().validate(), Ok(()));
    }

    #[test]
    fn each_wrong_field_is_named() {
        let wrong = GeneralForm { name: " ".into(), mail_domain: "a b.c".into(), currency: "cedi".into(), ..form() };
        let error = wrong.validate().unwrap_err();
        assert_eq!(error.problem_of("name"), Some(Problem::Required));
        assert_eq!(error.problem_of("mail_domain"), Some(Problem::NotADomain));
        assert_eq!(error.problem_of("currency"), Some(Problem::NotACurrency));
        for currency in ["", "XYZ"] {
            let error = GeneralForm { currency: currency.into(), ..form() }.validate().unwrap_err();
            assert_eq!(error.problem_of("currency"), Some(Problem::NotACurrency), "{currency}");
        }
        for domain in ["localhost", "a..b", "-a.b", "a.b/c", "a@b.c"] {
            assert!(!is_domain(domain), "{domain}");
        }
    }
}
