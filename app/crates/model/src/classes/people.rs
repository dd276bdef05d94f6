//! Who is in a class, and who asks to be.

use serde::{Deserialize, Serialize};

use super::ClassPage;
use crate::ids::UserId;
use crate::schools::TeacherLabel;
use crate::{Permission, Problem, Role, When};

crate::text_enum! {
    /// What a person is in one class.
    pub enum ClassRole {
        Teacher = "teacher",
        Student = "student",
    }
}

impl ClassRole {
    /// What somebody of a role of the school is in a class; nothing for those who are in none. A mentor accompanies its
    /// students from the side of its teachers.
    pub fn of(role: Role) -> Option<ClassRole> {
        match role {
            Role::Student => Some(ClassRole::Student),
            Role::Mentor => Some(ClassRole::Teacher),
            role if role.can(Permission::AssessmentsGrade) => Some(ClassRole::Teacher),
            _ => None,
        }
    }

    /// Whether somebody of a role of the school may be given this place in a class.
    pub fn fits(self, role: Role) -> bool {
        ClassRole::of(role) == Some(self)
    }

    /// What somebody of a role of the school comes into a class as: staff who neither teach nor learn look on beside its
    /// students, as a company's representative in the class of their people. Nothing for parents, who are in none.
    pub fn joining(role: Role) -> Option<ClassRole> {
        match role {
            Role::Parent => None,
            role => Some(ClassRole::of(role).unwrap_or(ClassRole::Student)),
        }
    }

    /// Why a place is not given to those whose role it does not fit.
    pub const fn refusal(self) -> Problem {
        match self {
            ClassRole::Teacher => Problem::RoleDoesNotTeach,
            ClassRole::Student => Problem::RoleDoesNotLearn,
        }
    }
}

/// Somebody who waits to be let into a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassRequest {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of the photo; empty without one.
    pub photo: String,
    pub email: String,
    pub role: ClassRole,
    /// Their role in the school no longer fits the place: they cannot be let in as they are.
    pub unfit: bool,
    pub asked: When,
}

crate::text_enum! {
    /// What came of asking to be let in.
    pub enum RequestStatus {
        Waiting = "waiting",
        Admitted = "admitted",
        Declined = "declined",
    }
}

/// What a person has asked for, as they see it themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnRequest {
    pub class: String,
    pub school: String,
    pub status: RequestStatus,
    pub asked: When,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassPerson {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of their photo; empty without one.
    pub photo: String,
    pub role: ClassRole,
    /// What their role in the school lets them come into it as, where they are something else in the class. Told to those
    /// who manage it only.
    pub fitting: Option<ClassRole>,
    /// Told to those who manage the class only; others do not find them in the list.
    pub suspended: bool,
}

/// Somebody who could be added to a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Candidate {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of the photo; empty without one.
    pub photo: String,
    pub role: Role,
}

/// The people of a class for those who manage them, and who was found to be added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeoplePage {
    pub class: ClassPage,
    pub q: String,
    pub found: Vec<Candidate>,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_teaches_is_a_teacher_of_a_class_and_many_are_in_none() {
        assert_eq!(ClassRole::of(Role::Student), Some(ClassRole::Student));
        for role in [Role::Teacher, Role::FormTeacher, Role::DepartmentHead, Role::SchoolAdmin, Role::Mentor] {
            assert_eq!(ClassRole::of(role), Some(ClassRole::Teacher), "{role}");
            assert!(ClassRole::Teacher.fits(role) && !ClassRole::Student.fits(role), "{role}");
        }
        assert!(ClassRole::Student.fits(Role::Student) && !ClassRole::Teacher.fits(Role::Student));
        for role in [Role::Parent, Role::Registrar, Role::Librarian, Role::CorporateRep] {
            assert_eq!(ClassRole::of(role), None, "{role}");
            assert!(!ClassRole::Teacher.fits(role) && !ClassRole::Student.fits(role), "{role}");
        }
    }

    #[test]
    fn staff_who_neither_teach_nor_learn_come_into_a_class_beside_its_students() {
        for role in [Role::CorporateRep, Role::Librarian, Role::Bursar, Role::Management, Role::Registrar, Role::Student] {
            assert_eq!(ClassRole::joining(role), Some(ClassRole::Student), "{role}");
        }
        for role in [Role::Teacher, Role::SchoolAdmin, Role::Mentor] {
            assert_eq!(ClassRole::joining(role), Some(ClassRole::Teacher), "{role}");
        }
        assert_eq!(ClassRole::joining(Role::Parent), None);
    }
}
