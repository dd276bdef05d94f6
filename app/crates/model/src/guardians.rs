//! Parents and their children (product.md section 2): who is linked to whom, with which rights, and what a parent sees.

mod child;

use serde::{Deserialize, Serialize};

pub use self::child::{ChildAssignment, ChildCard, ChildCourse, ChildMark, ChildPage, ChildTask, TaskState, TeacherContact};
use crate::accounts::{AccountForm, nested};
use crate::classes::Qr;
use crate::ids::{FamilyCodeId, UserId};
use crate::text::guardians as t;
use crate::{Check, Key, Problem, Result, When, limits};

crate::text_enum! {
    /// What a parent is to a child.
    pub enum Relation {
        Father = "father",
        Mother = "mother",
        Guardian = "guardian",
    }
}

impl Relation {
    /// The word people read.
    pub const fn label(self) -> Key {
        match self {
            Relation::Father => t::FATHER,
            Relation::Mother => t::MOTHER,
            Relation::Guardian => t::GUARDIAN,
        }
    }
}

/// What a parent may see of one child. A box that is not ticked sends nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
#[serde(default)]
pub struct Rights {
    pub timetable: bool,
    pub attendance: bool,
    /// Marks and comments, and how the child stands with what is to be handed in.
    pub performance: bool,
    pub fees: bool,
    /// Names and addresses of the child's teachers.
    pub contact_teachers: bool,
}

impl Rights {
    /// What a new link gives.
    pub const ALL: Rights = Rights { timetable: true, attendance: true, performance: true, fees: true, contact_teachers: true };

    /// Each right: the name of its field, its label, and whether it is given.
    pub const fn each(self) -> [(&'static str, Key, bool); 5] {
        [
            ("timetable", t::RIGHT_TIMETABLE, self.timetable),
            ("attendance", t::RIGHT_ATTENDANCE, self.attendance),
            ("performance", t::RIGHT_PERFORMANCE, self.performance),
            ("fees", t::RIGHT_FEES, self.fees),
            ("contact_teachers", t::RIGHT_CONTACT_TEACHERS, self.contact_teachers),
        ]
    }
}

/// Links a parent and a child who are members already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkForm {
    pub parent: UserId,
    pub child: UserId,
    pub relation: Relation,
    #[serde(default)]
    pub occupation: String,
}

impl LinkForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        check_occupation(&mut Check::new(), &self.occupation).done()
    }
}

crate::text_enum! {
    /// The side of a link somebody is looked for on.
    pub enum FamilySide {
        Parent = "parent",
        Child = "child",
    }
}

impl FamilySide {
    /// The field for the words that were written instead of choosing.
    pub const fn words(self) -> &'static str {
        match self {
            FamilySide::Parent => "parent_words",
            FamilySide::Child => "child_words",
        }
    }
}

/// Links two who were looked for: each is chosen, or written by their username or whole name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FoundLinkForm {
    /// The id of who was chosen; empty where only words were written.
    pub parent: String,
    pub parent_words: String,
    /// As with the parent.
    pub child: String,
    pub child_words: String,
    /// A [`Relation`]; empty for none.
    pub relation: String,
    pub occupation: String,
}

impl FoundLinkForm {
    /// What is wrong with it, whoever is meant.
    pub fn check(&self) -> Check {
        let mut check = Check::new();
        check.ensure(self.relation().is_some(), "relation", Problem::Required);
        check_occupation(&mut check, &self.occupation);
        check
    }

    pub fn relation(&self) -> Option<Relation> {
        self.relation.parse().ok()
    }
}

/// A family code for a student who was looked for, as in [`FoundLinkForm`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewCodeForm {
    pub child: String,
    pub child_words: String,
}

crate::text_enum! {
    /// Where a family code is made, and shown as soon as it is.
    pub enum CodePlace {
        /// Under the form for any student.
        Codes = "codes",
        /// With the student, among the families.
        Family = "family",
        /// On the student's own page.
        Member = "member",
    }
}

