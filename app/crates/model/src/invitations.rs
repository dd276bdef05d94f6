//! Invitations with a role (product.md section 3).

mod filter;

use serde::{Deserialize, Serialize};

use crate::accounts::{AccountForm, nested};
use crate::ids::{ClassId, InvitationId, UserId};
use crate::schools::TeacherLabel;
use crate::{Check, Permission, Permissions, Problem, Result, Role, When, limits, validate};

pub use filter::{EVERY_STATE, InvitationFilter, InvitationState};

/// Invitations on one page of the list.
pub const PAGE: i64 = 50;

/// Whether somebody with these permissions may invite people with a role. To add students is a permission of its own.
pub fn can_invite(by: Permissions, role: Role) -> bool {
    let may_add = role != Role::Student || by.can(Permission::StudentsCreate);
    may_add && by.can(Permission::MembersManage) && by.cover(role.into())
}

/// Inviting people by e-mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InviteForm {
    /// A list as people paste it: `Ama Mensah <ama@example.org>, kofi@example.org`, by commas, semicolons or lines.
    pub people: String,
    pub role: Role,
    /// The id of the class they come into; empty for none.
    #[serde(default)]
    pub class: String,
    /// Its whole name, where no id is given: without a script one writes it.
    #[serde(default)]
    pub class_name: String,
    /// For a parent: the usernames or numbers of their children, by commas; empty for none.
    #[serde(default)]
    pub children: String,
    /// A line of one's own.
    #[serde(default)]
    pub note: String,
}

impl InviteForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let mut check = Check::new();
        check.text("people", &self.people, limits::FORM_BYTES);
        match people(&self.people) {
            Ok(people) if people.len() > limits::INVITED_AT_ONCE => {
                check.problem("people", Problem::TooManyAtOnce(limits::INVITED_AT_ONCE));
            }
            Ok(people) => {
                check.ensure(!people.is_empty(), "people", Problem::Required);
            }
            Err(unread) => {
                for it in unread.iter().take(limits::INVITED_AT_ONCE) {
                    check.entry("people", Problem::NotAnEmailAt(it.line), &it.entry);
                }
            }
        }
        if !self.note.trim().is_empty() {
            check.line("note", &self.note, limits::NOTE);
        }
        let in_class = crate::classes::ClassRole::of(self.role).is_some();
        let no_class = self.class.is_empty() && self.class_name.trim().is_empty();
        check.ensure(no_class || in_class, "class", Problem::NoClassForRole);
        check.ensure(self.class.is_empty() || self.class.parse::<ClassId>().is_ok(), "class", Problem::Required);
        check.optional_line("children", &self.children, limits::CHILDREN_LIST);
        let children = children(&self.children).len();
        // Everybody named is linked to all of them.
        let of_a_family = people(&self.people).is_ok_and(|people| people.len() <= limits::PARENTS_AT_ONCE);
        check.ensure(children == 0 || of_a_family, "people", Problem::TooManyAtOnce(limits::PARENTS_AT_ONCE));
        check.ensure(children == 0 || self.role == Role::Parent, "children", Problem::NoChildForRole);
        check.ensure(children <= limits::CHILDREN_AT_ONCE, "children", Problem::TooManyAtOnce(limits::CHILDREN_AT_ONCE));
        check.done()
    }
}

/// The children of a list, each once: usernames or student numbers in small letters.
pub fn children(list: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in list.split([',', ';']).map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()) {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    all
}

/// Somebody named in a list: a name, which may be empty, and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub email: String,
}

/// An entry of a list that cannot be read, and its line from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    pub line: usize,
    /// As it was typed; of a long one the beginning.
    pub entry: String,
}

/// Reads a list of people. An address named twice counts once.
///
/// # Errors
/// Every entry without an address.
pub fn people(list: &str) -> Result<Vec<Named>, Vec<Unread>> {
    let mut all: Vec<Named> = Vec::new();
    let mut unread = Vec::new();
    for (number, line) in list.lines().enumerate() {
        for entry in entries(line) {
            match named(entry) {
                Some(named) if all.iter().any(|it| it.email.eq_ignore_ascii_case(&named.email)) => {}
                Some(named) => all.push(named),
                None => unread.push(Unread { line: number + 1, entry: beginning(entry) }),
            }
        }
    }
    if unread.is_empty() { Ok(all) } else { Err(unread) }
}

