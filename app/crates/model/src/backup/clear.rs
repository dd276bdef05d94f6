//! Clearing what a school has (product.md section 22): what can be cleared, what goes with it, and the form that says so.

mod news;

use serde::{Deserialize, Serialize};

pub use self::news::News;
use super::cause::Cause;
use super::restore::{Running, Step};
use super::{Part, Schools, Table};
use crate::ids::ClearId;
use crate::text::{Plural, backup as b, clear as t};
use crate::{Check, Key, Problem, Result, When, drawn, limits};

/// Days in which what was cleared can be brought back.
pub const DAYS: i64 = 7;
/// Minutes in which what was just cleared, or brought back, is told over the page.
pub const TOLD_MINUTES: i64 = 60;

crate::text_enum! {
    /// What can be cleared.
    pub enum What {
        Students = "students",
        Courses = "courses",
        Enrollments = "enrollments",
        All = "all",
    }
}

impl What {
    pub const fn label(self) -> Key {
        match self {
            What::Students => b::STUDENTS,
            What::Courses => b::COURSES,
            What::Enrollments => b::ENROLLMENTS,
            What::All => t::ALL_OF_IT,
        }
    }

    /// How many there are, with `{others}` for the rows that go along, where there are any, and what stays: in a line.
    pub const fn line(self, with_others: bool) -> Plural {
        match (self, with_others) {
            (What::Students, true) => t::STUDENTS_LINE,
            (What::Students, false) => t::STUDENTS_ALONE,
            (What::Courses, true) => t::COURSES_LINE,
            (What::Courses, false) => t::COURSES_ALONE,
            (What::Enrollments, true) => t::ENROLLMENTS_LINE,
            (What::Enrollments, false) => t::ENROLLMENTS_ALONE,
            (What::All, _) => t::ALL_LINE,
        }
    }

    /// What it means, and what stays.
    pub const fn about(self) -> Key {
        match self {
            What::Students => t::STUDENTS_ABOUT,
            What::Courses => t::COURSES_ABOUT,
            What::Enrollments => t::ENROLLMENTS_ABOUT,
            What::All => t::ALL_ABOUT,
        }
    }

    /// What people would call it, rather than the name of its table.
    pub const fn own(self) -> Option<Going> {
        match self {
            What::Students => Some(Going::Memberships),
            What::Courses => Some(Going::Courses),
            What::Enrollments => Some(Going::Enrollments),
            What::All => None,
        }
    }
}

crate::text_enum! {
    /// What goes, by its table, in the order in which rows can be put back. Departments never go; others need them.
    pub enum Going {
        Memberships = "memberships",
        NameSuggestions = "name_suggestions",
        Classes = "class_groups",
        Codes = "class_codes",
        ClassPlaces = "class_members",
        Requests = "class_requests",
        Invitations = "invitations",
        InvitedChildren = "invitation_children",
        Courses = "courses",
        CourseClasses = "course_classes",
        Enrollments = "enrollments",
        LeftCourses = "left_courses",
        Assignments = "assignments",
        Submissions = "submissions",
        Forums = "forums",
        ForumTopics = "forum_topics",
        ForumThreads = "forum_threads",
        ForumPosts = "forum_posts",
        ForumEdits = "forum_edits",
        ForumVotes = "forum_votes",
        ForumVisits = "forum_visits",
        ForumFollows = "forum_follows",
        ForumReports = "forum_reports",
        ForumSaves = "forum_saves",
        Rooms = "rooms",
        Messages = "messages",
        Files = "files",
        SubmissionFiles = "submission_files",
        ForumFiles = "forum_files",
        MessageFiles = "message_files",
        ForumDrafts = "forum_drafts",
        Marks = "marks",
        RoomPlaces = "room_members",
        RoomMutes = "room_mutes",
        MessageVersions = "message_versions",
        Reactions = "message_reactions",
        Mentions = "message_mentions",
        MessageReports = "message_reports",
        Reads = "room_reads",
        Announcements = "announcements",
        AnnouncedRoles = "announcement_roles",
        AnnouncedClasses = "announcement_classes",
        AnnouncementReads = "announcement_reads",
        AnnouncementMails = "announcement_mails",
        Guardians = "guardians",
        FamilyCodes = "family_codes",
        Departments = "departments",
        DepartmentPlaces = "department_members",
        ClassDepartments = "class_departments",
    }
}

