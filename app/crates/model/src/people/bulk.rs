//! What can be done to a member or to many, first counted, then done.

use serde::{Deserialize, Serialize};

use super::{ClassChoice, MemberClass, PeopleFilter};
use crate::classes::ClassRole;
use crate::ids::{ClassId, UserId};
use crate::schools::TeacherLabel;
use crate::text::people as t;
use crate::{Check, Key, Plural, Problem, Result, Role, limits};

crate::text_enum! {
    /// What can be done to a member, or to many.
    pub enum Act {
        Role = "role",
        Suspend = "suspend",
        Reinstate = "reinstate",
        End = "end",
        AddClass = "add_class",
        RemoveClass = "remove_class",
        /// Out of one class and into another: only many at once.
        MoveClass = "move_class",
    }
}

impl Act {
    /// The act as a choice.
    pub const fn label(self) -> Key {
        match self {
            Act::Role => t::ACT_ROLE,
            Act::Suspend => t::ACT_SUSPEND,
            Act::Reinstate => t::ACT_REINSTATE,
            Act::End => t::ACT_END,
            Act::AddClass => t::ACT_ADD_CLASS,
            Act::RemoveClass => t::ACT_REMOVE_CLASS,
            Act::MoveClass => t::ACT_MOVE_CLASS,
        }
    }

    /// The act and to how many it is done, on the button that does it.
    pub const fn done_to(self) -> Plural {
        match self {
            Act::Role => t::DO_ROLE,
            Act::Suspend => t::DO_SUSPEND,
            Act::Reinstate => t::DO_REINSTATE,
            Act::End => t::DO_END,
            Act::AddClass => t::DO_ADD_CLASS,
            Act::RemoveClass => t::DO_REMOVE_CLASS,
            Act::MoveClass => t::DO_MOVE_CLASS,
        }
    }

    /// Whether it needs a class to be named.
    pub const fn wants_class(self) -> bool {
        matches!(self, Act::AddClass | Act::RemoveClass | Act::MoveClass)
    }
}

/// One act for many people: those named, or all that match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkForm {
    /// Ids parted by spaces; read only without `all`.
    pub ids: String,
    pub all: bool,
    pub filter: PeopleFilter,
    pub act: String,
    pub role: String,
    pub class: String,
    /// The class that people are moved out of; they are moved to `class`.
    pub from: String,
    /// Why, for the log and the history of each; may be empty.
    pub reason: String,
    /// How many the preview counted: another number means that somebody came or went meanwhile.
    pub count: i64,
    /// What the preview was sealed with, for all that match: as many may be others.
    pub seal: String,
}

impl BulkForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with the field that is wrong.
    pub fn validate(&self) -> Result<Change> {
        Check::new().optional_line("reason", &self.reason, limits::TITLE).done()?;
        match self.act.parse() {
            Ok(Act::MoveClass) => Change::moved(&self.from, &self.class),
            _ => Change::read(&self.act, &self.role, &self.class),
        }
    }

    pub fn ids(&self) -> Vec<UserId> {
        self.ids.split_whitespace().filter_map(|id| id.parse().ok()).collect()
    }
}

/// An act with what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    Role(Role),
    Suspend,
    Reinstate,
    End,
    AddClass(ClassId),
    RemoveClass(ClassId),
    /// Out of the first, into the second.
    MoveClass(ClassId, ClassId),
}

