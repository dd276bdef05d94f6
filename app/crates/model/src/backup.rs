//! The backup page (product.md section 22).

pub mod archive;
pub mod cause;
pub mod clear;
pub mod kept;
pub mod lock;
pub mod restore;
pub mod storage;
pub mod upload;

use serde::{Deserialize, Serialize};

use crate::Key;
use crate::text::{backup as t, errors};

/// What is read-only while it is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shut {
    School,
    Platform,
}

impl Shut {
    /// What is said over every page, also to those who are not logged in.
    pub const fn banner(self, guest: bool) -> Key {
        match (self, guest) {
            (Shut::School, _) => errors::SCHOOL_CLOSED,
            (Shut::Platform, false) => errors::PLATFORM_CLOSED,
            (Shut::Platform, true) => errors::PLATFORM_CLOSED_GUEST,
        }
    }

    /// What is said to whoever changes something.
    pub const fn hint(self) -> Key {
        match self {
            Shut::School => errors::SCHOOL_CLOSED_HINT,
            Shut::Platform => errors::PLATFORM_CLOSED_HINT,
        }
    }
}

/// Something was closed, or is open again: as the stream of the frame says it to the pages that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShutWord<'a> {
    pub closed: bool,
    /// The short name of the school; the platform has none.
    pub school: Option<&'a str>,
}

impl<'a> ShutWord<'a> {
    const CLOSED: &'static str = "closed";
    const OPEN: &'static str = "open";

    pub fn write(self) -> String {
        let word = if self.closed { Self::CLOSED } else { Self::OPEN };
        self.school.map_or_else(|| word.to_owned(), |school| format!("{word} {school}"))
    }

    /// Nothing for any other word.
    pub fn read(text: &'a str) -> Option<ShutWord<'a>> {
        let (word, school) = text.split_once(' ').map_or((text, None), |(word, school)| (word, Some(school)));
        let closed = word == Self::CLOSED;
        (closed || word == Self::OPEN).then_some(ShutWord { closed, school })
    }

    /// What can only be read from then on where the school of that short name is shown, or none with an empty one; nothing
    /// where it is of another school.
    pub fn shows(self, slug: &str) -> Option<Option<Shut>> {
        let shut = match self.school {
            None => Shut::Platform,
            Some(school) if school == slug => Shut::School,
            Some(_) => return None,
        };
        Some(self.closed.then_some(shut))
    }
}

crate::text_enum! {
    /// A page of the backup page, in the order of their tabs.
    pub enum Part {
        Overview = "overview",
        Kept = "kept",
        Restore = "restore",
        Storage = "storage",
        Clear = "clear",
    }
}

crate::text_enum! {
    /// A table that is counted and can be downloaded as CSV: every one that is exported, by its name in the database, and
    /// the students, who are among the memberships.
    pub enum Table {
        Students = "students",
        Courses = "courses",
        Enrollments = "enrollments",
        Schools = "schools",
        Accounts = "users",
        People = "memberships",
        SuggestedNames = "name_suggestions",
        Classes = "class_groups",
        Codes = "class_codes",
        ClassPlaces = "class_members",
        Requests = "class_requests",
        Invitations = "invitations",
        InvitedChildren = "invitation_children",
        CourseClasses = "course_classes",
        LeftCourses = "left_courses",
        Assignments = "assignments",
        Submissions = "submissions",
        Files = "files",
        SubmissionFiles = "submission_files",
        Marks = "marks",
        Rooms = "rooms",
        RoomPlaces = "room_members",
        RoomMutes = "room_mutes",
        Messages = "messages",
        MessageVersions = "message_versions",
        MessageFiles = "message_files",
        Reactions = "message_reactions",
        Mentions = "message_mentions",
        MessageReports = "message_reports",
        Reads = "room_reads",
        ChatWords = "chat_words",
        Announcements = "announcements",
        AnnouncementRoles = "announcement_roles",
        AnnouncementClasses = "announcement_classes",
        AnnouncementReads = "announcement_reads",
        AnnouncementMails = "announcement_mails",
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
        ForumFiles = "forum_files",
        ForumDrafts = "forum_drafts",
        Guardians = "guardians",
        FamilyCodes = "family_codes",
        Departments = "departments",
        DepartmentMembers = "department_members",
        ClassDepartments = "class_departments",
        Years = "academic_years",
        Terms = "terms",
        Holidays = "holidays",
        Scales = "grade_scales",
        Grades = "grade_bands",
        Audit = "audit",
        Settings = "platform",
    }
}

impl Table {
    /// The name as people read it.
    pub const fn label(self) -> Key {
        match self {
            Table::Students => t::STUDENTS,
            Table::Courses => t::COURSES,
            Table::Enrollments => t::ENROLLMENTS,
            Table::Schools => t::SCHOOLS,
            Table::Accounts => t::ACCOUNTS,
            Table::People => t::PEOPLE,
            Table::SuggestedNames => t::SUGGESTED_NAMES,
            Table::Classes => t::CLASSES,
            Table::Codes => t::CODES,
            Table::ClassPlaces => t::CLASS_PLACES,
            Table::Requests => t::REQUESTS,
            Table::Invitations => t::INVITATIONS,
            Table::InvitedChildren => t::INVITED_CHILDREN,
            Table::CourseClasses => t::COURSE_CLASSES,
            Table::LeftCourses => t::LEFT_COURSES,
            Table::Assignments => t::ASSIGNMENTS,
            Table::Submissions => t::SUBMISSIONS,
            Table::Files => t::FILES,
            Table::SubmissionFiles => t::SUBMISSION_FILES,
            Table::Marks => t::MARKS,
            Table::Rooms => t::ROOMS,
            Table::Messages => t::MESSAGES,
            Table::RoomPlaces => t::ROOM_PLACES,
            Table::RoomMutes => t::ROOM_MUTES,
            Table::MessageVersions => t::MESSAGE_VERSIONS,
            Table::MessageFiles => t::MESSAGE_FILES,
            Table::Reactions => t::REACTIONS,
            Table::Mentions => t::MENTIONS,
            Table::MessageReports => t::MESSAGE_REPORTS,
            Table::ChatWords => t::CHAT_WORDS,
            Table::Reads => t::READS,
            Table::Announcements => t::ANNOUNCEMENTS,
            Table::AnnouncementRoles => t::ANNOUNCEMENT_ROLES,
            Table::AnnouncementClasses => t::ANNOUNCEMENT_CLASSES,
            Table::AnnouncementReads => t::ANNOUNCEMENT_READS,
            Table::AnnouncementMails => t::ANNOUNCEMENT_MAILS,
            Table::Forums => t::FORUMS,
            Table::ForumTopics => t::FORUM_TOPICS,
            Table::ForumThreads => t::FORUM_THREADS,
            Table::ForumPosts => t::FORUM_POSTS,
            Table::ForumEdits => t::FORUM_EDITS,
            Table::ForumVotes => t::FORUM_VOTES,
            Table::ForumVisits => t::FORUM_VISITS,
            Table::ForumFollows => t::FORUM_FOLLOWS,
            Table::ForumReports => t::FORUM_REPORTS,
            Table::ForumSaves => t::FORUM_SAVES,
            Table::ForumFiles => t::FORUM_FILES,
            Table::ForumDrafts => t::FORUM_DRAFTS,
            Table::Guardians => t::GUARDIANS,
            Table::FamilyCodes => t::FAMILY_CODES,
            Table::Departments => t::DEPARTMENTS,
            Table::DepartmentMembers => t::DEPARTMENT_MEMBERS,
            Table::ClassDepartments => t::CLASS_DEPARTMENTS,
            Table::Years => t::YEARS,
            Table::Terms => t::TERMS,
            Table::Holidays => t::HOLIDAYS,
            Table::Scales => t::SCALES,
            Table::Grades => t::GRADES,
            Table::Audit => t::AUDIT,
            Table::Settings => t::SETTINGS,
        }
    }