/// What an entry is known by again.
fn beginning(entry: &str) -> String {
    const MOST: usize = 60;
    let beginning: String = entry.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if entry.chars().count() > MOST { beginning + "…" } else { beginning }
}

/// The entries of a line: parted by commas and semicolons, but not within quotation marks ("Mensah, Ama" <...>).
fn entries(line: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let parts = line.split(move |c: char| {
        quoted ^= c == '"';
        !quoted && matches!(c, ',' | ';')
    });
    parts.map(str::trim).filter(|entry| !entry.is_empty())
}

fn named(entry: &str) -> Option<Named> {
    let is_address = |word: &&str| word.contains('@');
    let bare = |word: &str| word.trim_matches(|c| matches!(c, '<' | '>' | '(' | ')')).to_owned();
    let spaced = entry.replace('<', " <");
    let email = bare(spaced.split_whitespace().rfind(is_address)?);
    let name: Vec<&str> = spaced.split_whitespace().filter(|word| !is_address(word)).collect();
    let name = name.join(" ").replace('"', "");
    let fits = validate::is_email(&email) && email.chars().count() <= limits::EMAIL;
    let plain = name.chars().count() <= limits::NAME && !name.chars().any(char::is_control);
    (fits && plain).then_some(Named { name, email })
}

/// What the page of invitations shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationsPage {
    /// Those of the page, the newest first.
    pub cards: Vec<InvitationCard>,
    /// All that are asked for.
    pub total: i64,
    /// From 1.
    pub page: i64,
    pub withdrawable: Withdrawable,
    /// The roles the reader may give.
    pub roles: Vec<Role>,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    /// The classes to choose from; none where they are many.
    pub classes: Vec<ClassChoice>,
    /// Whether they are too many to be offered all at once.
    pub many_classes: bool,
    /// Whether the reader may say whose parent somebody is.
    pub may_link: bool,
    /// The first names of those who were left out of the last ones, as they are members already.
    pub left_out: Vec<String>,
    /// How many of these are not the reader's to see.
    pub unnamed: usize,
}

/// What of all that is asked for can be withdrawn at once: what nobody has come by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawable {
    pub count: i64,
    /// Those with a role that the reader may not give.
    pub kept: i64,
    /// Tells whether they are the same later: as many may be others.
    pub seal: String,
}

/// A class to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassChoice {
    pub id: ClassId,
    pub name: String,
}

/// An invitation in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationCard {
    pub id: InvitationId,
    /// Empty once the place of who came by it has ended.
    pub email: String,
    /// As the member is called who came by it, else as it was written.
    pub name: String,
    pub role: Role,
    pub class: Option<String>,
    /// The names of the children a parent is invited for.
    pub children: Option<String>,
    /// Who invited.
    pub by: String,
    pub sent: When,
    pub expires: When,
    pub state: InvitationState,
    /// When it was accepted or withdrawn.
    pub settled: Option<When>,
    /// Who came by it, for those who see the members.
    pub member: Option<UserId>,
    /// The address to hand on, with the host; empty where it lets nobody in, and for who may not give the role.
    pub link: String,
}

/// An invitation as the invited person sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    pub school: String,
    pub role: Role,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    pub class: Option<String>,
    /// The names of the children a parent will be linked to.
    pub children: Option<String>,
    pub by: String,
    pub note: String,
    pub name: String,
    pub email: String,
}

/// Registering by an invitation; the address is the invitation's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AcceptForm {
    pub token: String,
    pub account: AccountForm,
}