impl Change {
    /// # Errors
    /// [`crate::Error::Invalid`] with the field that is missing.
    pub fn read(act: &str, role: &str, class: &str) -> Result<Change> {
        let missing = |field: &str| crate::Error::field(field, Problem::Required);
        let class = || class.parse().map_err(|_| missing("class"));
        Ok(match act.parse().map_err(|_| missing("act"))? {
            Act::Role => Change::Role(role.parse().map_err(|_| missing("role"))?),
            Act::Suspend => Change::Suspend,
            Act::Reinstate => Change::Reinstate,
            Act::End => Change::End,
            Act::AddClass => Change::AddClass(class()?),
            Act::RemoveClass => Change::RemoveClass(class()?),
            Act::MoveClass => return Err(missing("from")),
        })
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with the class that is missing; the two cannot be the same.
    pub fn moved(from: &str, to: &str) -> Result<Change> {
        let class = |field: &str, id: &str| id.parse::<ClassId>().map_err(|_| crate::Error::field(field, Problem::Required));
        let (from, to) = (class("from", from)?, class("class", to)?);
        if from == to { Err(crate::Error::field("class", Problem::Required)) } else { Ok(Change::MoveClass(from, to)) }
    }

    /// The classes it names.
    pub fn classes(self) -> Vec<ClassId> {
        match self {
            Change::AddClass(class) | Change::RemoveClass(class) => vec![class],
            Change::MoveClass(from, to) => vec![from, to],
            Change::Role(_) | Change::Suspend | Change::Reinstate | Change::End => Vec::new(),
        }
    }

    pub const fn act(self) -> Act {
        match self {
            Change::Role(_) => Act::Role,
            Change::Suspend => Act::Suspend,
            Change::Reinstate => Act::Reinstate,
            Change::End => Act::End,
            Change::AddClass(_) => Act::AddClass,
            Change::RemoveClass(_) => Act::RemoveClass,
            Change::MoveClass(..) => Act::MoveClass,
        }
    }
}

/// What a change of many would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkPreview {
    /// All that were chosen.
    pub chosen: i64,
    /// Of those, the ones the act can be done to.
    pub reached: i64,
    /// Those who hold keys that the reader does not cover, and oneself.
    pub kept: i64,
    /// Tells whether the same people are reached later.
    pub seal: String,
    /// The first of those it reaches, by name.
    pub first: Vec<Reached>,
    /// For a new role, their places in classes in use: it ends those it does not fit.
    pub places: ClassPlaces,
    pub classes: Vec<ClassChoice>,
    /// The class that people are moved out of: the one in use that they were looked for by.
    pub from: Option<ClassChoice>,
    /// Roles the reader may give.
    pub roles: Vec<Role>,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
}

impl BulkPreview {
    /// Where it is not said what is to be done, it is done to nobody.
    pub const fn nobody(teacher_label: TeacherLabel) -> BulkPreview {
        BulkPreview {
            chosen: 0,
            reached: 0,
            kept: 0,
            seal: String::new(),
            first: Vec::new(),
            places: ClassPlaces { students: 0, teachers: 0 },
            classes: Vec::new(),
            from: None,
            roles: Vec::new(),
            teacher_label,
        }
    }
}

/// Somebody a change of many reaches: two of one name are told apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Reached {
    pub name: String,
    pub username: String,
    pub role: Role,
}

/// How many places in classes people have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassPlaces {
    /// Those end with any other role than student.
    pub students: i64,
    /// Those end with a role that neither teaches nor mentors.
    pub teachers: i64,
}

impl ClassPlaces {
    /// Those of one member.
    pub fn of(classes: &[MemberClass]) -> ClassPlaces {
        let count = |role: ClassRole| -> i64 { classes.iter().map(|class| i64::from(class.role == role)).sum() };
        ClassPlaces { students: count(ClassRole::Student), teachers: count(ClassRole::Teacher) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_needs_what_it_is_done_with() {
        assert_eq!(Change::read("role", "", "").unwrap_err().problem_of("role"), Some(Problem::Required));
        assert_eq!(Change::read("add_class", "", "x").unwrap_err().problem_of("class"), Some(Problem::Required));
        assert_eq!(Change::read("", "", "").unwrap_err().problem_of("act"), Some(Problem::Required));
        assert_eq!(Change::read("end", "", ""), Ok(Change::End));
    }

    #[test]
    fn a_reason_may_be_left_out_and_is_one_line() {
        let form = |reason: &str| BulkForm { act: "suspend".into(), reason: reason.into(), ..BulkForm::default() }.validate();
        for fine in ["", "  ", "Fees unpaid", &"x".repeat(limits::TITLE)] {
            assert_eq!(form(fine), Ok(Change::Suspend), "{fine}");
        }
        let problem = |reason: &str| form(reason).unwrap_err().problem_of("reason");
        assert_eq!(problem(&"x".repeat(limits::TITLE + 1)), Some(Problem::TooLong(limits::TITLE)));
        assert_eq!(problem("one\nand another"), Some(Problem::OddCharacter));
    }

    #[test]
    fn a_move_is_from_one_class_to_another() {
        let (from, to) = (ClassId::from_u128(1), ClassId::from_u128(2));
        let form = |from: &str, class: &str| {
            let form = BulkForm { act: "move_class".into(), from: from.into(), class: class.into(), ..BulkForm::default() };
            form.validate()
        };
        let (one, two) = (from.to_string(), to.to_string());
        assert_eq!(form(&one, &two), Ok(Change::MoveClass(from, to)));
        assert_eq!(form("", &two).unwrap_err().problem_of("from"), Some(Problem::Required));
        assert_eq!(form(&one, "").unwrap_err().problem_of("class"), Some(Problem::Required));
        assert_eq!(form(&one, &one).unwrap_err().problem_of("class"), Some(Problem::Required));
        assert!(Change::read("move_class", "", &two).is_err(), "of one member there is no list to move out of");
    }
}
