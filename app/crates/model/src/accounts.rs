//! Accounts (product.md section 3).

mod home;

use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::ids::{SchoolId, UserId};
use crate::schools::{Place, SchoolForm};
use crate::text::people as t;
use crate::{At, Check, Error, Key, Locale, PlatformRole, Problem, Result, Role, Theme, limits, passwords};

crate::text_enum! {
    pub enum UserStatus {
        /// Registered; neither proven nor used since.
        Pending = "pending",
        Active = "active",
        Inactive = "inactive",
        Suspended = "suspended",
    }
}

impl UserStatus {
    pub const fn label(self) -> Key {
        match self {
            UserStatus::Pending => t::PENDING,
            UserStatus::Active => t::ACTIVE,
            UserStatus::Inactive => t::INACTIVE,
            UserStatus::Suspended => t::SUSPENDED,
        }
    }
}

/// Who is logged in, for the frame around a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Framed {
    pub me: Me,
    /// Announcements of the school that are still to be read.
    pub announcements: i64,
    /// Notifications that are still to be read, of all schools.
    pub notifications: i64,
    /// Announcements of all schools that are still to be read, and of which none of those notifications tells.
    pub quiet: i64,
    /// Threads of the school's forums with something new.
    #[serde(default)]
    pub threads: i64,
    /// What is new in the chats of all their schools.
    #[serde(default)]
    pub chats: crate::chat::News,
}

/// The person behind a request, as every page may show them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Me {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub email: String,
    pub platform_role: PlatformRole,
    pub verified: bool,
    /// The language they chose; without one the school's is read.
    pub locale: Option<Locale>,
    /// The zone they chose; empty for the school's.
    pub time_zone: String,
    pub theme: Theme,
    /// The SHA-256 of the photo; empty without one.
    pub photo: String,
    /// The school that log-in leads to.
    pub primary: Option<SchoolId>,
    /// Who reads with this person's eyes, if somebody does.
    pub viewer: Option<Viewer>,
    /// The schools with an active membership, by name.
    pub places: Vec<Place>,
    /// The schools in which their place is suspended, by name.
    pub suspended: Vec<Closed>,
}

/// A school that is closed to somebody, as their place in it is suspended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    pub slug: String,
    pub name: String,
}

/// Who looks at the school as another member sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Viewer {
    pub user_id: UserId,
    pub name: String,
}

impl Me {
    pub fn place(&self, slug: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.slug == slug)
    }
    /// The place they have had longest; the first by name of those that are as old.
    pub fn eldest(&self) -> Option<&Place> {
        self.places.iter().min_by_key(|place| place.since)
    }
    /// The place in the school they chose to log in to, while they have it.
    pub fn primary_place(&self) -> Option<&Place> {
        self.places.iter().find(|place| Some(place.school_id) == self.primary)
    }
    /// The school that counts where none is in use: the one they log in to, else the one they have been in longest.
    pub fn main_place(&self) -> Option<&Place> {
        self.primary_place().or_else(|| self.eldest())
    }
    pub fn is_platform_admin(&self) -> bool {
        self.platform_role == PlatformRole::SuperAdmin
    }
    /// The language of what they read at a school's pages, or elsewhere: their own choice, else the school's; elsewhere
    /// that of the school they log in to. The browser's is left to those who are in none.
    pub fn language(&self, slug: &str) -> Option<Locale> {
        let place = || self.place(slug).or_else(|| self.main_place());
        self.locale.or_else(|| place().map(|place| place.locale))
    }
    /// The zone they chose, if they chose one.
    pub fn own_zone(&self) -> Option<&str> {
        Some(self.time_zone.as_str()).filter(|zone| !zone.is_empty())
    }
    /// The zone of what they read outside of their schools while they chose none: that of the school they log in to.
    pub fn school_zone(&self) -> Option<&str> {
        self.main_place().map(|place| place.time_zone.as_str())
    }
    /// Whether the clock of one of their schools is another's: then there is no one zone "as in my school".
    pub fn is_in_several_zones(&self) -> bool {
        self.places.windows(2).any(|pair| pair[0].time_zone != pair[1].time_zone)
    }
    /// Whether the page of children is for them: they are a parent in one of their schools, or a child is linked to them
    /// in one where they are somebody else.
    pub fn has_children(&self) -> bool {
        self.places.iter().any(|place| place.role == Role::Parent || place.guardian)
    }
}

/// The four fields every new account gives.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountForm {
    pub name: String,
    pub username: String,
    pub email: String,
    pub password: String,
}

impl AccountForm {
    /// # Errors
    /// [`Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        self.check(&mut Check::new()).done()
    }

    fn check<'a>(&self, check: &'a mut Check) -> &'a mut Check {
        check
            .line("name", &self.name, limits::NAME)
            .ensure(is_username(&self.username), "username", Problem::NotAUsername)
            .email("email", &self.email);
        passwords::check(check, &self.password, &[&self.name, &self.username, &self.email]);
        check
    }
}