impl Going {
    const fn table(self) -> Table {
        match self {
            Going::Memberships => Table::People,
            Going::NameSuggestions => Table::SuggestedNames,
            Going::Classes => Table::Classes,
            Going::Codes => Table::Codes,
            Going::ClassPlaces => Table::ClassPlaces,
            Going::Requests => Table::Requests,
            Going::Invitations => Table::Invitations,
            Going::InvitedChildren => Table::InvitedChildren,
            Going::Courses => Table::Courses,
            Going::CourseClasses => Table::CourseClasses,
            Going::Enrollments => Table::Enrollments,
            Going::LeftCourses => Table::LeftCourses,
            Going::Assignments => Table::Assignments,
            Going::Submissions => Table::Submissions,
            Going::Files => Table::Files,
            Going::SubmissionFiles => Table::SubmissionFiles,
            Going::Marks => Table::Marks,
            Going::Rooms => Table::Rooms,
            Going::Messages => Table::Messages,
            Going::RoomPlaces => Table::RoomPlaces,
            Going::RoomMutes => Table::RoomMutes,
            Going::MessageVersions => Table::MessageVersions,
            Going::Reactions => Table::Reactions,
            Going::Mentions => Table::Mentions,
            Going::MessageReports => Table::MessageReports,
            Going::Reads => Table::Reads,
            Going::Announcements => Table::Announcements,
            Going::AnnouncedRoles => Table::AnnouncementRoles,
            Going::AnnouncedClasses => Table::AnnouncementClasses,
            Going::AnnouncementReads => Table::AnnouncementReads,
            Going::AnnouncementMails => Table::AnnouncementMails,
            Going::Forums => Table::Forums,
            Going::ForumTopics => Table::ForumTopics,
            Going::ForumThreads => Table::ForumThreads,
            Going::ForumPosts => Table::ForumPosts,
            Going::ForumEdits => Table::ForumEdits,
            Going::ForumVotes => Table::ForumVotes,
            Going::ForumVisits => Table::ForumVisits,
            Going::ForumFollows => Table::ForumFollows,
            Going::ForumReports => Table::ForumReports,
            Going::ForumSaves => Table::ForumSaves,
            Going::ForumFiles => Table::ForumFiles,
            Going::MessageFiles => Table::MessageFiles,
            Going::ForumDrafts => Table::ForumDrafts,
            Going::Guardians => Table::Guardians,
            Going::FamilyCodes => Table::FamilyCodes,
            Going::Departments => Table::Departments,
            Going::DepartmentPlaces => Table::DepartmentMembers,
            Going::ClassDepartments => Table::ClassDepartments,
        }
    }

    /// The name as people read it.
    pub const fn label(self) -> Key {
        self.table().label()
    }
}

/// What would go, counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub what: What,
    /// The tables that lose rows, in the order of [`Going`].
    pub counts: Vec<(Going, i64)>,
}

impl Plan {
    pub fn total(&self) -> i64 {
        self.counts.iter().map(|(_, rows)| rows).sum()
    }

    /// How many of what it is called by.
    pub fn own(&self) -> i64 {
        match self.what.own() {
            Some(own) => self.counts.iter().find(|(going, _)| *going == own).map_or(0, |(_, rows)| *rows),
            None => self.total(),
        }
    }

    /// How many rows go with those.
    pub fn others(&self) -> i64 {
        self.total() - self.own()
    }

    /// What a form is drawn from: what is confirmed is what was counted.
    pub fn seal(&self) -> String {
        let parts: Vec<String> = self.counts.iter().map(|(going, rows)| format!("{going} {rows}")).collect();
        drawn::of([self.what.text()].into_iter().chain(parts.iter().map(String::as_str)))
    }
}

/// What was cleared and can be brought back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cleared {
    pub id: ClearId,
    pub what: What,
    pub reason: String,
    pub rows: i64,
    /// Empty where the account is no longer there.
    pub by: String,
    pub when: When,
    pub until: When,
    /// Whether it was a moment ago.
    pub fresh: bool,
    /// How it was brought back, if it was.
    pub undone: Option<Undone>,
    /// When the school was put back from a backup since: what was cleared may be there again without an undo.
    pub restored: Option<When>,
}

/// What an undo came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undone {
    pub when: When,
    /// Rows that came back, and those that were there, or in whose place something else was. Of one that was before they
    /// were counted there is neither.
    pub rows: Option<(i64, i64)>,
    /// Whether it was a moment ago.
    pub fresh: bool,
}

/// The last one, where it has cleared nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    pub what: What,
    pub when: When,
    /// The step it ended at.
    pub step: Step,
    pub cause: Cause,
}

