//! Assignments, what is handed in and what it is worth (product.md section 8).

use serde::{Deserialize, Serialize};

use crate::ids::{AssignmentId, CourseId, FileId, SubmissionId, UserId};
use crate::people::Standing;
use crate::{At, Check, Error, Marks, Problem, Result, When, limits};

/// Students on one page of the marking list.
pub const PAGE: i64 = 100;

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
        let (least, most) = (Marks::LEAST, Marks::MOST);
        Check::new()
            .line("title", &self.title, limits::TITLE)
            .optional("brief", &self.brief, limits::BRIEF)
            .ensure(points.is_ok(), "points", Problem::NotANumber)
            .ensure(points.is_ok_and(|it| (least..=most).contains(&it)), "points", Problem::OutOfRange { least, most })
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
    /// It is over and the reader has not handed in; what was due before they came is not missing.
    pub missing: bool,
    /// The class is archived: nothing is handed in any more.
    pub archived: bool,
    pub may_submit: bool,
    pub may_grade: bool,
    /// A student's own attempts, newest first.
    pub own: Vec<Submission>,
    /// For those who mark: the students of the course on this page, each with the latest attempt. Those who have left the
    /// school come last.
    pub students: Vec<StudentWork>,
    /// How many there are on all pages.
    pub students_total: i64,
    /// The page of them, from 1.
    pub students_page: i64,
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

/// The endings of files that are taken. What a file is, the server sees by its content.
pub const ENDINGS: &[&str] = &[
    "pdf", "doc", "docx", "odt", "ppt", "pptx", "odp", "xlsx", "ods", "csv", "txt", "md", "zip", "png", "jpg", "jpeg", "gif",
    "webp", "heic", "mp3", "m4a", "ogg", "mp4", "webm",
];

/// What a field for files offers, as its `accept`. Phones that keep their photos as HEIC send those that offer it nothing else,
/// and where it is not offered a picture that everybody sees.
pub fn accept() -> String {
    let offered = ENDINGS.iter().filter(|ending| **ending != "heic");
    offered.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
}

/// What can be said of a file before its first byte is sent, with the bytes one may have.
///
/// # Errors
/// [`crate::Error::Invalid`] on `files`, naming the file.
pub fn check_file(name: &str, bytes: u64, most: u64) -> Result<()> {
    let ending = name.trim().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let problem = match ending {
        _ if bytes > most => Problem::FileTooLarge(most),
        _ if bytes == 0 => Problem::FileEmpty,
        Some(ending) if ENDINGS.contains(&ending.as_str()) => return Ok(()),
        _ => Problem::FileTypeRefused,
    };
    Err(Error::file("files", problem, name).sized(bytes))
}

/// A student in the list of those who mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudentWork {
    pub user_id: UserId,
    pub name: String,
    pub standing: Standing,
    pub state: Option<OwnState>,
}

impl StudentWork {
    /// Whether their place in the school ended: their work is kept.
    pub const fn is_former(&self) -> bool {
        !matches!(self.standing, Standing::Active | Standing::Suspended)
    }
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
    /// Every attempt of the student, newest first.
    pub attempts: Vec<AttemptCard>,
    pub lineup: Lineup,
}

impl MarkingPage {
    /// The newest attempt, when another one is shown.
    pub fn newer(&self) -> Option<&AttemptCard> {
        self.attempts.first().filter(|newest| newest.id != self.submission.id)
    }
}

/// An attempt among the others of its student.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttemptCard {
    pub id: SubmissionId,
    pub attempt: i64,
    pub submitted: When,
    pub late: bool,
    /// The marks that hold for this attempt.
    pub marks: Option<Marks>,
}

/// Where a student stands among those who handed in, by name; of each the newest attempt counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lineup {
    /// Counted from 1.
    pub place: i64,
    pub of: i64,
    /// How many wait for marks.
    pub waiting: i64,
    pub previous: Option<Neighbour>,
    pub next: Option<Neighbour>,
    /// The next one, from here on and then from the beginning, that waits for marks.
    pub to_mark: Option<Neighbour>,
}

/// A student and what they handed in last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    pub submission_id: SubmissionId,
    pub student: String,
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
        let (marks, least) = (self.marks.parse::<Marks>(), Marks(0));
        Check::new()
            .text("marks", &self.marks, 10)
            .ensure(marks.is_ok(), "marks", Problem::NotANumber)
            .ensure(
                marks.as_ref().is_ok_and(|it| (least..=points).contains(it)),
                "marks",
                Problem::OutOfRange { least, most: points },
            )
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
        assert_eq!(form("0.01").validate(), Ok(()));
        let range = Problem::OutOfRange { least: Marks(1), most: Marks(100_000) };
        for (points, problem) in [("", Problem::NotANumber), ("0", range), ("1000.01", range), ("ten", Problem::NotANumber)] {
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
        let range = Problem::OutOfRange { least: Marks(0), most: Marks(1000) };
        assert_eq!(form.validate(Marks(1000)).unwrap_err().problem_of("marks"), Some(range));
        assert_eq!(form.validate(Marks(1050)), Ok(Marks(1050)));
    }

    #[test]
    fn a_file_is_known_by_its_ending_and_its_size_before_it_is_sent() {
        let problem = |name: &str, bytes| check_file(name, bytes, 100).err().and_then(|error| error.problem_of("files"));
        for taken in ["essay.pdf", "Essay.PDF", "a.b.txt", "photo.jpeg "] {
            assert_eq!(problem(taken, 100), None, "{taken}");
        }
        for refused in ["photo.tiff", "pdf", "essay.", "run.txt.exe"] {
            assert_eq!(problem(refused, 1), Some(Problem::FileTypeRefused), "{refused}");
        }
        assert_eq!(problem("essay.pdf", 101), Some(Problem::FileTooLarge(100)));
        assert_eq!(problem("essay.pdf", 0), Some(Problem::FileEmpty));
        let error = check_file("film.mp4", 101, 100).unwrap_err();
        let file = error.field_problem("files").and_then(|it| it.file.clone());
        assert_eq!(file, Some(crate::FileName { name: "film.mp4".into(), bytes: Some(101) }));
    }
}
