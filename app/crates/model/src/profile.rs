//! One's own account: what a person tells of themselves, how they log in, where they belong (product.md section 3).

use serde::{Deserialize, Serialize};

use crate::people::NameSuggestion;
use crate::schools::{MembershipStatus, TeacherLabel};
use crate::{Check, Locale, Problem, Result, Role, Theme, When, limits, passwords};

/// Where a photo is to be had. Its content never changes under this address.
pub fn photo_address(sha256: &str) -> Option<String> {
    (!sha256.is_empty()).then(|| format!("/photos/{sha256}"))
}

/// What a person tells of themselves, and how they like to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileForm {
    pub name: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub organization: String,
    #[serde(default)]
    pub bio: String,
    /// A [`Locale`], or empty for the school's.
    #[serde(default)]
    pub locale: String,
    /// An IANA zone, or empty for the school's.
    #[serde(default)]
    pub time_zone: String,
    pub theme: Theme,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub drawn: String,
}

impl ProfileForm {
    /// The seal of what it says.
    pub fn as_drawn(&self) -> String {
        let typed = [&self.name, &self.phone, &self.organization, &self.bio, &self.locale, &self.time_zone];
        crate::drawn::of(typed.into_iter().map(String::as_str).chain([self.theme.text()]))
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let is_locale = self.locale.is_empty() || self.locale.parse::<Locale>().is_ok();
        Check::new()
            .line("name", &self.name, limits::NAME)
            .optional("phone", &self.phone, limits::PHONE)
            .ensure(is_phone(self.phone.trim()), "phone", Problem::NotAPhone)
            .optional_line("organization", &self.organization, limits::ORGANIZATION)
            .optional("bio", &self.bio, limits::BIO)
            .ensure(is_locale, "locale", Problem::Required)
            .optional("time_zone", &self.time_zone, limits::NAME)
            .done()
    }
}

/// Whether it can be dialled; empty is fine.
fn is_phone(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let sign = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
    phone.is_empty() || digits >= 3 && phone.strip_prefix('+').unwrap_or(phone).chars().all(sign)
}

/// The profile as its page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfilePage {
    pub form: ProfileForm,
    /// The zones to choose from.
    pub zones: Vec<String>,
    /// How schools suggest that the name be written.
    pub suggestions: Vec<NameSuggestion>,
}

/// The square of a photo that is kept, in pixels of the picture as it is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crop {
    pub x: u32,
    pub y: u32,
    pub side: u32,
}

/// A new password, by who knows the present one.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PasswordForm {
    pub current_password: String,
    pub password: String,
}

impl PasswordForm {
    /// `names` are what the person is called: no password may be one of them.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self, names: &[&str]) -> Result<()> {
        let mut check = Check::new();
        present(&mut check, "current_password", &self.current_password);
        passwords::check(&mut check, &self.password, names);
        check.done()
    }
}

/// Another e-mail address, by who knows the password.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EmailForm {
    pub email: String,
    pub current_password: String,
}

impl EmailForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let mut check = Check::new();
        present(check.email("email", &self.email), "current_password", &self.current_password).done()
    }
}

/// A password that is only compared.
fn present<'a>(check: &'a mut Check, field: &str, password: &str) -> &'a mut Check {
    let most = *limits::PASSWORD.end();
    check.ensure(!password.is_empty(), field, Problem::Required).ensure(
        password.chars().count() <= most,
        field,
        Problem::TooLong(most),
    )
}

macro_rules! quiet {
    ($($name:ident),+) => { $(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+ };
}

quiet!(PasswordForm, EmailForm);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UsernameForm {
    pub username: String,
}

impl UsernameForm {
    /// # Errors
    /// [`crate::Error::Invalid`].
    pub fn validate(&self) -> Result<()> {
        Check::new().ensure(crate::accounts::is_username(&self.username), "username", Problem::NotAUsername).done()
    }
}

/// An address that waits to be proven.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PendingEmail {
    pub email: String,
    pub expires: When,
}

/// One's place in a school, as one's own account lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MembershipCard {
    pub slug: String,
    pub name: String,
    pub role: Role,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    pub status: MembershipStatus,
    pub since: When,
    /// Log-in leads here.
    pub primary: bool,
    /// Nobody else looks after the school, so this one cannot leave.
    pub last_admin: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ProfileForm {
        ProfileForm {
            name: "Ada Mensah".into(),
            phone: "+233 20 123 4567".into(),
            organization: String::new(),
            bio: "Mathematics,\nand chess.".into(),
            locale: "ar".into(),
            time_zone: String::new(),
            theme: Theme::System,
            drawn: String::new(),
        }
    }

    #[test]
    fn a_profile_passes_and_each_field_is_looked_at() {
        assert_eq!(form().validate(), Ok(()));
        let bare = ProfileForm { phone: String::new(), bio: String::new(), locale: String::new(), ..form() };
        assert_eq!(bare.validate(), Ok(()));
        for (field, wrong) in [
            ("name", ProfileForm { name: " ".into(), ..form() }),
            ("phone", ProfileForm { phone: "call me".into(), ..form() }),
            ("phone", ProfileForm { phone: "+".into(), ..form() }),
            ("organization", ProfileForm { organization: "a\nb".into(), ..form() }),
            ("bio", ProfileForm { bio: "x".repeat(limits::BIO + 1), ..form() }),
            ("locale", ProfileForm { locale: "xx".into(), ..form() }),
        ] {
            assert!(wrong.validate().unwrap_err().problem_of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_new_password_is_no_name_and_no_common_one_and_does_not_show() {
        let form = |password: &str| PasswordForm { current_password: "x".into(), password: password.into() };
        let problem = |password: &str| form(password).validate(&["Ada Mensah"]).err().and_then(|it| it.problem_of("password"));
        assert_eq!(problem("correct horse"), None);
        assert_eq!(problem("Ada Mensah"), Some(Problem::PasswordIsName));
        assert_eq!(problem("qwertyuiop"), Some(Problem::PasswordTooCommon));
        assert!(!format!("{:?}", form("correct horse")).contains("horse"));
    }
}
