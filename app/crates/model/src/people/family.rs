//! Whom a member belongs to: their family, and the departments they work in.

use serde::{Deserialize, Serialize};

use crate::guardians::Relation;
use crate::ids::{FamilyCodeId, UserId};

/// A member's family in the school, as those who look after families see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberFamily {
    /// Those who are linked to the member as their child.
    pub guardians: Vec<Relative>,
    /// The member's own children.
    pub children: Vec<Relative>,
    /// The id of the family code that is made next; only of a student whom one can be made for.
    pub next: Option<FamilyCodeId>,
}

/// One of a family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relative {
    pub user_id: UserId,
    pub name: String,
    /// What the guardian is to the child.
    pub relation: Relation,
    /// Empty without one, and for those who may not read it on the relative's own page.
    pub phone: String,
    /// Whether the link counts: both still have the places it needs.
    pub stands: bool,
    /// Whether the reader may open the relative's page.
    pub opens: bool,
}

/// A department of a member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberDepartment {
    pub name: String,
    pub heads: bool,
}
