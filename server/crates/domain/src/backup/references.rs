//! Which rows name which: what the check of an archive follows. A test compares the list with the foreign keys of the
//! migrated schema.

/// Columns of a table that hold the key of a row of another one, or nothing.
pub struct Reference {
    pub from: &'static str,
    pub columns: &'static [&'static str],
    pub to: &'static str,
}

impl Reference {
    /// Whether what it leads to is in a school's archive too. Who acted may be nobody of the school.
    pub fn is_within(&self) -> bool {
        !(self.from == "audit" && self.to == "users")
    }
}

macro_rules! references {
    ($($from:ident: $($to:ident($($column:ident),+)),+;)+) => {
        &[$($(Reference { from: stringify!($from), columns: &[$(stringify!($column)),+], to: stringify!($to) },)+)+]
    };
}

/// The references of the exported tables, each to the key of the other table.
#[rustfmt::skip]
pub static REFERENCES: &[Reference] = references! {
    users: schools(primary_school_id);
    memberships: schools(school_id), users(user_id);
    name_suggestions: memberships(school_id, suggested_by), memberships(school_id, user_id);
    class_groups: memberships(school_id, created_by), schools(school_id);
    class_codes: class_groups(school_id, class_id);
    class_members: class_groups(school_id, class_id), memberships(school_id, user_id);
    class_requests: class_groups(school_id, class_id), memberships(school_id, decided_by), memberships(school_id, user_id);
    invitations: class_groups(school_id, class_id), memberships(school_id, accepted_by), memberships(school_id, invited_by);
    invitation_children: invitations(school_id, invitation_id), memberships(school_id, child_id);
    courses: memberships(school_id, teacher_id), schools(school_id);
    course_classes: class_groups(school_id, class_id), courses(school_id, course_id);
    enrollments: courses(school_id, course_id), memberships(school_id, user_id);
    left_courses: courses(school_id, course_id), memberships(school_id, user_id);
    assignments: courses(school_id, course_id), memberships(school_id, created_by);
    submissions: assignments(school_id, assignment_id), memberships(school_id, user_id);
    forums: class_groups(school_id, class_id), courses(school_id, course_id), schools(school_id);
    forum_topics: forums(school_id, forum_id);
    forum_threads: forum_topics(school_id, topic_id), forums(school_id, forum_id), memberships(school_id, author_id);
    forum_posts: forum_threads(school_id, thread_id), memberships(school_id, author_id), memberships(school_id, deleted_by), memberships(school_id, edited_by);
    forum_edits: forum_posts(school_id, post_id), memberships(school_id, edited_by);
    forum_votes: forum_posts(school_id, post_id), memberships(school_id, user_id);
    forum_visits: forum_threads(school_id, thread_id), memberships(school_id, user_id);
    forum_follows: forums(school_id, forum_id), memberships(school_id, user_id);
    forum_reports: forum_posts(school_id, post_id), memberships(school_id, user_id);
    forum_saves: forum_posts(school_id, post_id), memberships(school_id, user_id);
    files: class_groups(school_id, class_id), memberships(school_id, created_by), schools(school_id);
    submission_files: files(school_id, file_id), submissions(school_id, submission_id);
    forum_files: files(school_id, file_id), forum_posts(school_id, post_id);
    message_files: files(school_id, file_id), messages(school_id, message_id);
    forum_drafts: memberships(school_id, user_id);
    marks: memberships(school_id, marked_by), submissions(school_id, submission_id);
    rooms: class_groups(school_id, class_id), memberships(school_id, child_id);
    room_members: memberships(school_id, user_id), rooms(school_id, room_id);
    room_mutes: memberships(school_id, user_id), rooms(school_id, room_id);
    messages: memberships(school_id, user_id), rooms(school_id, room_id);
    message_versions: messages(school_id, message_id);
    message_reactions: memberships(school_id, user_id), messages(school_id, message_id);
    message_mentions: memberships(school_id, user_id), messages(school_id, message_id);
    message_reports: memberships(school_id, user_id), messages(school_id, message_id);
    room_reads: memberships(school_id, user_id), rooms(school_id, room_id);
    chat_words: schools(school_id);
    announcements: memberships(school_id, author_id), schools(school_id);
    announcement_roles: announcements(school_id, announcement_id);
    announcement_classes: announcements(school_id, announcement_id), class_groups(school_id, class_id);
    announcement_reads: announcements(school_id, announcement_id), memberships(school_id, user_id);
    announcement_mails: announcements(school_id, announcement_id), memberships(school_id, user_id);
    guardians: memberships(school_id, child_id), memberships(school_id, created_by), memberships(school_id, parent_id);
    family_codes: memberships(school_id, child_id), memberships(school_id, created_by), memberships(school_id, used_by);
    departments: memberships(school_id, head_id), schools(school_id);
    department_members: departments(school_id, department_id), memberships(school_id, user_id);
    class_departments: class_groups(school_id, class_id), departments(school_id, department_id);
    academic_years: schools(school_id);
    terms: academic_years(school_id, year_id);
    holidays: schools(school_id);
    grade_scales: schools(school_id);
    grade_bands: grade_scales(school_id, scale_id);
    audit: schools(school_id), users(actor_id);
};
