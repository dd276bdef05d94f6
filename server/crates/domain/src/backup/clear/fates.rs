//! What becomes of the rows of each table when something of a school is cleared: one line a table, one a kind. Tests hold
//! them against the references of the schema, so that whoever adds a table has to decide.

use model::backup::clear::{Going, What};
use store::{Sql, sql};

/// Where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    /// The places of students, also of those who left.
    Students,
    /// The places of all but the admins.
    Everybody,
    /// All rows of a table.
    All(Going),
}

/// What can be cleared, each with where it begins; the rest follows from [`FATES`].
pub(super) static KINDS: &[(What, &[Root])] = &[
    (What::Students, &[Root::Students]),
    (What::Courses, &[Root::All(Going::Courses)]),
    (What::Enrollments, &[Root::All(Going::Enrollments), Root::All(Going::LeftCourses)]),
    (
        What::All,
        &[
            Root::Everybody,
            Root::All(Going::Classes),
            Root::All(Going::Invitations),
            Root::All(Going::Courses),
            Root::All(Going::Announcements),
        ],
    ),
];

/// A table that may lose rows.
pub(super) struct Fate {
    pub going: Going,
    /// The rows that a row cannot be without, each by the column that names it: it goes with them. In the order of the
    /// lists from `$3`.
    pub needs: &'static [(&'static str, Going)],
    pub rows: Rows,
}

