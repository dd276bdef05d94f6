//! Announcements: what a school or a teacher tells people (product.md section 4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{AnnouncementId, ClassId};
use crate::schools::TeacherLabel;
use crate::text::announcements as t;
use crate::{At, Check, Key, Problem, Result, Role, When, limits};

crate::text_enum! {
    /// Whom an announcement is for.
    pub enum Audience {
        School = "school",
        Roles = "roles",
        Classes = "classes",
    }
}

impl Audience {
    pub const fn label(self) -> Key {
        match self {
            Audience::School => t::AUDIENCE_SCHOOL,
            Audience::Roles => t::AUDIENCE_ROLES,
            Audience::Classes => t::AUDIENCE_CLASSES,
        }
    }
}

crate::text_enum! {
    /// From when on it is read.
    pub enum Begin {
        Now = "now",
        Later = "later",
        /// Not yet: only who writes it sees it.
        Draft = "draft",
    }
}

crate::text_enum! {
    /// Which announcements a list holds.
    pub enum Shelf {
        /// Those that are for the reader, now.
        Mine = "mine",
        /// Those the reader wrote, whatever their state.
        Written = "written",
        /// Everybody's, for those who address the whole school.
        All = "all",
    }
}

/// How many announcements somebody has still to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToRead {
    /// Of the school they are in.
    pub school: i64,
    /// Of all their schools, those that their bell does not tell of.
    pub quiet: i64,
}

/// What is asked of a list of announcements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnnouncementFilter {
    /// Words of the title or the text.
    pub q: String,
    /// Those alone that the reader has still to read, of those that are for them.
    pub unread: bool,
}

impl AnnouncementFilter {
    /// Whether it leaves any out.
    pub fn is_limited(&self) -> bool {
        self.unread || !self.q.trim().is_empty()
    }
}

/// What of it can be read by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    Draft,
    /// Its time has not come.
    Planned,
    Out,
    /// Its end has passed.
    Ended,
    Withdrawn,
}

impl State {
    pub fn of(publish_at: Option<At>, until_at: Option<At>, withdrawn_at: Option<At>, now: At) -> State {
        match publish_at {
            _ if withdrawn_at.is_some() => State::Withdrawn,
            None => State::Draft,
            Some(at) if at > now => State::Planned,
            Some(_) if until_at.is_some_and(|until| until <= now) => State::Ended,
            Some(_) => State::Out,
        }
    }
}

/// An announcement as it is written. The boxes that are ticked come as a map from role, or from class, to `true`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnnouncementForm {
    pub title: String,
    pub body: String,
    /// The text of an [`Audience`].
    #[serde(default)]
    pub audience: String,
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
    #[serde(default)]
    pub classes: BTreeMap<String, String>,
    /// Further classes by their names, a line each: where there are many, not each has a box.
    #[serde(default)]
    pub class_names: String,
    /// The text of a [`Begin`].
    #[serde(default)]
    pub begin: String,
    /// Local time in the school's zone, such as `2026-11-27T17:00`, where it begins later.
    #[serde(default)]
    pub at: String,
    /// Likewise, where it ends.
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub pinned: bool,
    /// What it was drawn from, see [`crate::drawn`]; nothing for a new one.
    #[serde(default)]
    pub drawn: String,
}

/// A form that can be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub audience: Audience,
    pub roles: Vec<Role>,
    /// Those that were ticked. Those that were named are for the server to find.
    pub classes: Vec<ClassId>,
    pub begin: Begin,
}

