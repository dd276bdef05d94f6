//! What a person sees first, in a school by their role and on the platform (product.md section 5). Each dashboard
//! costs four reads at most, one of them for the school's calendar and one for the announcements; another asks for the
//! first steps while the school, or the teacher's desk, looks new.

mod first_steps;
mod member;
mod platform;
mod school;
mod student;
mod teacher;
#[cfg(test)]
mod tests;

use model::dashboards::{Board, ClassLine, Dashboard, MemberBoard, StudentBoard, TeacherBoard};
use model::{Feature, role};

use crate::settings::calendar;
use crate::{Result, Scope, announcements, guardians};

pub use platform::{mails, platform};

/// The dashboard of the school for the caller's role.
///
/// # Errors
/// As the database answers: every member has one.
pub async fn show(scope: &Scope) -> Result<Dashboard> {
    let mut board = match scope.role().dashboard() {
        role::Dashboard::Student => Board::Student(student::board(scope).await?),
        role::Dashboard::Teacher => Board::Teacher(teacher::board(scope).await?),
        role::Dashboard::SchoolAdmin => Board::School(school::board(scope).await?),
        role::Dashboard::Parent => Board::Parent(guardians::children::of_school(scope).await?),
        role::Dashboard::Member => Board::Member(member::board(scope).await?),
    };
    if !scope.place.has(Feature::Chat)
        && let Board::Student(StudentBoard { classes, .. })
        | Board::Teacher(TeacherBoard { classes, .. })
        | Board::Member(MemberBoard { classes, .. }) = &mut board
    {
        // Nothing leads to a chat that nobody can open.
        classes.iter_mut().for_each(|class| class.unread = 0);
    }
    Ok(Dashboard {
        school: scope.place.name.clone(),
        today: scope.reader().day(scope.now),
        role: scope.role(),
        teacher_label: scope.place.teacher_label,
        permissions: scope.permissions(),
        news: announcements::newest(scope).await?,
        calendar: calendar::today(scope).await?,
        board,
    })
}

/// A row of one of the lists a dashboard reads in one statement; what the figures mean depends on the list.
#[derive(sqlx::FromRow)]
struct Part {
    part: String,
    id: String,
    name: String,
    note: String,
    amount: i64,
    most: i64,
    at: Option<model::At>,
}

impl Part {
    fn id<T>(&self) -> Result<model::Id<T>> {
        Ok(self.id.parse().map_err(anyhow::Error::from)?)
    }

    /// A class with its students and unread messages.
    fn class(self) -> Result<ClassLine> {
        Ok(ClassLine { id: self.id()?, name: self.name, students: self.amount, unread: self.most })
    }
}
