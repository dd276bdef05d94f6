//! How far a page goes that the platform has as each school has it: its backup, its audit log.

use model::Permission;
use model::ids::SchoolId;
use model::schools::TeacherLabel;

use crate::calendar::Reader;
use crate::scope::Actor;
use crate::{Person, Request, Result, Scope, Work};

/// All of the platform, or one school.
#[derive(Clone, Debug)]
pub enum Reach {
    Platform(Person),
    School(Scope),
}

impl Reach {
    /// The school of that slug, or the platform without one.
    ///
    /// # Errors
    /// `NotFound` for a school that is not the person's; `Forbidden` without the permission there, or for the platform
    /// without being its admin.
    pub fn of(person: &Person, school: &str, permission: Permission) -> Result<Reach> {
        if school.is_empty() {
            person.require_platform_admin()?;
            return Ok(Reach::Platform(person.clone()));
        }
        let scope = person.enter(school)?;
        scope.require(permission)?;
        Ok(Reach::School(scope))
    }

    pub(crate) fn request(&self) -> &Request {
        match self {
            Reach::Platform(person) => &person.request,
            Reach::School(scope) => &scope.request,
        }
    }

    /// The argument of a statement that is limited to a school when there is one.
    pub(crate) fn school(&self) -> Option<SchoolId> {
        match self {
            Reach::Platform(_) => None,
            Reach::School(scope) => Some(scope.school_id()),
        }
    }

    /// The school's name in addresses.
    pub fn slug(&self) -> Option<&str> {
        match self {
            Reach::Platform(_) => None,
            Reach::School(scope) => Some(&scope.place.slug),
        }
    }

    /// What the school calls its teachers; the platform, of many schools, calls them teachers.
    pub(crate) fn teacher_label(&self) -> TeacherLabel {
        match self {
            Reach::Platform(_) => TeacherLabel::Teacher,
            Reach::School(scope) => scope.place.teacher_label,
        }
    }

    /// The school's zone or, for the platform, the person's own; in the language they read there.
    pub(crate) fn reader(&self) -> Reader<'_> {
        match self {
            Reach::Platform(person) => person.reader(),
            Reach::School(scope) => scope.reader(),
        }
    }

    pub(crate) async fn begin(&self) -> Result<Work> {
        match self {
            Reach::Platform(person) => person.begin().await,
            Reach::School(scope) => scope.begin().await,
        }
    }
}