impl AnnouncementForm {
    /// Title and text alone: whom it is for and when it begins can no longer be changed.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate_text(&self) -> Result<()> {
        self.check(&mut Check::new()).done()
    }

    fn check<'a>(&self, check: &'a mut Check) -> &'a mut Check {
        check.line("title", &self.title, limits::TITLE).text("body", &self.body, limits::BRIEF)
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<Written> {
        let mut check = Check::new();
        self.check(&mut check);
        let audience = self.audience.parse().ok();
        let begin = self.begin.parse().ok();
        check
            .ensure(audience.is_some(), "audience", Problem::NoneChosen)
            .ensure(begin.is_some(), "begin", Problem::NoneChosen)
            .ensure(begin != Some(Begin::Later) || !self.at.trim().is_empty(), "at", Problem::Required);
        let roles: Vec<Role> = chosen(&self.roles);
        let classes: Vec<ClassId> = chosen(&self.classes);
        match audience {
            Some(Audience::Roles) => check.ensure(!roles.is_empty(), "roles", Problem::NoneChosen),
            Some(Audience::Classes) => {
                let some = !classes.is_empty() || self.named_classes().next().is_some();
                check.ensure(some, "classes", Problem::NoneChosen).optional("class_names", &self.class_names, limits::CLASS_NAMES)
            }
            _ => &mut check,
        };
        check.done()?;
        let (audience, begin) = (audience.unwrap_or(Audience::Classes), begin.unwrap_or(Begin::Draft));
        let of = |wanted| audience == wanted;
        Ok(Written {
            audience,
            roles: if of(Audience::Roles) { roles } else { Vec::new() },
            classes: if of(Audience::Classes) { classes } else { Vec::new() },
            begin,
        })
    }
}

impl AnnouncementForm {
    /// The names that were written.
    pub fn named_classes(&self) -> impl Iterator<Item = &str> {
        self.class_names.lines().map(str::trim).filter(|name| !name.is_empty())
    }
}

/// What is ticked, each once. What cannot be read is nothing that was offered. An id is sent after an underscore: what
/// begins with a digit in brackets is taken for the place in a list.
fn chosen<T: std::str::FromStr>(boxes: &BTreeMap<String, String>) -> Vec<T> {
    boxes.iter().filter(|(_, value)| *value == "true").filter_map(|(name, _)| name.trim_start_matches('_').parse().ok()).collect()
}

/// Whom one is for, as pages say it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Addressed {
    pub audience: Audience,
    pub roles: Vec<Role>,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    /// The names of the classes, in one line.
    pub classes: String,
}

/// An announcement as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnouncementCard {
    pub id: AnnouncementId,
    pub title: String,
    /// How its text begins.
    pub excerpt: String,
    pub author: String,
    pub addressed: Addressed,
    /// When it began or begins; a draft has none.
    pub published: Option<When>,
    pub state: State,
    pub pinned: bool,
    /// It is for the reader, and they have not read it.
    pub unread: bool,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnouncementList {
    pub shelf: Shelf,
    pub page: usize,
    pub pages: usize,
    pub total: i64,
    pub cards: Vec<AnnouncementCard>,
    pub may_write: bool,
    /// Whether everybody's can be listed.
    pub may_see_all: bool,
    /// Whether there is such a thing here as what the reader has still to read.
    pub may_ask_unread: bool,
}

/// One of the newest, as dashboards and classes show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewsLine {
    pub id: AnnouncementId,
    pub title: String,
    pub author: String,
    pub published: When,
    pub pinned: bool,
    pub unread: bool,
}

/// An announcement with all of its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnouncementPage {
    pub id: AnnouncementId,
    pub title: String,
    pub body: String,
    pub author: String,
    pub addressed: Addressed,
    pub published: Option<When>,
    pub until: Option<When>,
    pub state: State,
    pub pinned: bool,
    /// It is for the reader, and they have not read it.
    pub unread: bool,
    pub may_change: bool,
    /// Who has read it, for those who may know.
    pub receipts: Option<Receipts>,
}

/// How far an announcement has come among those it is for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Receipts {
    pub readers: i64,
    pub read: i64,
    /// A page of those who have not read it.
    pub waiting: Vec<Waiting>,
    pub page: usize,
    pub pages: usize,
    /// A page of those who have.
    pub read_by: Vec<ReadBy>,
    pub read_page: usize,
    pub read_pages: usize,
    /// When those who had not read it were last reminded.
    pub reminded: Option<When>,
    /// Whether those who have not can be reminded now.
    pub may_remind: bool,
}