pub(super) enum Rows {
    /// Others name its rows by their ids: those that go are found first, and deleted by their ids when all that needs them
    /// has gone. `lacking` are those of `$2` that are not there.
    Named { id: &'static str, ids: Sql, delete: Sql, lacking: Sql },
    /// Nothing names its rows.
    Plain { count: Sql, delete: Sql },
    /// Its rows stay; others name them.
    Stays { lacking: Sql },
}

impl Rows {
    pub(super) fn lacking(&self) -> Option<Sql> {
        match self {
            Rows::Named { lacking, .. } | Rows::Stays { lacking } => Some(*lacking),
            Rows::Plain { .. } => None,
        }
    }
}

/// `$1` is the school, `$2` whether all rows go.
macro_rules! limit {
    ($($column:literal $list:literal),*) => {
        concat!(" where school_id = $1 and (cast($2 as boolean)", $(" or ", $column, " in (select value from {list ", $list, "})",)* ")")
    };
}

macro_rules! lacking {
    ($table:literal, $id:literal) => {
        sql!(concat!(
            "select value from {list $2}
             where not exists (select 1 from ",
            $table,
            " there where there.school_id = $1 and there.",
            $id,
            " = value)"
        ))
    };
}

macro_rules! named {
    ($table:literal, $id:literal, $($limit:tt)+) => {
        Rows::Named {
            id: $id,
            ids: sql!(concat!("select ", $id, " as id from ", $table, $($limit)+, " order by ", $id)),
            delete: sql!(concat!(
                "delete from ", $table, " where school_id = $1 and ", $id, " in (select value from {list $2}) returning *"
            )),
            lacking: lacking!($table, $id),
        }
    };
}

macro_rules! plain {
    ($table:literal, $($limit:tt)+) => {
        Rows::Plain {
            count: sql!(concat!("select cast(count(*) as bigint) as n from ", $table, $($limit)+)),
            delete: sql!(concat!("delete from ", $table, $($limit)+, " returning *")),
        }
    };
}

/// In the order of the manifest: a table stands after those it needs.
#[rustfmt::skip]
pub(super) static FATES: &[Fate] = &[
    // `$2`: everybody, not the students alone; `$3`: who clears. Admins stay.
    Fate { going: Going::Memberships, needs: &[], rows: named!(
        "memberships", "user_id",
        " where school_id = $1 and user_id <> $3 and role <> 'school_admin' and (cast($2 as boolean) or role = 'student')"
    ) },
    Fate { going: Going::NameSuggestions, needs: &[("user_id", Going::Memberships)],
        rows: plain!("name_suggestions", limit!("user_id" "$3")) },
    Fate { going: Going::Classes, needs: &[], rows: named!("class_groups", "id", limit!()) },
    Fate { going: Going::Codes, needs: &[("class_id", Going::Classes)], rows: plain!("class_codes", limit!("class_id" "$3")) },
    Fate { going: Going::ClassPlaces, needs: &[("class_id", Going::Classes), ("user_id", Going::Memberships)],
        rows: plain!("class_members", limit!("class_id" "$3", "user_id" "$4")) },
    Fate { going: Going::Requests, needs: &[("class_id", Going::Classes), ("user_id", Going::Memberships)],
        rows: plain!("class_requests", limit!("class_id" "$3", "user_id" "$4")) },
    // An invitation that nobody has accepted could be used once more: it goes with who came by it.
    Fate { going: Going::Invitations, needs: &[("class_id", Going::Classes), ("accepted_by", Going::Memberships)],
        rows: named!("invitations", "id", limit!("class_id" "$3", "accepted_by" "$4")) },
    Fate { going: Going::InvitedChildren, needs: &[("invitation_id", Going::Invitations), ("child_id", Going::Memberships)],
        rows: plain!("invitation_children", limit!("invitation_id" "$3", "child_id" "$4")) },
    Fate { going: Going::Courses, needs: &[], rows: named!("courses", "id", limit!()) },
    Fate { going: Going::CourseClasses, needs: &[("class_id", Going::Classes), ("course_id", Going::Courses)],
        rows: plain!("course_classes", limit!("class_id" "$3", "course_id" "$4")) },
    Fate { going: Going::Enrollments, needs: &[("course_id", Going::Courses), ("user_id", Going::Memberships)],
        rows: plain!("enrollments", limit!("course_id" "$3", "user_id" "$4")) },
    Fate { going: Going::LeftCourses, needs: &[("course_id", Going::Courses), ("user_id", Going::Memberships)],
        rows: plain!("left_courses", limit!("course_id" "$3", "user_id" "$4")) },
    Fate { going: Going::Assignments, needs: &[("course_id", Going::Courses)],
        rows: named!("assignments", "id", limit!("course_id" "$3")) },
    Fate { going: Going::Submissions, needs: &[("assignment_id", Going::Assignments), ("user_id", Going::Memberships)],
        rows: named!("submissions", "id", limit!("assignment_id" "$3", "user_id" "$4")) },
    Fate { going: Going::Forums, needs: &[("class_id", Going::Classes), ("course_id", Going::Courses)],
        rows: named!("forums", "id", limit!("class_id" "$3", "course_id" "$4")) },
    Fate { going: Going::ForumTopics, needs: &[("forum_id", Going::Forums)],
        rows: named!("forum_topics", "id", limit!("forum_id" "$3")) },
    // A question goes with who asked it, and what was answered with the question.
    Fate { going: Going::ForumThreads, needs: &[("forum_id", Going::Forums), ("topic_id", Going::ForumTopics), ("author_id", Going::Memberships)],
        rows: named!("forum_threads", "id", limit!("forum_id" "$3", "topic_id" "$4", "author_id" "$5")) },
    Fate { going: Going::ForumPosts, needs: &[("thread_id", Going::ForumThreads), ("author_id", Going::Memberships)],
        rows: named!("forum_posts", "id", limit!("thread_id" "$3", "author_id" "$4")) },
    Fate { going: Going::ForumEdits, needs: &[("post_id", Going::ForumPosts)],
        rows: plain!("forum_edits", limit!("post_id" "$3")) },
    Fate { going: Going::ForumVotes, needs: &[("post_id", Going::ForumPosts), ("user_id", Going::Memberships)],
        rows: plain!("forum_votes", limit!("post_id" "$3", "user_id" "$4")) },
    Fate { going: Going::ForumVisits, needs: &[("thread_id", Going::ForumThreads), ("user_id", Going::Memberships)],
        rows: plain!("forum_visits", limit!("thread_id" "$3", "user_id" "$4")) },
    Fate { going: Going::ForumFollows, needs: &[("forum_id", Going::Forums), ("user_id", Going::Memberships)],
        rows: plain!("forum_follows", limit!("forum_id" "$3", "user_id" "$4")) },
    Fate { going: Going::ForumReports, needs: &[("post_id", Going::ForumPosts), ("user_id", Going::Memberships)],
        rows: plain!("forum_reports", limit!("post_id" "$3", "user_id" "$4")) },
    Fate { going: Going::ForumSaves, needs: &[("post_id", Going::ForumPosts), ("user_id", Going::Memberships)],
        rows: plain!("forum_saves", limit!("post_id" "$3", "user_id" "$4")) },
    Fate { going: Going::Rooms, needs: &[("class_id", Going::Classes), ("child_id", Going::Memberships)],
        rows: named!("rooms", "id", limit!("class_id" "$3", "child_id" "$4")) },
    Fate { going: Going::Messages, needs: &[("room_id", Going::Rooms), ("user_id", Going::Memberships)],
        rows: named!("messages", "id", limit!("room_id" "$3", "user_id" "$4")) },
    // And those that only work which goes has used.
    Fate { going: Going::Files, needs: &[("class_id", Going::Classes), ("", Going::Submissions), ("", Going::ForumPosts), ("", Going::Messages)], rows: named!(
        "files", "id",
        " where school_id = $1 and (cast($2 as boolean) or class_id in (select value from {list $3})
            or id in (select f.file_id from submission_files f
                      where f.school_id = $1 and f.submission_id in (select value from {list $4}))
               and id not in (select f.file_id from submission_files f
                              where f.school_id = $1 and f.submission_id not in (select value from {list $4}))
            or id in (select f.file_id from forum_files f
                      where f.school_id = $1 and f.post_id in (select value from {list $5}))
            or id in (select f.file_id from message_files f
                      where f.school_id = $1 and f.message_id in (select value from {list $6})))"
    ) },
    Fate { going: Going::SubmissionFiles, needs: &[("file_id", Going::Files), ("submission_id", Going::Submissions)],
        rows: plain!("submission_files", limit!("file_id" "$3", "submission_id" "$4")) },
    Fate { going: Going::ForumFiles, needs: &[("file_id", Going::Files), ("post_id", Going::ForumPosts)],
        rows: plain!("forum_files", limit!("file_id" "$3", "post_id" "$4")) },
    Fate { going: Going::MessageFiles, needs: &[("file_id", Going::Files), ("message_id", Going::Messages)],
        rows: plain!("message_files", limit!("file_id" "$3", "message_id" "$4")) },
    Fate { going: Going::ForumDrafts, needs: &[("user_id", Going::Memberships)],
        rows: plain!("forum_drafts", limit!("user_id" "$3")) },
    Fate { going: Going::Marks, needs: &[("submission_id", Going::Submissions)],
        rows: plain!("marks", limit!("submission_id" "$3")) },
    Fate { going: Going::RoomPlaces, needs: &[("room_id", Going::Rooms), ("user_id", Going::Memberships)],
        rows: plain!("room_members", limit!("room_id" "$3", "user_id" "$4")) },
    Fate { going: Going::RoomMutes, needs: &[("room_id", Going::Rooms), ("user_id", Going::Memberships)],
        rows: plain!("room_mutes", limit!("room_id" "$3", "user_id" "$4")) },
    Fate { going: Going::MessageVersions, needs: &[("message_id", Going::Messages)],
        rows: plain!("message_versions", limit!("message_id" "$3")) },
    Fate { going: Going::Reactions, needs: &[("message_id", Going::Messages), ("user_id", Going::Memberships)],
        rows: plain!("message_reactions", limit!("message_id" "$3", "user_id" "$4")) },
    Fate { going: Going::Mentions, needs: &[("message_id", Going::Messages), ("user_id", Going::Memberships)],
        rows: plain!("message_mentions", limit!("message_id" "$3", "user_id" "$4")) },
    Fate { going: Going::MessageReports, needs: &[("message_id", Going::Messages), ("user_id", Going::Memberships)],
        rows: plain!("message_reports", limit!("message_id" "$3", "user_id" "$4")) },
    Fate { going: Going::Reads, needs: &[("room_id", Going::Rooms), ("user_id", Going::Memberships)],
        rows: plain!("room_reads", limit!("room_id" "$3", "user_id" "$4")) },
    Fate { going: Going::Announcements, needs: &[], rows: named!("announcements", "id", limit!()) },
    Fate { going: Going::AnnouncedRoles, needs: &[("announcement_id", Going::Announcements)],
        rows: plain!("announcement_roles", limit!("announcement_id" "$3")) },
    Fate { going: Going::AnnouncedClasses, needs: &[("announcement_id", Going::Announcements), ("class_id", Going::Classes)],
        rows: plain!("announcement_classes", limit!("announcement_id" "$3", "class_id" "$4")) },
    Fate { going: Going::AnnouncementReads, needs: &[("announcement_id", Going::Announcements), ("user_id", Going::Memberships)],
        rows: plain!("announcement_reads", limit!("announcement_id" "$3", "user_id" "$4")) },
    Fate { going: Going::AnnouncementMails, needs: &[("announcement_id", Going::Announcements), ("user_id", Going::Memberships)],
        rows: plain!("announcement_mails", limit!("announcement_id" "$3", "user_id" "$4")) },
    Fate { going: Going::Guardians, needs: &[("child_id", Going::Memberships), ("parent_id", Going::Memberships)],
        rows: plain!("guardians", limit!("child_id" "$3", "parent_id" "$4")) },
    // A code that nobody has used could be used once more: it goes with who used it.
    Fate { going: Going::FamilyCodes, needs: &[("child_id", Going::Memberships), ("used_by", Going::Memberships)],
        rows: plain!("family_codes", limit!("child_id" "$3", "used_by" "$4")) },
    Fate { going: Going::Departments, needs: &[], rows: Rows::Stays { lacking: lacking!("departments", "id") } },
    Fate { going: Going::DepartmentPlaces, needs: &[("user_id", Going::Memberships)],
        rows: plain!("department_members", limit!("user_id" "$3")) },
    Fate { going: Going::ClassDepartments, needs: &[("class_id", Going::Classes)],
        rows: plain!("class_departments", limit!("class_id" "$3")) },
];

/// The tables whose rows stay, and why. A test asks for a reason for each table that has no fate.
#[cfg(test)]
pub(super) static STAYS: &[(&str, &str)] = &[
    ("platform", "it is no school's"),
    ("schools", "it is what is cleared for a fresh start, not what is removed"),
    ("users", "a log-in is a person's own, and may lead to other schools"),
    ("departments", "the school's own order"),
    ("academic_years", "the school's own order: the next one is planned beside the last"),
    ("terms", "as its year"),
    ("holidays", "the school's own order"),
    ("grade_scales", "the school's own order"),
    ("grade_bands", "as their scale"),
    ("chat_words", "the school's own order"),
    ("audit", "it is never cleared"),
];

/// What a kept row says beside its columns: to whom it was handed.
pub(super) const HANDED: &str = "handed";

/// A column of rows that stay, though it names somebody who goes.
pub(super) struct Link {
    pub table: &'static str,
    pub column: &'static str,
    /// It cannot be empty: it is handed to who clears, or to an admin. Else it is emptied.
    pub handed: bool,
    /// The key and the column, of the rows that name one of `$2`.
    pub read: Sql,
    /// Gives them `$3`.
    pub set: Sql,
    /// Puts the rows `$2` back as they were, where they are still empty or still whose they were handed to, and who they name
    /// is there. Of rows that do not say to whom it was `$3`.
    pub back: Sql,
}

macro_rules! link {
    ($table:ident [$($key:ident)+] $column:ident, handed: $handed:literal) => {
        Link {
            table: stringify!($table),
            column: stringify!($column),
            handed: $handed,
            read: sql!(concat!(
                "select ", $(stringify!($key), ", ",)+ stringify!($column), " from ", stringify!($table),
                " where school_id = $1 and ", stringify!($column), " in (select value from {list $2})"
            )),
            set: sql!(concat!(
                "update ", stringify!($table), " set ", stringify!($column), " = cast($3 as text)
                 where school_id = $1 and ", stringify!($column), " in (select value from {list $2})"
            )),
            back: sql!(concat!(
                "update ", stringify!($table), " set ", stringify!($column), " = r.was
                 from (select value ->> 'handed' as handed, value ->> '", stringify!($column), "' as was",
                $(", value ->> '", stringify!($key), "' as key_", stringify!($key),)+ " from {rows $2}) as r
                 where ", stringify!($table), ".school_id = $1",
                $(" and ", stringify!($table), ".", stringify!($key), " = r.key_", stringify!($key),)+
                " and (", stringify!($table), ".", stringify!($column), " is null or ",
                stringify!($table), ".", stringify!($column), " = coalesce(r.handed, $3))
                 and exists (select 1 from memberships m where m.school_id = $1 and m.user_id = r.was)"
            )),
        }
    };
}

/// What people once did for others stays when they go.
#[rustfmt::skip]
pub(super) static LINKS: &[Link] = &[
    link!(name_suggestions [user_id] suggested_by, handed: true),
    link!(class_groups [id] created_by, handed: true),
    link!(class_requests [class_id user_id] decided_by, handed: false),
    link!(invitations [id] invited_by, handed: true),
    link!(courses [id] teacher_id, handed: true),
    link!(assignments [id] created_by, handed: true),
    link!(forum_posts [id] edited_by, handed: false),
    link!(forum_posts [id] deleted_by, handed: false),
    link!(forum_edits [id] edited_by, handed: true),
    link!(files [id] created_by, handed: true),
    link!(marks [id] marked_by, handed: true),
    link!(announcements [id] author_id, handed: true),
    link!(guardians [parent_id child_id] created_by, handed: true),
    link!(family_codes [id] created_by, handed: true),
    link!(departments [id] head_id, handed: false),
];

/// Of those who go, what is of a moment and comes back with nothing: what they could undo for ten minutes.
pub(super) fn forget_undos() -> Sql {
    sql!("delete from undos where school_id = $1 and user_id in (select value from {list $2})")
}

pub(super) fn fate(going: Going) -> Option<&'static Fate> {
    FATES.iter().find(|fate| fate.going == going)
}
