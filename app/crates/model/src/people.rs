//! The people of a school (product.md sections 2 and 4): the list, one member, what can be done to them.

mod bulk;
mod family;
mod group;
mod log_in;
mod naming;
mod number;
mod offer;
mod platform;
mod shown;

use serde::{Deserialize, Serialize};

use crate::classes::ClassRole;
use crate::ids::{ClassId, DepartmentId, UndoId, UserId};
use crate::schools::{MembershipStatus, TeacherLabel};
use crate::settings::departments::DepartmentChoice;
use crate::text::people as t;
use crate::{At, Check, Day, Key, Permission, Permissions, Problem, Result, Role, When, limits};

pub use bulk::{Act, BulkForm, BulkPreview, Change, ClassPlaces, Reached};
pub use family::{MemberDepartment, MemberFamily, Relative};
pub use group::Group;
pub use log_in::{HelpAct, LogInHelp};
pub use naming::{NameForm, NameSuggestion, SUGGESTED_DAYS, SuggestedName};
pub use number::{NumberKind, number_after};
pub use offer::{Changed, UndoCard};
pub use platform::{UserAct, UserCard, UserFilter, UserSort, UsersPage};
pub use shown::Shown;

/// People on one page of the list.
pub const PAGE: i64 = 50;
/// Classes up to this many are offered all at once; among more one looks for the one that is meant.
pub const CLASSES_AT_ONCE: usize = 30;
/// What the list is asked for in the place of a class, for who is in none that is in use.
pub const NO_CLASS: &str = "none";
/// Minutes in which a change can be taken back.
pub const UNDO_MINUTES: i64 = 10;

crate::text_enum! {
    /// How somebody stands in a school, as people say it: a suspended place is kept apart from an ended one.
    pub enum Standing {
        Active = "active",
        Waiting = "waiting",
        Suspended = "suspended",
        Ended = "ended",
    }
}

impl Standing {
    pub const fn of(status: MembershipStatus, suspended_at: Option<At>) -> Standing {
        match (status, suspended_at) {
            (MembershipStatus::Active, _) => Standing::Active,
            (MembershipStatus::Waiting, _) => Standing::Waiting,
            (MembershipStatus::Ended, Some(_)) => Standing::Suspended,
            (MembershipStatus::Ended, None) => Standing::Ended,
        }
    }

    /// Whether the school sees how to reach them: after the end it keeps the name and what was done there, not the e-mail
    /// and the phone.
    pub const fn shows_contact(self) -> bool {
        !matches!(self, Standing::Ended)
    }

    pub const fn label(self) -> Key {
        match self {
            Standing::Active => t::ACTIVE,
            Standing::Waiting => t::WAITING,
            Standing::Suspended => t::SUSPENDED,
            Standing::Ended => t::ENDED,
        }
    }
}

crate::text_enum! {
    /// What the list is sorted by; a minus turns it round.
    pub enum PeopleSort {
        Name = "name",
        NameDown = "-name",
        Joined = "joined",
        JoinedDown = "-joined",
        Role = "role",
        RoleDown = "-role",
    }
}

impl PeopleSort {
    pub const fn label(self) -> Key {
        match self {
            PeopleSort::Name => t::BY_NAME,
            PeopleSort::NameDown => t::BY_NAME_DOWN,
            PeopleSort::Joined => t::BY_JOINED,
            PeopleSort::JoinedDown => t::BY_JOINED_DOWN,
            PeopleSort::Role => t::BY_ROLE,
            PeopleSort::RoleDown => t::BY_ROLE_DOWN,
        }
    }
}

/// What is asked of the list, as it stands in the address. What cannot be read asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeopleFilter {
    /// Words of a name, username, e-mail or number.
    pub q: String,
    pub role: String,
    pub status: String,
    /// The id of a class, or its whole name; [`NO_CLASS`] for who is in none.
    pub class: String,
    /// Who works in it, and the people of its classes.
    pub department: String,
    /// A [`Group`].
    pub group: String,
    pub sort: String,
    pub page: i64,
}