/// Somebody it is for, who has not read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Waiting {
    pub name: String,
    pub username: String,
    /// The hash of the photo; empty without one.
    pub photo: String,
    pub role: Role,
}

/// Somebody it is for, who has read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadBy {
    pub name: String,
    pub username: String,
    /// The hash of the photo; empty without one.
    pub photo: String,
    pub role: Role,
    /// The first time.
    pub when: When,
}

/// The form with what it offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnouncementDesk {
    /// What stands in it at first.
    pub form: AnnouncementForm,
    /// It is out: whom it is for and when it began stand.
    pub is_out: bool,
    /// Whether the whole school and its roles may be addressed.
    pub may_school: bool,
    /// The classes that may be addressed.
    pub classes: Vec<(ClassId, String)>,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    /// The school's zone, in which times are meant.
    pub zone: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn form(audience: &str) -> AnnouncementForm {
        AnnouncementForm {
            title: "Sports day".into(),
            body: "On Friday.".into(),
            audience: audience.into(),
            begin: "now".into(),
            ..AnnouncementForm::default()
        }
    }

    #[test]
    fn somebody_must_be_addressed_and_what_is_not_meant_is_left_out() {
        let mut roles = form("roles");
        assert_eq!(roles.validate(), Err(Error::field("roles", Problem::NoneChosen)));
        roles.roles = [("teacher", "true"), ("parent", "true"), ("nonsense", "true"), ("student", "false")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        roles.classes = [(ClassId::new().to_string(), "true".to_owned())].into();
        let written = roles.validate().unwrap();
        assert_eq!(written.roles, [Role::Parent, Role::Teacher]);
        assert!(written.classes.is_empty(), "ticked before another audience was chosen");
        assert_eq!(form("classes").validate(), Err(Error::field("classes", Problem::NoneChosen)));
        assert_eq!(form("everybody").validate(), Err(Error::field("audience", Problem::NoneChosen)));
        assert!(form("school").validate().is_ok());
    }

    #[test]
    fn a_class_can_be_named_instead_of_ticked() {
        let named = AnnouncementForm { class_names: " Form 1 \n\nForm 2\n".into(), ..form("classes") };
        assert_eq!(named.named_classes().collect::<Vec<_>>(), ["Form 1", "Form 2"]);
        assert!(named.validate().unwrap().classes.is_empty());
        let blank = AnnouncementForm { class_names: " \n ".into(), ..form("classes") };
        assert_eq!(blank.validate(), Err(Error::field("classes", Problem::NoneChosen)));
        let long = AnnouncementForm { class_names: "Form 1\n".repeat(3000), ..form("classes") };
        assert_eq!(long.validate(), Err(Error::field("class_names", Problem::TooLong(limits::CLASS_NAMES))));
        assert!(AnnouncementForm { audience: "school".into(), ..long }.validate().is_ok(), "then nobody reads them");
    }

    #[test]
    fn what_begins_later_has_a_time() {
        let later = AnnouncementForm { begin: "later".into(), ..form("school") };
        assert_eq!(later.validate(), Err(Error::field("at", Problem::Required)));
        let never = AnnouncementForm { begin: String::new(), ..form("school") };
        assert_eq!(never.validate(), Err(Error::field("begin", Problem::NoneChosen)));
    }

    #[test]
    fn a_state_follows_from_its_times() {
        let (before, now, after) = (At(1), At(2), At(3));
        assert_eq!(State::of(None, None, None, now), State::Draft);
        assert_eq!(State::of(Some(after), None, None, now), State::Planned);
        assert_eq!(State::of(Some(now), Some(after), None, now), State::Out);
        assert_eq!(State::of(Some(before), Some(now), None, now), State::Ended);
        assert_eq!(State::of(Some(before), None, Some(now), now), State::Withdrawn);
    }
}
