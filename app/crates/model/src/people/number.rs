//! The numbers that a school gives to its people.

use crate::text::people as t;
use crate::{Key, Role, limits};

/// What a number is one of. It ends when the role turns to another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    Student,
    Employee,
}

impl NumberKind {
    /// The kind that the role has; nothing for those who only come as guests: parents, and whom a company sends.
    pub const fn of(role: Role) -> Option<NumberKind> {
        match role {
            Role::Student => Some(NumberKind::Student),
            Role::Parent | Role::CorporateRep => None,
            _ => Some(NumberKind::Employee),
        }
    }

    pub const fn label(self) -> Key {
        match self {
            NumberKind::Student => t::STUDENT_NUMBER,
            NumberKind::Employee => t::EMPLOYEE_NUMBER,
        }
    }

    /// The roles whose numbers are of this kind.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| NumberKind::of(*role) == Some(self))
    }
}

/// The number after this one: the digits at its end counted on, as wide as they are. Nothing where it ends otherwise.
pub fn number_after(number: &str) -> Option<String> {
    let head = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &number[head.len()..];
    let next = digits.parse::<u64>().ok()?.checked_add(1)?;
    let next = format!("{head}{next:0width$}", width = digits.len());
    (next.chars().count() <= limits::MEMBER_NUMBER).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_and_employees_have_numbers_and_guests_have_none() {
        assert_eq!(NumberKind::Student.roles().collect::<Vec<_>>(), [Role::Student]);
        let none: Vec<_> = Role::ALL.iter().filter(|role| NumberKind::of(**role).is_none()).collect();
        assert_eq!(none, [&Role::Parent, &Role::CorporateRep]);
        assert_eq!(NumberKind::Employee.roles().count(), Role::ALL.len() - 3);
    }

    #[test]
    fn a_number_is_counted_on_in_its_own_form() {
        for (number, next) in [
            ("S-000041", Some("S-000042")),
            ("E-099", Some("E-100")),
            ("AK-99", Some("AK-100")),
            ("7", Some("8")),
            ("2026/9", Some("2026/10")),
            ("AK-77/b", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(number_after(number).as_deref(), next, "{number}");
        }
        assert_eq!(number_after(&format!("{}9", "A".repeat(limits::MEMBER_NUMBER - 1))), None, "it would be too long");
    }
}