impl PeopleFilter {
    pub fn role(&self) -> Option<Role> {
        self.role.parse().ok()
    }
    pub fn standing(&self) -> Option<Standing> {
        self.status.parse().ok()
    }
    pub fn class(&self) -> Option<ClassId> {
        self.class.parse().ok()
    }
    pub fn in_no_class(&self) -> bool {
        self.class.trim() == NO_CLASS
    }
    /// The name of a class in the place of its id.
    pub fn class_name(&self) -> Option<&str> {
        Some(self.class.trim()).filter(|name| !name.is_empty() && self.class().is_none() && !self.in_no_class())
    }
    pub fn department(&self) -> Option<DepartmentId> {
        self.department.parse().ok()
    }
    pub fn group(&self) -> Option<Group> {
        self.group.parse().ok()
    }
    pub fn sort(&self) -> PeopleSort {
        self.sort.parse().unwrap_or(PeopleSort::Name)
    }
    /// Whether it leaves anybody out.
    pub fn is_narrow(&self) -> bool {
        !self.q.trim().is_empty()
            || self.role().is_some()
            || self.standing().is_some()
            || !self.class.trim().is_empty()
            || self.department().is_some()
            || self.group().is_some()
    }
}

/// A member as the list shows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonCard {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of their photo; empty without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub photo: String,
    /// For those who manage members only; empty once they have left.
    pub email: Option<String>,
    pub role: Role,
    pub standing: Standing,
    pub number: String,
    /// Names of classes, parted by semicolons.
    pub classes: String,
    /// The day as people read it.
    pub joined: String,
}

/// A class as a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassChoice {
    pub id: ClassId,
    pub name: String,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeoplePage {
    pub people: Vec<PersonCard>,
    /// All that match.
    pub total: i64,
    /// From 1.
    pub page: i64,
    /// The classes to choose from; none where they are many.
    pub classes: Vec<ClassChoice>,
    /// Whether they are too many to be offered all at once.
    pub many_classes: bool,
    /// The class that is asked for.
    pub class: Option<ClassChoice>,
    pub departments: Vec<DepartmentChoice>,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    pub may_manage: bool,
    pub may_export: bool,
    /// Whether many can be changed at once.
    pub may_bulk: bool,
    /// The change just made, while it can be taken back.
    pub undo: Option<UndoCard>,
}

/// One class of a member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberClass {
    pub id: ClassId,
    pub name: String,
    pub role: ClassRole,
}

/// Something that was done to a member. Before and after are words of the product, such as a role's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryLine {
    pub when: When,
    pub by: Option<String>,
    pub action: String,
    pub before: String,
    pub after: String,
    /// The class or the department it was done in; empty for what was done to the member alone.
    pub place: String,
    /// Why, where somebody said so; else empty.
    pub reason: String,
}

/// A member's own page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberPage {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of their photo; empty without one.
    pub photo: String,
    pub bio: String,
    pub organization: String,
    /// E-mail and phone, for those who manage members while they have not left, and for oneself.
    pub contact: Option<(String, String)>,
    pub role: Role,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    pub standing: Standing,
    pub number: String,
    /// The number that comes next, where they have none and the reader may give one; else empty.
    pub next_number: String,
    pub joined_on: Option<Day>,
    pub joined: When,
    /// What was granted beyond the role, and taken from it.
    pub granted: Permissions,
    pub revoked: Permissions,
    pub classes: Vec<MemberClass>,
    /// For those who look after families, where there is or may be one.
    pub family: Option<MemberFamily>,
    /// Those they head or work in.
    pub departments: Vec<MemberDepartment>,
    /// For those who read the audit log.
    pub history: Option<Vec<HistoryLine>>,
    /// Classes they are not in, for those who may add them.
    pub other_classes: Vec<ClassChoice>,
    /// Roles the reader may give them; empty for none.
    pub roles: Vec<Role>,
    pub may_change: bool,
    /// Whether the reader may put their name right: nobody has used the account yet.
    pub may_rename: bool,
    /// Whether the reader may only suggest one: the name is the member's own.
    pub may_suggest: bool,
    /// The name that is suggested and not answered yet, for those who may suggest.
    pub suggested: Option<SuggestedName>,
    /// How the reader may help them to log in.
    pub log_in: Option<LogInHelp>,
    /// Whether the reader may take down a photo or a text that has no place here.
    pub may_take_down: bool,
    pub may_class: bool,
    pub may_grant: bool,
    /// Whether the reader may see the school with their eyes.
    pub may_view: bool,
    /// What the reader holds: of the single permissions only these are theirs to give and take.
    pub gives: Permissions,
    pub undo: Option<UndoCard>,
}

