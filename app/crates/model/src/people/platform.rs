//! Everybody with an account, as the platform's admins see them.

use serde::{Deserialize, Serialize};

use crate::accounts::UserStatus;
use crate::ids::UserId;
use crate::text::people as t;
use crate::{Dated, Key, PlatformRole};

crate::text_enum! {
    /// What the platform's list of people is sorted by; a minus turns it round.
    pub enum UserSort {
        Name = "name",
        NameDown = "-name",
        Joined = "joined",
        JoinedDown = "-joined",
    }
}

impl UserSort {
    pub const fn label(self) -> Key {
        match self {
            UserSort::Name => t::BY_NAME,
            UserSort::NameDown => t::BY_NAME_DOWN,
            UserSort::Joined => t::BY_JOINED,
            UserSort::JoinedDown => t::BY_JOINED_DOWN,
        }
    }
}

/// What is asked of the platform's list of people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserFilter {
    pub q: String,
    pub status: String,
    /// A kind of person of the platform.
    pub role: String,
    /// The short name of a school they have an active place in.
    pub school: String,
    pub sort: String,
    pub page: i64,
}

impl UserFilter {
    pub fn status(&self) -> Option<UserStatus> {
        self.status.parse().ok()
    }
    pub fn role(&self) -> Option<PlatformRole> {
        self.role.parse().ok()
    }
    pub fn sort(&self) -> UserSort {
        self.sort.parse().unwrap_or(UserSort::Name)
    }
}

/// A person of the platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserCard {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub email: String,
    pub status: UserStatus,
    pub platform_role: PlatformRole,
    /// Names of schools with an active place, parted by semicolons.
    pub schools: String,
    pub created: Dated,
}

/// A page of the platform's people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsersPage {
    pub people: Vec<UserCard>,
    pub total: i64,
    /// From 1.
    pub page: i64,
}

crate::text_enum! {
    /// What the platform's admin can do to a person.
    pub enum UserAct {
        Suspend = "suspend",
        Reinstate = "reinstate",
        MakeAdmin = "make_admin",
        UnmakeAdmin = "unmake_admin",
    }
}
