//! What a person sees first, in a school by their role and on the platform (product.md section 5). Each dashboard
//! costs three reads at most, a student's and a teacher's two, one of them for the announcements and the school's
//! calendar; another asks for the first steps while the school, or the teacher's desk, looks new, for the names in the
//! entries of the audit log, or for what a mentor marks, where that was given to them.

mod bursar;
mod corporate;
#[cfg(test)]
mod counted_tests;
#[cfg(test)]
mod desk_tests;
mod first_steps;
mod form;
mod head;
mod librarian;
mod member;
mod mentor;
mod moves;
mod notices;
#[cfg(test)]
mod office_tests;
mod own;
mod platform;
mod quiet;
mod registrar;
mod school;
mod student;
mod support;
mod teacher;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use model::dashboards::{
    Board, ClassLine, Dashboard, FormBoard, MemberBoard, MentorBoard, People, PersonSince, StudentBoard, TeacherBoard,
};
use model::{Feature, role};

use self::notices::Notices;
use crate::calendar::Reader;
use crate::{Result, Scope, guardians};

pub use platform::platform;

/// The dashboard of the school for the caller's role.
///
/// # Errors
/// As the database answers: every member has one.
pub async fn show(scope: &Scope) -> Result<Dashboard> {
    let own = scope.role().dashboard();
    let open = own.needs().iter().all(|permission| scope.can(*permission));
    let mut board = match if open { own } else { role::Dashboard::Member } {
        role::Dashboard::Student => Board::Student(student::board(scope).await?),
        role::Dashboard::Teacher => Board::Teacher(teacher::board(scope).await?),
        role::Dashboard::SchoolAdmin => Board::School(school::board(scope).await?.into()),
        role::Dashboard::Parent => Board::Parent(guardians::children::of_school(scope).await?),
        role::Dashboard::Head | role::Dashboard::Department => Board::Head(head::board(scope).await?),
        role::Dashboard::Registrar => Board::Registrar(registrar::board(scope).await?),
        role::Dashboard::Form => Board::Form(form::board(scope).await?),
        role::Dashboard::Mentor => Board::Mentor(mentor::board(scope).await?),
        role::Dashboard::Support => Board::Support(support::board(scope).await?),
        role::Dashboard::Bursar => Board::Bursar(bursar::board(scope).await?),
        role::Dashboard::Librarian => Board::Librarian(librarian::board(scope).await?),
        role::Dashboard::Corporate => Board::Corporate(corporate::board(scope).await?),
        role::Dashboard::Member => Board::Member(member::board(scope).await?),
    };
    if !scope.place.has(Feature::Chat) {
        // Nothing leads to a chat that nobody can open.
        match &mut board {
            Board::Student(StudentBoard { classes, .. })
            | Board::Teacher(TeacherBoard { classes, .. })
            | Board::Member(MemberBoard { classes, .. }) => classes.iter_mut().for_each(|class| class.unread = 0),
            Board::Form(FormBoard { classes, .. }) | Board::Mentor(MentorBoard { form: FormBoard { classes, .. }, .. }) => {
                classes.iter_mut().for_each(|class| class.unread = 0);
            }
            _ => {}
        }
    }
    let Notices { news, told, calendar, suggestion } = notices::notices(scope).await?;
    Ok(Dashboard {
        school: scope.place.name.clone(),
        today: scope.reader().day(scope.now),
        role: scope.role(),
        teacher_label: scope.place.teacher_label,
        permissions: scope.permissions(),
        suggestion,
        news,
        told,
        calendar,
        board,
    })
}

/// What the caller has to hand in, and their own classes, whatever their dashboard shows.
pub(crate) async fn to_hand_in(scope: &Scope) -> Result<StudentBoard> {
    student::board(scope).await
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
    /// Somebody of a list that knows how many there are.
    fn join(self, people: &mut People, reader: &Reader<'_>) -> Result<()> {
        people.total = self.most;
        let since = self.at.map(|at| reader.when(at));
        people.first.push(PersonSince { user_id: self.id()?, name: self.name, note: self.note, since });
        Ok(())
    }
}