/// What a school notes of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    /// The student's or employee's number; may be empty.
    pub number: String,
    /// ISO 8601, or empty.
    pub joined_on: String,
    /// What it was drawn from, see [`crate::drawn`].
    pub drawn: String,
}

impl MemberForm {
    /// The seal of what is noted of a member.
    pub fn drawn_from(number: &str, joined_on: &str) -> String {
        crate::drawn::of([number, joined_on])
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<Option<Day>> {
        let day = self.joined_on.trim();
        let mut check = Check::new();
        if !self.number.trim().is_empty() {
            check.line("number", &self.number, limits::MEMBER_NUMBER);
        }
        check.ensure(day.is_empty() || day.parse::<Day>().is_ok(), "joined_on", Problem::NotADay).done()?;
        Ok(day.parse().ok())
    }
}

/// What one member may do, ticked box by box.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PermissionsForm {
    /// The role the boxes were drawn for.
    pub role: String,
    pub may: Vec<String>,
    /// What was granted and revoked when they were drawn.
    #[serde(default)]
    pub drawn: String,
}

impl PermissionsForm {
    /// What differs from the role: granted and revoked.
    pub fn differences(&self, role: Role) -> (Permissions, Permissions) {
        let wanted: Permissions = self.may.iter().filter_map(|name| name.parse().ok()).collect();
        let differs = |of_role: bool| {
            let listed = Permission::ALL.iter().copied();
            listed.filter(move |it| role.can(*it) == of_role && wanted.can(*it) != of_role).collect::<Permissions>()
        };
        (differs(false), differs(true))
    }
}

/// The address of a page that offers to take back what was just done.
pub fn with_undo(path: String, undo: Option<UndoId>) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    undo.map_or_else(|| path.clone(), |id| format!("{path}{mark}undo={id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticked_boxes_become_what_differs_from_the_role() {
        let role = Role::Bursar;
        let form = |may: &[&str]| PermissionsForm {
            role: role.to_string(),
            may: may.iter().map(|it| (*it).to_owned()).collect(),
            drawn: String::new(),
        };
        assert_eq!(form(&["members.read"]).differences(role), (Permissions::default(), Permissions::default()));
        let (granted, revoked) = form(&["audit.read", "nonsense"]).differences(role);
        assert_eq!((granted.names(), revoked.names()), ("audit.read".to_owned(), "members.read".to_owned()));
        assert!(Permissions::of_member(role, &granted.names(), &revoked.names()).can(Permission::AuditRead));
    }

    #[test]
    fn an_address_offers_an_undo_where_there_is_one() {
        let id = UndoId::from_u128(0);
        assert_eq!(with_undo("/x?q=1".into(), Some(id)), format!("/x?q=1&undo={id}"));
        assert_eq!(with_undo("/x".into(), Some(id)), format!("/x?undo={id}"));
        assert_eq!(with_undo("/x".into(), None), "/x");
    }

    #[test]
    fn a_day_may_be_left_out_but_not_be_wrong() {
        let form = |day: &str| MemberForm { joined_on: day.into(), ..MemberForm::default() }.validate();
        assert_eq!(form(""), Ok(None));
        assert!(form("2026-09-01").is_ok_and(|day| day.is_some()));
        assert_eq!(form("01.09.2026").unwrap_err().problem_of("joined_on"), Some(Problem::NotADay));
    }
}