    /// What the download holds, in a sentence: of those that have a card, and a CSV made for people.
    pub const fn about(self) -> Option<Key> {
        match self {
            Table::Students => Some(t::STUDENTS_ABOUT),
            Table::Courses => Some(t::COURSES_ABOUT),
            Table::Enrollments => Some(t::ENROLLMENTS_ABOUT),
            _ => None,
        }
    }

    /// Whether the rows are counted elsewhere too, so that they stay out of the total.
    pub const fn is_part(self) -> bool {
        matches!(self, Table::Students)
    }
}

/// One figure of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    pub name: Table,
    pub rows: i64,
}

/// The page: of one school, or of the whole platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackupPage {
    /// The school's slug and name; `None` is the whole platform.
    pub school: Option<(String, String)>,
    /// Whether the reader looks after the school as the platform's admin, without a place in it.
    pub of_platform: bool,
    /// Those that are open to the reader.
    pub parts: Vec<Part>,
    /// In the order of [`Table`].
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
    /// How the kept backups stand, for those who may have the archive.
    pub kept: Option<kept::KeptStatus>,
    /// What was cleared and can be brought back, the newest first, for those who may.
    pub cleared: Vec<clear::Cleared>,
    /// How many archives schools have handed to the platform's admins, for these, that nobody has put back.
    pub handed: i64,
}

/// What stands at the address of the backup page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Overview {
    Page(Box<BackupPage>),
    /// The reader looks after several schools, and not after the platform: these, by slug and name.
    Choose(Vec<(String, String)>),
}

impl BackupPage {
    /// The figure of that name.
    pub fn count(&self, name: Table) -> i64 {
        self.counts.iter().find(|count| count.name == name).map_or(0, |count| count.rows)
    }
}

/// A page of the platform's schools, those that the words fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schools<T> {
    pub schools: Vec<T>,
    /// How many there are on all pages.
    pub total: i64,
    /// From 1.
    pub page: i64,
    /// What was looked for.
    pub q: String,
}

impl<T> Schools<T> {
    /// The same page with other lines.
    pub fn map<U>(self, line: impl FnMut(T) -> U) -> Schools<U> {
        let Schools { schools, total, page, q } = self;
        Schools { schools: schools.into_iter().map(line).collect(), total, page, q }
    }
}

/// Schools of one page.
pub const SCHOOLS: i64 = 50;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_is_closed_is_told_to_its_own_pages_and_the_platform_to_all() {
        for (word, slug, shown) in [
            ("closed alpha", "alpha", Some(Some(Shut::School))),
            ("open alpha", "alpha", Some(None)),
            ("closed alpha", "beta", None),
            ("closed alpha", "", None),
            ("closed", "alpha", Some(Some(Shut::Platform))),
            ("closed", "", Some(Some(Shut::Platform))),
            ("open", "beta", Some(None)),
        ] {
            let read = ShutWord::read(word).unwrap();
            assert_eq!((read.shows(slug), read.write().as_str()), (shown, word), "{slug}");
        }
        assert_eq!((ShutWord::read("7"), ShutWord::read("")), (None, None));
    }

    #[test]
    fn every_table_has_a_name_of_its_own_that_is_not_the_databases() {
        let labels: BTreeSet<&str> = Table::ALL.iter().map(|table| table.label().english).collect();
        assert_eq!(labels.len(), Table::ALL.len());
        assert!(labels.iter().all(|label| label.starts_with(char::is_uppercase) && !label.contains('_')), "{labels:?}");
    }
}
