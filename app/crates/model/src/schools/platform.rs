//! The schools as the platform's admins see them.

use serde::{Deserialize, Serialize};

use super::TeacherLabel;
use crate::accounts::UserStatus;
use crate::ids::{SchoolId, UserId};
use crate::text::schools as t;
use crate::{Dated, Key, Locale, Role};

/// Schools on a page of the list.
pub const SCHOOLS_PAGE: i64 = 50;

crate::text_enum! {
    /// What the platform's list of schools is sorted by; a minus turns it round.
    pub enum SchoolSort {
        Name = "name",
        NameDown = "-name",
        People = "people",
        PeopleDown = "-people",
        Storage = "storage",
        StorageDown = "-storage",
        Founded = "founded",
        FoundedDown = "-founded",
    }
}

impl SchoolSort {
    pub const fn label(self) -> Key {
        match self {
            SchoolSort::Name => t::BY_NAME,
            SchoolSort::NameDown => t::BY_NAME_DOWN,
            SchoolSort::People => t::BY_PEOPLE,
            SchoolSort::PeopleDown => t::BY_PEOPLE_DOWN,
            SchoolSort::Storage => t::BY_STORAGE,
            SchoolSort::StorageDown => t::BY_STORAGE_DOWN,
            SchoolSort::Founded => t::BY_FOUNDED,
            SchoolSort::FoundedDown => t::BY_FOUNDED_DOWN,
        }
    }
}

/// What is asked of the platform's list of schools.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SchoolFilter {
    pub q: String,
    /// [`SchoolFilter::NO_ADMIN`], or empty for every school.
    pub admins: String,
    pub sort: String,
    pub page: i64,
}

impl SchoolFilter {
    pub const NO_ADMIN: &'static str = "none";

    /// Only schools without an active admin are asked for.
    pub fn lacks_admin(&self) -> bool {
        self.admins == Self::NO_ADMIN
    }
    pub fn sort(&self) -> SchoolSort {
        self.sort.parse().unwrap_or(SchoolSort::Name)
    }
}

/// A school of the platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolCard {
    pub id: SchoolId,
    pub slug: String,
    pub name: String,
    /// People with an active place.
    pub people: i64,
    /// Admins who can log in.
    pub admins: i64,
    pub storage_bytes: i64,
    pub founded: Dated,
}

/// A page of the platform's schools.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolsPage {
    pub schools: Vec<SchoolCard>,
    pub total: i64,
    /// From 1.
    pub page: i64,
}

/// What a school is and who runs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolFacts {
    pub id: SchoolId,
    pub slug: String,
    pub name: String,
    pub time_zone: String,
    pub locale: Locale,
    pub teacher_label: TeacherLabel,
    pub founded: Dated,
    /// People with an active place.
    pub people: i64,
    pub students: i64,
    pub teachers: i64,
    pub classes: i64,
    pub storage_bytes: i64,
    /// Those with an active place as an admin, also when they cannot log in.
    pub admins: Vec<SchoolPerson>,
    /// Members who can be made an admin.
    pub suitable: i64,
    /// The first of them whom the words fit; nobody without words.
    pub found: Vec<SchoolPerson>,
}

impl SchoolFacts {
    /// Somebody can log in as its admin.
    pub fn has_admin(&self) -> bool {
        self.admins.iter().any(|it| matches!(it.status, UserStatus::Pending | UserStatus::Active))
    }
}

/// A member of a school, as the platform's admins see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct SchoolPerson {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub email: String,
    pub role: Role,
    /// Of the account.
    pub status: UserStatus,
}