/// Whether a name can be logged in with: 3 to 20 letters, digits and underscores.
pub(crate) fn is_username(name: &str) -> bool {
    limits::USERNAME.contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl std::fmt::Debug for AccountForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountForm").field("username", &self.username).finish_non_exhaustive()
    }
}

/// Registration with a class's code: a student's or a lecturer's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JoinForm {
    pub code: String,
    pub account: AccountForm,
}

impl JoinForm {
    /// # Errors
    /// [`Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let mut check = Check::new();
        check.ensure(crate::classes::fold_code(&self.code).is_some(), "code", Problem::NotACode);
        nested(&mut check, "account", self.account.validate()).done()
    }
}

/// Founding: an account and its school in one step. The first one also makes the platform admin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundForm {
    pub account: AccountForm,
    pub school: SchoolForm,
}

impl FoundForm {
    /// # Errors
    /// [`Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let mut check = Check::new();
        nested(&mut check, "account", self.account.validate());
        nested(&mut check, "school", self.school.validate()).done()
    }
}

/// Field names of a nested form as HTML writes them: `account[email]`.
pub fn nested<'a>(check: &'a mut Check, outer: &str, inner: Result<()>) -> &'a mut Check {
    if let Err(Error::Invalid(problems)) = inner.map_err(|error| error.within(outer)) {
        for it in problems {
            check.problem(&it.field, it.problem);
        }
    }
    check
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LogInForm {
    /// Username or e-mail.
    pub log_in: String,
    pub password: String,
    #[serde(default)]
    pub remember: bool,
    /// A page of ours to go to afterwards.
    #[serde(default)]
    pub next: String,
}

impl LogInForm {
    /// # Errors
    /// [`Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new()
            .text("log_in", &self.log_in, limits::EMAIL)
            .ensure(!self.password.is_empty(), "password", Problem::Required)
            .ensure(
                self.password.chars().count() <= *limits::PASSWORD.end(),
                "password",
                Problem::TooLong(*limits::PASSWORD.end()),
            )
            .done()
    }
}

impl std::fmt::Debug for LogInForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogInForm").finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ForgotForm {
    pub email: String,
}

impl ForgotForm {
    /// # Errors
    /// [`Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new().email("email", &self.email).done()
    }
}

/// Whose password a link sets anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ResetOf {
    pub name: String,
    pub username: String,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResetForm {
    pub token: String,
    pub password: String,
}

impl ResetForm {
    /// The names are what the password's owner is called: none while nobody knows whose link it is.
    ///
    /// # Errors
    /// [`Error::Invalid`] with each field that is wrong.
    pub fn validate(&self, names: &[&str]) -> Result<()> {
        let mut check = Check::new();
        passwords::check(&mut check, &self.password, names);
        check.done()
    }
}

impl std::fmt::Debug for ResetForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResetForm").finish_non_exhaustive()
    }
}

/// A code alone: a class's, for a person who has an account, or the one in the mail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CodeForm {
    pub code: String,
}

/// The token of a link.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TokenForm {
    pub token: String,
}

impl std::fmt::Debug for TokenForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenForm").finish_non_exhaustive()
    }
}

/// One of a person's own sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionCard {
    /// The first letters of the id's hash: names the session, opens nothing.
    pub key: String,
    pub device: Device,
    pub seen: crate::When,
    pub created: crate::When,
    pub current: bool,
}

/// A mail that waits or has gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct MailCard {
    pub id: crate::ids::MailId,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub created_at: At,
    pub sent_at: Option<At>,
    pub last_error: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> AccountForm {
        AccountForm {
            name: "Ada Mensah".into(),
            username: "ada".into(),
            email: "ada@lyceum.test".into(),
            password: "correct horse".into(),
        }
    }

    #[test]
    fn a_good_account_passes_and_each_field_is_looked_at() {
        assert_eq!(account().validate(), Ok(()));
        let wrong = AccountForm { name: " ".into(), username: "a b".into(), email: "ada".into(), password: "short".into() };
        let Err(Error::Invalid(problems)) = wrong.validate() else { panic!("it passed") };
        assert_eq!(problems.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["name", "username", "email", "password"]);
    }

    #[test]
    fn a_password_that_is_ones_name_is_refused() {
        for password in ["Ada Mensah", "adamensah", "ADA@LYCEUM.TEST"] {
            let form = AccountForm { password: password.into(), ..account() };
            let problem = form.validate().unwrap_err().problem_of("password");
            assert!(matches!(problem, Some(Problem::PasswordIsName | Problem::TooShort(_))), "{password}");
        }
    }

    #[test]
    fn nested_fields_are_named_as_in_the_page() {
        let error = JoinForm { code: "ABCD2345".into(), ..JoinForm::default() }.validate().unwrap_err();
        assert_eq!(error.problem_of("account[name]"), Some(Problem::Required));
    }

    #[test]
    fn passwords_do_not_show_in_debug_output() {
        let secret = "correct horse";
        let forms = format!("{:?} {:?}", account(), LogInForm { password: secret.into(), ..LogInForm::default() });
        assert!(!forms.contains(secret), "{forms}");
    }
}
