//! Schools and memberships (product.md sections 1, 2 and 4).

use serde::{Deserialize, Serialize};

use crate::ids::{SchoolId, UserId};
use crate::{At, Check, Problem, Result, Role, limits};

crate::text_enum! {
    /// Whether a person belongs to a school now.
    pub enum MembershipStatus {
        Active = "active",
        /// Asked to join and not yet let in.
        Waiting = "waiting",
        Ended = "ended",
    }
}

/// One school as a person sees it in the switcher: theirs, with their role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Place {
    pub school_id: SchoolId,
    pub slug: String,
    pub name: String,
    pub time_zone: String,
    pub role: Role,
}

/// Founding a school: by a person, or by the first run with its platform admin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SchoolForm {
    pub name: String,
    pub slug: String,
    /// An IANA zone such as `Africa/Accra`.
    pub time_zone: String,
}

impl SchoolForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new()
            .line("name", &self.name, limits::SCHOOL_NAME)
            .ensure(is_slug(&self.slug), "slug", Problem::NotASlug)
            .line("time_zone", &self.time_zone, limits::NAME)
            .done()
    }
}

/// Words that are addresses of their own.
const RESERVED: &[&str] = &["admin", "api", "backup", "fn", "health", "join", "login", "me", "new", "pkg", "static", "www"];

/// Small letters, digits and single hyphens, not one of our own addresses.
pub fn is_slug(slug: &str) -> bool {
    limits::SLUG.contains(&slug.len())
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-')
        && !slug.contains("--")
        && !RESERVED.contains(&slug)
}

/// A slug made from a name: "St. Mary's School" becomes `st-mary-s-school`.
pub fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(*limits::SLUG.end());
    slug.trim_matches('-').to_owned()
}

/// A member of a school, as lists show them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Member {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub role: Role,
    pub status: MembershipStatus,
    pub joined_at: At,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_made_from_a_name_is_one() {
        for name in ["St. Mary's School", "Accra  Academy", "École №7 – lycée"] {
            assert!(is_slug(&slug_of(name)), "{name} -> {}", slug_of(name));
        }
        for wrong in ["", "a", "A-b", "a--b", "-a", "login", "a/b", "é"] {
            assert!(!is_slug(wrong), "{wrong}");
        }
    }
}