impl AcceptForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        nested(&mut Check::new(), "account", self.account.validate()).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_people_paste_it() {
        let list = "Ama Mensah <ama@school.example>, kofi@school.example; \"Owusu, Esi\" <esi@school.example>\n\n\
                    Yaw Boateng\tyaw@school.example\nAMA@school.example,\n<nana@school.example>";
        let read = people(list).unwrap();
        let read: Vec<_> = read.iter().map(|it| (it.name.as_str(), it.email.as_str())).collect();
        assert_eq!(
            read,
            [
                ("Ama Mensah", "ama@school.example"),
                ("", "kofi@school.example"),
                ("Owusu, Esi", "esi@school.example"),
                ("Yaw Boateng", "yaw@school.example"),
                ("", "nana@school.example"),
            ]
        );
    }

    #[test]
    fn every_entry_without_an_address_is_named_with_its_line() {
        let unread = |list: &str| people(list).unwrap_err().into_iter().map(|it| (it.line, it.entry)).collect::<Vec<_>>();
        assert_eq!(unread("ama@school.example\nKofi Owusu"), [(2, "Kofi Owusu".to_owned())]);
        assert_eq!(unread("ama@school"), [(1, "ama@school".to_owned())]);
        let list = "\n\nx, ama@school.example; y@\nesi@school.example\nEsi";
        assert_eq!(unread(list), [(3, "x".to_owned()), (3, "y@".to_owned()), (5, "Esi".to_owned())]);
        assert_eq!(unread(&"ä".repeat(61)), [(1, format!("{}…", "ä".repeat(60)))]);
    }

    #[test]
    fn all_entries_that_cannot_be_read_are_told_at_once_beside_what_else_is_wrong() {
        let form = InviteForm {
            people: "Kofi\nama@school.example\nEsi <esi@school>".into(),
            role: Role::Teacher,
            class: String::new(),
            class_name: String::new(),
            children: "sam_o".into(),
            note: String::new(),
        };
        let error = form.validate().unwrap_err();
        let told: Vec<_> =
            error.field_problems("people").map(|it| (it.problem, it.file.as_ref().unwrap().name.as_str())).collect();
        assert_eq!(told, [(Problem::NotAnEmailAt(1), "Kofi"), (Problem::NotAnEmailAt(3), "Esi <esi@school>")]);
        assert_eq!(error.problem_of("children"), Some(Problem::NoChildForRole));
    }

    #[test]
    fn roles_that_open_the_school_are_given_by_those_who_give_roles() {
        for role in Role::ALL {
            let opens = matches!(role, Role::SchoolAdmin | Role::Registrar | Role::ItSupport | Role::Security);
            assert_eq!(can_invite(Role::Registrar.into(), *role), !opens, "{role}");
            assert!(can_invite(Role::SchoolAdmin.into(), *role), "{role}");
            assert!(!can_invite(Role::Teacher.into(), *role), "{role}");
        }
    }

    #[test]
    fn an_invitation_into_a_class_is_for_those_who_are_in_classes() {
        let form = |role, class: &str| InviteForm {
            people: "a@b.example".into(),
            role,
            class: class.into(),
            class_name: String::new(),
            children: String::new(),
            note: String::new(),
        };
        let class = ClassId::new().to_string();
        assert_eq!(form(Role::Student, &class).validate(), Ok(()));
        assert_eq!(form(Role::Bursar, "").validate(), Ok(()));
        assert_eq!(form(Role::Bursar, &class).validate().unwrap_err().problem_of("class"), Some(Problem::NoClassForRole));
        let named = InviteForm { class_name: "Form 2".into(), ..form(Role::Bursar, "") };
        assert_eq!(named.validate().unwrap_err().problem_of("class"), Some(Problem::NoClassForRole));
        assert_eq!(form(Role::Student, "x").validate().unwrap_err().problem_of("class"), Some(Problem::Required));
    }

    #[test]
    fn children_are_named_for_parents_alone_and_each_counts_once() {
        assert_eq!(children(" Sam_O, 2024/17;sam_o ,"), ["sam_o", "2024/17"]);
        let problem = |role, children: String| {
            let people = "a@b.example".into();
            let form =
                InviteForm { people, role, class: String::new(), class_name: String::new(), children, note: String::new() };
            form.validate().err().and_then(|error| error.problem_of("children"))
        };
        assert_eq!(problem(Role::Parent, "sam_o".into()), None);
        assert_eq!(problem(Role::Teacher, " , ".into()), None);
        assert_eq!(problem(Role::Teacher, "sam_o".into()), Some(Problem::NoChildForRole));
        let many = (0..=limits::CHILDREN_AT_ONCE).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
        assert_eq!(problem(Role::Parent, many), Some(Problem::TooManyAtOnce(limits::CHILDREN_AT_ONCE)));
    }
}