/// The page of one school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolClear {
    /// Its slug and name.
    pub school: (String, String),
    /// Whether the reader clears it as an admin of the platform, without a place in it.
    pub of_platform: bool,
    /// The parts that are open to them: of the school or, without a place in it, of the platform.
    pub parts: Vec<Part>,
    /// The zone that its times are in.
    pub zone: String,
    /// How far it is, where somebody clears at this moment.
    pub running: Option<Running>,
    pub failed: Option<Failed>,
    pub plans: Vec<Plan>,
    /// The newest first.
    pub cleared: Vec<Cleared>,
    /// Whether the reader may download its rows, or the platform's, and the archive too.
    pub can_download: bool,
    pub can_archive: bool,
}

impl SchoolClear {
    pub fn plan(&self, what: What) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.what == what)
    }

    /// Whether something can be brought back, and was not brought back by a restore already.
    pub fn can_undo(&self) -> bool {
        self.cleared.iter().any(Cleared::is_gone)
    }
}

impl Cleared {
    /// Whether it is gone still, as far as one knows.
    pub const fn is_gone(&self) -> bool {
        self.undone.is_none() && self.restored.is_none()
    }
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClearPage {
    /// The schools to choose from, each with its slug and name: the platform as a whole is never cleared.
    Choose(Schools<(String, String)>),
    School(Box<SchoolClear>),
}

/// What is cleared, why, and the school's name typed once more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClearForm {
    pub what: String,
    pub reason: String,
    pub name: String,
    /// [`Plan::seal`] of what was shown.
    #[serde(default)]
    pub drawn: String,
}

impl ClearForm {
    /// What is to be cleared. That the name is the school's is asked where the school is known.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn validate(&self) -> Result<What> {
        let what = self.what.parse::<What>();
        Check::new()
            .ensure(what.is_ok(), "what", Problem::NoneChosen)
            .line("reason", &self.reason, limits::NOTE)
            .line("name", &self.name, limits::SCHOOL_NAME)
            .done()?;
        what.map_err(|_| crate::Error::field("what", Problem::NoneChosen))
    }

    /// Whether the name is the school's, letter by letter.
    pub fn names(&self, school: &str) -> bool {
        self.name.trim() == school.trim()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn form() -> ClearForm {
        ClearForm { what: "students".into(), reason: "A new term".into(), name: " School alpha ".into(), drawn: String::new() }
    }

    #[test]
    fn nothing_is_cleared_without_a_reason_and_the_name() {
        assert_eq!(form().validate(), Ok(What::Students));
        let problem = |form: ClearForm, field: &str| form.validate().unwrap_err().problem_of(field);
        assert_eq!(problem(ClearForm { reason: " ".into(), ..form() }, "reason"), Some(Problem::Required));
        let long = "x".repeat(limits::NOTE + 1);
        assert_eq!(problem(ClearForm { reason: long, ..form() }, "reason"), Some(Problem::TooLong(limits::NOTE)));
        assert_eq!(problem(ClearForm { name: String::new(), ..form() }, "name"), Some(Problem::Required));
        let other = ClearForm { what: "schools".into(), ..form() };
        assert_eq!(other.validate(), Err(Error::field("what", Problem::NoneChosen)));
    }

    #[test]
    fn what_goes_is_called_as_its_table_is_everywhere() {
        for going in Going::ALL {
            assert_eq!(going.table().text(), going.text());
        }
    }

    #[test]
    fn what_takes_posts_of_forums_says_so() {
        for what in [What::Students, What::Courses, What::All] {
            assert!(what.about().english.contains("forums"), "{what}");
        }
        assert!(!What::Enrollments.about().english.contains("forum"));
    }

    #[test]
    fn the_name_is_typed_as_it_is_shown() {
        assert!(form().names("School alpha"));
        for other in ["School Alpha", "School", "School  alpha", ""] {
            assert!(!form().names(other), "{other}");
        }
    }

    #[test]
    fn other_counts_have_another_seal() {
        let plan = |rows| Plan { what: What::Students, counts: vec![(Going::Memberships, 2), (Going::Enrollments, rows)] };
        assert_eq!(plan(3).seal(), plan(3).seal());
        assert_ne!(plan(3).seal(), plan(4).seal());
        assert_ne!(plan(3).seal(), Plan { what: What::All, ..plan(3) }.seal());
        assert_eq!((plan(3).own(), plan(3).others(), plan(3).total()), (2, 3, 5));
    }
}
