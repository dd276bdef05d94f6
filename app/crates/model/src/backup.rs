//! The backup page (product.md section 22).

pub mod archive;
pub mod upload;

use serde::{Deserialize, Serialize};

use crate::Key;
use crate::text::backup as t;

crate::text_enum! {
    /// A table that can be downloaded as CSV.
    pub enum Table {
        Students = "students",
        Courses = "courses",
        Enrollments = "enrollments",
    }
}

crate::text_enum! {
    /// What the page counts. The first three have a card of their own; students are among the people.
    pub enum Counted {
        Students = "students",
        Courses = "courses",
        Enrollments = "enrollments",
        Schools = "schools",
        Accounts = "accounts",
        People = "people",
        Classes = "classes",
        Codes = "codes",
        ClassPlaces = "class_places",
        CourseClasses = "course_classes",
        Assignments = "assignments",
        Submissions = "submissions",
        Files = "files",
        SubmissionFiles = "submission_files",
        Marks = "marks",
        Rooms = "rooms",
        Messages = "messages",
        Reads = "reads",
        Audit = "audit",
        Settings = "settings",
    }
}

impl Counted {
    /// The name as people read it.
    pub const fn label(self) -> Key {
        match self {
            Counted::Students => t::STUDENTS,
            Counted::Courses => t::COURSES,
            Counted::Enrollments => t::ENROLLMENTS,
            Counted::Schools => t::SCHOOLS,
            Counted::Accounts => t::ACCOUNTS,
            Counted::People => t::PEOPLE,
            Counted::Classes => t::CLASSES,
            Counted::Codes => t::CODES,
            Counted::ClassPlaces => t::CLASS_PLACES,
            Counted::CourseClasses => t::COURSE_CLASSES,
            Counted::Assignments => t::ASSIGNMENTS,
            Counted::Submissions => t::SUBMISSIONS,
            Counted::Files => t::FILES,
            Counted::SubmissionFiles => t::SUBMISSION_FILES,
            Counted::Marks => t::MARKS,
            Counted::Rooms => t::ROOMS,
            Counted::Messages => t::MESSAGES,
            Counted::Reads => t::READS,
            Counted::Audit => t::AUDIT,
            Counted::Settings => t::SETTINGS,
        }
    }

    /// What counts the rows of a table of the database.
    pub fn of_table(name: &str) -> Option<Counted> {
        match name {
            "platform" => Some(Counted::Settings),
            "users" => Some(Counted::Accounts),
            "memberships" => Some(Counted::People),
            "class_groups" => Some(Counted::Classes),
            "class_codes" => Some(Counted::Codes),
            "class_members" => Some(Counted::ClassPlaces),
            "room_reads" => Some(Counted::Reads),
            name => name.parse().ok().filter(|counted: &Counted| !counted.is_part()),
        }
    }

    /// Whether the rows are counted elsewhere too, so that they stay out of the total.
    pub const fn is_part(self) -> bool {
        matches!(self, Counted::Students)
    }

    /// Whether it says nothing of a single school.
    pub const fn is_platform(self) -> bool {
        matches!(self, Counted::Schools | Counted::Settings)
    }
}

impl Table {
    /// What the download is called on the page.
    pub const fn label(self) -> Key {
        match self {
            Table::Students => t::STUDENTS_CSV,
            Table::Courses => t::COURSES_CSV,
            Table::Enrollments => t::ENROLLMENTS_CSV,
        }
    }

    /// What the download holds, in a sentence.
    pub const fn about(self) -> Key {
        match self {
            Table::Students => t::STUDENTS_ABOUT,
            Table::Courses => t::COURSES_ABOUT,
            Table::Enrollments => t::ENROLLMENTS_ABOUT,
        }
    }
}

/// One figure of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    pub name: Counted,
    pub rows: i64,
}

/// The page: of one school, or of the whole platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackupPage {
    /// The school's slug and name; `None` is the whole platform.
    pub school: Option<(String, String)>,
    /// In the order of [`Counted`].
    pub counts: Vec<Count>,
    /// Rows of all tables together.
    pub total: i64,
    /// What people uploaded, in bytes.
    pub file_bytes: i64,
    /// Bytes of the database on disk; told to the platform's admin only.
    pub database_bytes: Option<i64>,
    /// The zone that instants of downloads are written in.
    pub zone: String,
    /// Whether the reader may have the archive too.
    pub can_archive: bool,
    /// When the last archive was made and how many files it lacks; nothing where it lacks none.
    pub lacked: Option<(crate::When, i64)>,
    /// When it was counted.
    pub counted: crate::When,
}

impl BackupPage {
    /// The figure of that name.
    pub fn count(&self, name: Counted) -> i64 {
        self.counts.iter().find(|count| count.name == name).map_or(0, |count| count.rows)
    }
}