/// What a link says and what it opens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RightsForm {
    pub parent: UserId,
    pub child: UserId,
    pub relation: Relation,
    #[serde(default)]
    pub occupation: String,
    #[serde(default)]
    pub rights: Rights,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default)]
    pub drawn: String,
}

impl RightsForm {
    /// The seal of what a link says and opens.
    pub fn drawn_from(relation: Relation, occupation: &str, rights: Rights) -> String {
        let given = rights.each().map(|(name, _, given)| if given { name } else { "" });
        crate::drawn::of([relation.text(), occupation].into_iter().chain(given))
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        check_occupation(&mut Check::new(), &self.occupation).done()
    }
}

/// A family code, from a parent who has an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyCodeForm {
    pub code: String,
    pub relation: Relation,
    #[serde(default)]
    pub occupation: String,
}

impl FamilyCodeForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let mut check = Check::new();
        check.ensure(crate::classes::fold_code(&self.code).is_some(), "code", Problem::FamilyCodeUnknown);
        check_occupation(&mut check, &self.occupation).done()
    }
}

/// A family code, from a parent who has no account yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyForm {
    pub code: String,
    pub relation: Relation,
    #[serde(default)]
    pub occupation: String,
    pub account: AccountForm,
}

impl FamilyForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let mut check = Check::new();
        check.ensure(crate::classes::fold_code(&self.code).is_some(), "code", Problem::FamilyCodeUnknown);
        check_occupation(&mut check, &self.occupation);
        nested(&mut check, "account", self.account.validate()).done()
    }
}

fn check_occupation<'a>(check: &'a mut Check, occupation: &str) -> &'a mut Check {
    match occupation.trim() {
        "" => check,
        some => check.line("occupation", some, limits::NAME),
    }
}

/// What is looked for on the page of families.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FamilySearch {
    /// Parents to choose from, by name or username.
    pub parent: String,
    /// Children to choose from, by name or username.
    pub child: String,
    /// Families, by the name or username of a child or a parent.
    pub q: String,
    /// The page of families, from 1.
    pub page: i64,
}

/// The links of a school, for those who look after them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamiliesPage {
    /// By the child's name: those of a child stand together, and no family is cut by the end of a page.
    pub links: Vec<FamilyLink>,
    /// Whether further pages follow.
    pub more: bool,
    /// The first parents that fit the search.
    pub parents: Vec<FamilyMember>,
    /// The first children that fit the search.
    pub children: Vec<FamilyMember>,
    /// The codes that are open, the newest first.
    pub codes: Vec<FamilyCode>,
    /// Whether the reader may open the pages of people.
    pub may_open: bool,
    /// Whether the reader may invite a parent.
    pub may_invite: bool,
    /// The id of the code that is made next.
    pub next: FamilyCodeId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FamilyMember {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The names of a student's classes in one line; empty for parents.
    pub classes: String,
}

impl FamilyMember {
    /// How they are named where one is chosen among many: the username tells two of one name apart.
    pub fn label(&self) -> String {
        format!("{} ({})", self.name, self.username)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FamilyLink {
    pub parent_id: UserId,
    pub parent: String,
    /// The hash of the parent's photo; empty without one.
    pub parent_photo: String,
    pub child_id: UserId,
    pub child: String,
    pub child_username: String,
    /// The names of the child's classes in one line.
    pub classes: String,
    pub relation: Relation,
    pub occupation: String,
    /// Whether both still have the places at the school that the link counts for.
    pub stands: bool,
    #[cfg_attr(feature = "rows", sqlx(flatten))]
    pub rights: Rights,
}

/// A code that links whoever uses it first to a child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyCode {
    pub id: FamilyCodeId,
    pub child_id: UserId,
    pub child: String,
    pub username: String,
    /// The names of the child's classes in one line.
    pub classes: String,
    pub code: String,
    pub expires: When,
}

/// A family code's own page: what is printed of it, and the link to send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyCodePage {
    pub code: FamilyCode,
    pub school: String,
    /// The address that joins with it, with the host.
    pub link: String,
    pub qr: Qr,
}
