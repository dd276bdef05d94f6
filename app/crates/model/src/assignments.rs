//! Assignments, what is handed in and what it is worth (product.md section 8).

use serde::{Deserialize, Serialize};

use crate::ids::{AssignmentId, CourseId, FileId, SubmissionId, UserId};
use crate::{At, Check, Marks, Problem, Result, When, limits};

/// The values as they were typed; the server turns the local due time into an instant in the school's zone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AssignmentForm {
    pub title: String,
    #[serde(default)]
    pub brief: String,
    pub points: String,
    /// `2026-11-27T17:00`, local to the school.
    pub due: String,
}

impl AssignmentForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let points = self.points.parse::<Marks>();
        Check::new()
            .line("title", &self.title, limits::TITLE)
            .optional("brief", &self.brief, limits::BRIEF)
            .ensure(points.is_ok(), "points", Problem::NotANumber)
            .ensure(points.is_ok_and(|points| points > Marks(0) && points <= Marks::MOST), "points", Problem::OutOfRange)
            .text("due", &self.due, limits::NAME)
            .done()
    }
}

/// An assignment as lists show it to one reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssignmentCard {
    pub id: AssignmentId,
    pub title: String,
    pub course: String,
    pub due: When,
    pub points: Marks,
    /// For a student: their own latest submission.
    pub own: Option<OwnState>,
    /// For a teacher: how many handed in, and how many of those wait for marks.
    pub handed_in: i64,
    pub to_mark: i64,
}

/// How far a student is with an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnState {
    pub submission_id: SubmissionId,
    pub submitted: When,
    pub late: bool,
    pub marks: Option<Marks>,
}

/// The assignment's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssignmentPage {
    pub id: AssignmentId,
    pub course_id: CourseId,
    pub course: String,
    pub title: String,
    pub brief: String,
    pub points: Marks,
    pub due: When,
    pub overdue: bool,
    pub may_submit: bool,
    pub may_grade: bool,
    /// A student's own attempts, newest first.
    pub own: Vec<Submission>,
    /// For those who mark: each student of the course, with the latest attempt.
    pub students: Vec<StudentWork>,
    /// Bytes one file may have.
    pub file_bytes: i64,
    /// The id the next submission sent from this page will have: sent again, it is stored once.
    pub next_submission: SubmissionId,
}

/// What is handed in beside the files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubmissionForm {
    /// [`AssignmentPage::next_submission`].
    pub submission: SubmissionId,
    #[serde(default)]
    pub note: String,
}

impl SubmissionForm {
    /// # Errors
    /// [`crate::Error::Invalid`] on `note` and, by how many there are, on `files`.
    pub fn validate(&self, files: usize) -> Result<()> {
        Check::new()
            .optional("note", &self.note, limits::BRIEF)
            .ensure(files > 0, "files", Problem::Required)
            .ensure(files <= limits::FILES_PER_SUBMISSION, "files", Problem::TooManyFiles(limits::FILES_PER_SUBMISSION))
            .done()
    }
}

/// A student in the list of those who mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudentWork {
    pub user_id: UserId,
    pub name: String,
    pub state: Option<OwnState>,
}

/// One attempt; never overwritten.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    pub id: SubmissionId,
    pub attempt: i64,
    pub submitted: When,
    pub late: bool,
    pub note: String,
    pub files: Vec<FileCard>,
    pub mark: Option<MarkCard>,
}

/// A stored file. The name is what the sender called it and only shown; the content is found by its hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FileCard {
    pub id: FileId,
    pub name: String,
    pub bytes: i64,
    /// SHA-256 in hexadecimal: the receipt.
    pub sha256: String,
}

/// The mark that holds now; earlier ones are kept as history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarkCard {
    pub marks: Marks,
    pub comment: String,
    pub marked_by: String,
    pub marked: When,
}

/// The marker's page of one submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarkingPage {
    pub assignment_id: AssignmentId,
    pub course_id: CourseId,
    pub course: String,
    pub assignment: String,
    pub student: String,
    pub points: Marks,
    pub submission: Submission,
    /// The number of marks given so far: sent back, so that two markers notice one another.
    pub version: i64,
    pub history: Vec<MarkCard>,
    /// The next submission of this assignment that waits for marks.
    pub next: Option<SubmissionId>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MarkForm {
    pub marks: String,
    #[serde(default)]
    pub comment: String,
    /// [`MarkingPage::version`] as it was read.
    pub version: i64,
}

impl MarkForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self, points: Marks) -> Result<Marks> {
        let marks = self.marks.parse::<Marks>();
        Check::new()
            .text("marks", &self.marks, 10)
            .ensure(marks.is_ok(), "marks", Problem::NotANumber)
            .ensure(marks.as_ref().is_ok_and(|marks| *marks <= points), "marks", Problem::OutOfRange)
            .optional("comment", &self.comment, limits::BRIEF)
            .done()?;
        Ok(marks.unwrap_or_default())
    }
}

/// What waits: the dashboard's rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ToMark {
    pub assignment_id: AssignmentId,
    pub title: String,
    pub course: String,
    pub waiting: i64,
    pub oldest: At,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_outside_the_range_are_refused() {
        let form = |points: &str| AssignmentForm {
            title: "Essay".into(),
            points: points.into(),
            due: "2026-11-27T17:00".into(),
            ..AssignmentForm::default()
        };
        assert_eq!(form("10").validate(), Ok(()));
        for (points, problem) in
            [("", Problem::NotANumber), ("0", Problem::OutOfRange), ("1001", Problem::OutOfRange), ("ten", Problem::NotANumber)]
        {
            assert_eq!(form(points).validate().unwrap_err().problem_of("points"), Some(problem), "{points}");
        }
    }

    #[test]
    fn a_submission_has_at_least_one_file_and_not_too_many() {
        let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
        assert_eq!(form.validate(1), Ok(()));
        assert_eq!(form.validate(0).unwrap_err().problem_of("files"), Some(Problem::Required));
        assert_eq!(form.validate(11).unwrap_err().problem_of("files"), Some(Problem::TooManyFiles(10)));
    }

    #[test]
    fn more_marks_than_points_are_refused() {
        let form = MarkForm { marks: "10.5".into(), ..MarkForm::default() };
        assert_eq!(form.validate(Marks(1000)).unwrap_err().problem_of("marks"), Some(Problem::OutOfRange));
        assert_eq!(form.validate(Marks(1050)), Ok(Marks(1050)));
    }
}
