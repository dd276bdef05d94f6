//! Every table of the schema, in the order in which rows can be put back: a table stands after those it refers to.
//! A test compares this list with the migrated schema of both databases, so no table and no column can be forgotten.

mod kinds;
mod left_out;
#[macro_use]
mod statements;
#[cfg(test)]
pub(super) mod tests;

use model::ids::SchoolId;
use store::{Arg, Shape, Sql, args, sql};

pub use kinds::{Column, Kind};
pub use left_out::{KEPT, Kept};
pub(super) use statements::columns;

/// A column of text that no CSV and no JSON holds, and why. What is to be put back needs it: the archive of the whole
/// platform has it.
#[derive(Clone, Copy, Debug)]
pub struct Secret {
    pub name: &'static str,
    pub why: &'static str,
    /// Whether a school's archive has it too: what its admin sees anyway.
    pub known: bool,
}

/// Two statements that read the same columns.
pub struct Reads {
    /// All rows.
    pub platform: Sql,
    /// The rows of the school `$1`; `None` for what belongs to no school.
    pub school: Option<Sql>,
}

/// A table with the statements that read it and empty it. Each reading is ordered by the table's key, which has an index: rows come as
/// they are read, without a sort that would hold them all.
pub struct Table {
    pub name: &'static str,
    /// The columns that no two rows share.
    pub key: &'static [&'static str],
    pub columns: &'static [Column],
    /// Columns left out.
    pub secret: &'static [Secret],
    /// What everybody who may download reads: the columns.
    pub open: Reads,
    /// What an archive holds: the columns, and after them the secret ones that it may have.
    pub whole: Reads,
    /// The rows of the school `$1` with every column that there is: what is taken out of the platform's archive.
    pub entire: Option<Sql>,
    /// Takes away the rows of the school `$1`; `None` for what is not the school's alone.
    pub clear: Option<Sql>,
}

impl Table {
    /// What it takes to put rows with these columns back.
    ///
    /// # Errors
    /// None for a table of this list.
    pub fn shape(&self, of_school: bool) -> store::Result<Shape> {
        Shape::new(self.name, self.archived(of_school).map(|column| (column.name, column.kind.into())))
    }

    /// The columns of an archive, in the order in which they are read.
    pub fn archived(&self, of_school: bool) -> impl Iterator<Item = Column> {
        let secret = self.secret.iter().filter(move |it| it.known || !of_school);
        self.columns.iter().copied().chain(secret.map(|it| Column { name: it.name, kind: Kind::Text }))
    }
}

impl Reads {
    /// The statement for the platform or for the school, with its arguments; `None` where the school has no such rows.
    pub fn of(&self, school: Option<SchoolId>) -> Option<(Sql, Vec<Arg>)> {
        match school {
            None => Some((self.platform, args![])),
            Some(school) => self.school.map(|sql| (sql, args![school])),
        }
    }
}

/// Makes of one list what is exported and what is counted.
macro_rules! tables {
    ($(table!($name:ident $($table:tt)*)),* $(,)?) => {
        /// The tables that are exported.
        pub static TABLES: &[Table] = &[$(table!($name $($table)*)),*];

        /// Counts the rows of every table that is exported, of the school or of all, and the students. The line without a
        /// name is what people uploaded, in bytes.
        pub fn counts(school: Option<SchoolId>) -> (Sql, Vec<Arg>) {
            match school {
                None => (
                    sql!(concat!(
                        "select cast('students' as text) as name, cast(count(*) as bigint) as rows
                         from memberships where role = 'student' and status = 'active' union all
                         select null, cast(coalesce(sum(storage_bytes), 0) as bigint) from class_groups",
                        $(count!(all $name $($table)*)),*
                    )),
                    args![],
                ),
                Some(school) => (
                    sql!(concat!(
                        "select cast('students' as text) as name, cast(count(*) as bigint) as rows
                         from memberships where role = 'student' and status = 'active' and school_id = $1 union all
                         select null, cast(coalesce(sum(storage_bytes), 0) as bigint) from class_groups where school_id = $1",
                        $(count!(school $name $($table)*)),*
                    )),
                    args![school],
                ),
            }
        }
    };
}

tables! {
    table!(platform [key] { key: Text, value: Text }),
    table!(schools [id] {
        id: Text, slug: Text, name: Text, name_key: Text, time_zone: Text, locale: Text, currency: Text, created_at: At,
        features: Text, teacher_label: Text, brand_color: Text, logo: Text, mail_domain: Text
    } of "id = $1"),
    table!(users [id] {
        id: Text, username: Text, username_key: Text, email: Contact, email_key: Contact, name: Text, name_key: Text,
        status: Text, platform_role: Text, locale: Text, verified_at: At, created_at: At, phone: Contact, bio: Contact,
        organization: Contact, time_zone: Text, theme: Text, email_search: Contact
    } partly {
        // Which other school somebody starts in is not for this one to know.
        primary_school_id: "case when primary_school_id = $1 then primary_school_id end",
        // A face is shown where its owner has a place.
        photo: "case when id in (select a.user_id from memberships a where a.school_id = $1 and a.status = 'active')
                then photo else '' end",
        // How people like to be told is not for a school to know.
        notifications: "''",
    } of "id in (select m.user_id from memberships m where m.school_id = $1)"
      contact "id in (select r.user_id from memberships r
                      where r.school_id = $1 and (r.status <> 'ended' or r.suspended_at is not null))"
      without { password_hash: "whoever reads it can try passwords at leisure" }),
    table!(memberships [school_id, user_id] {
        school_id: Text, user_id: Text, role: Text, status: Text, created_at: At, ended_at: At, suspended_at: At, number: Text,
        joined_on: Text, granted: Text, revoked: Text, search_key: Text, email_key: Contact
    } of "school_id = $1" contact "(status <> 'ended' or suspended_at is not null)"),
    table!(name_suggestions [school_id, user_id] {
        school_id: Text, user_id: Text, name: Text, suggested_by: Text, suggested_at: At, expires_at: At
    } of "school_id = $1"),
    table!(class_groups [school_id, id] {
        school_id: Text, id: Text, name: Text, name_key: Text, storage_bytes: Int, quota_bytes: Int, created_by: Text,
        created_at: At, archived_at: At
    } of "school_id = $1"),
    table!(class_codes [school_id, class_id, kind] {
        school_id: Text, class_id: Text, kind: Text, closed: Bool, ask_first: Bool, mail_domain: Text, never_set: Bool,
        expires_at: At, created_at: At
    } of "school_id = $1"
      known { code: "it lets its reader into the class, a lecturer's code as a teacher" }),
    table!(class_members [school_id, class_id, user_id] {
        school_id: Text, class_id: Text, user_id: Text, role: Text, joined_at: At
    } of "school_id = $1"),
    table!(class_requests [school_id, class_id, user_id] {
        school_id: Text, class_id: Text, user_id: Text, role: Text, status: Text, asked_at: At, decided_at: At, decided_by: Text
    } of "school_id = $1"
      known { code: "it lets its reader into the class" }),
    table!(invitations [school_id, id] {
        school_id: Text, id: Text, email: Contact, email_key: Contact, name: Text, role: Text, class_id: Text, note: Text,
        invited_by: Text, invited_at: At, sent_at: At, expires_at: At, accepted_at: At, accepted_by: Text, withdrawn_at: At
    } of "school_id = $1"
      contact "(accepted_by is null or accepted_by in (select r.user_id from memberships r
                where r.school_id = $1 and (r.status <> 'ended' or r.suspended_at is not null)))"
      without {
        mail_hash: "with it a link that was lost could be proven to be the one",
        link: "it lets its reader into the school with the role of the invitation"
      }),
    table!(invitation_children [school_id, invitation_id, child_id] {
        school_id: Text, invitation_id: Text, child_id: Text
    } of "school_id = $1"),
    table!(courses [school_id, id] {
        school_id: Text, id: Text, title: Text, title_key: Text, summary: Text, teacher_id: Text, created_at: At
    } of "school_id = $1"),
    table!(course_classes [school_id, course_id, class_id] {
        school_id: Text, course_id: Text, class_id: Text
    } of "school_id = $1"),
    table!(enrollments [school_id, course_id, user_id] {
        school_id: Text, course_id: Text, user_id: Text, enrolled_at: At
    } of "school_id = $1"),
    table!(left_courses [school_id, course_id, user_id, left_at] {
        school_id: Text, course_id: Text, user_id: Text, enrolled_at: At, left_at: At
    } of "school_id = $1"),
    table!(assignments [school_id, id] {
        school_id: Text, id: Text, course_id: Text, title: Text, brief: Text, points: Int, due_at: At, created_by: Text,
        created_at: At
    } of "school_id = $1"),
    table!(submissions [school_id, id] {
        school_id: Text, id: Text, assignment_id: Text, user_id: Text, attempt: Int, note: Text, late: Bool, submitted_at: At
    } of "school_id = $1"),
    table!(forums [school_id, id] {
        school_id: Text, id: Text, class_id: Text, course_id: Text, anonymous: Bool, created_at: At
    } of "school_id = $1"),
    table!(forum_topics [school_id, id] {
        school_id: Text, id: Text, forum_id: Text, name: Text, created_at: At
    } of "school_id = $1"),
    table!(forum_threads [school_id, id] {
        school_id: Text, id: Text, forum_id: Text, topic_id: Text, title: Text, author_id: Text, anonymous: Bool, pinned: Bool,
        locked: Bool, answer: Int, last_number: Int, last_at: At, created_at: At, deleted_at: At,
        revision: Int
    } of "school_id = $1"),
    table!(forum_posts [school_id, id] {
        school_id: Text, id: Text, thread_id: Text, number: Int, reply_to: Int, author_id: Text, anonymous: Bool, body: Text,
        words: Text, created_at: At, edited_at: At, edited_by: Text, deleted_at: At, deleted_by: Text
    } of "school_id = $1"),
    table!(forum_edits [school_id, id] {
        school_id: Text, id: Text, post_id: Text, title: Text, body: Text, edited_by: Text, edited_at: At
    } of "school_id = $1"),
    table!(forum_votes [school_id, post_id, user_id] {
        school_id: Text, post_id: Text, user_id: Text, voted_at: At
    } of "school_id = $1"),
    table!(forum_visits [school_id, thread_id, user_id] {
        school_id: Text, thread_id: Text, user_id: Text, number: Int, follows: Bool
    } of "school_id = $1"),
    table!(forum_follows [school_id, forum_id, user_id] {
        school_id: Text, forum_id: Text, user_id: Text, follows: Bool
    } of "school_id = $1"),
    table!(forum_reports [school_id, post_id, user_id] {
        school_id: Text, post_id: Text, user_id: Text, reason: Text, reported_at: At, settled_at: At
    } of "school_id = $1"),
    table!(forum_saves [school_id, post_id, user_id] {
        school_id: Text, post_id: Text, user_id: Text, saved_at: At
    } of "school_id = $1"),
    table!(rooms [school_id, id] {
        school_id: Text, id: Text, class_id: Text, last_seq: Int, kind: Text, key: Text, child_id: Text, name: Text,
        last_revision: Int, read_only: Bool, slow_seconds: Int, created_at: At, closed_at: At
    } of "school_id = $1"),
    table!(messages [school_id, id] {
        school_id: Text, id: Text, room_id: Text, seq: Int, user_id: Text, body: Text, sent_at: At, revision: Int, edited_at: At,
        deleted_at: At, pinned_at: At, reply_seq: Int, words: Text, file_names: Text, calls_all: Bool, thread_seq: Int
    } of "school_id = $1"),
    table!(files [school_id, id] {
        school_id: Text, id: Text, class_id: Text, name: Text, media_type: Text, bytes: Int, sha256: Text, created_by: Text,
        created_at: At
    } of "school_id = $1"),
    table!(submission_files [school_id, submission_id, file_id] {
        school_id: Text, submission_id: Text, file_id: Text, position: Int
    } of "school_id = $1"),
    table!(forum_files [school_id, post_id, file_id] {
        school_id: Text, post_id: Text, file_id: Text, position: Int, width: Int, height: Int, preview_of: Text
    } of "school_id = $1"),
    table!(message_files [school_id, message_id, file_id] {
        school_id: Text, message_id: Text, file_id: Text, position: Int, alt: Text, width: Int, height: Int, preview_of: Text
    } of "school_id = $1"),
    table!(forum_drafts [school_id, user_id, place] {
        school_id: Text, user_id: Text, place: Text, title: Text, body: Text, topic: Text, anonymous: Bool, saved_at: At
    } of "school_id = $1"),
    table!(marks [school_id, id] {
        school_id: Text, id: Text, submission_id: Text, version: Int, marks: Int, comment: Text, marked_by: Text, marked_at: At
    } of "school_id = $1"),
    table!(room_members [school_id, room_id, user_id] {
        school_id: Text, room_id: Text, user_id: Text, joined_at: At, hidden_seq: Int
    } of "school_id = $1"),
    table!(room_mutes [school_id, room_id, user_id] {
        school_id: Text, room_id: Text, user_id: Text, until_at: At, muted_by: Text
    } of "school_id = $1"),
    table!(message_versions [school_id, message_id, version] {
        school_id: Text, message_id: Text, version: Int, body: Text, by_author: Bool, replaced_at: At, file_names: Text
    } of "school_id = $1"),
    table!(message_reactions [school_id, message_id, user_id, emoji] {
        school_id: Text, message_id: Text, user_id: Text, emoji: Text, reacted_at: At
    } of "school_id = $1"),
    table!(message_mentions [school_id, message_id, user_id] {
        school_id: Text, message_id: Text, user_id: Text, name: Text
    } of "school_id = $1"),
    table!(message_reports [school_id, message_id, user_id] {
        school_id: Text, message_id: Text, user_id: Text, reason: Text, reported_at: At, settled_at: At
    } of "school_id = $1"),
    table!(room_reads [school_id, room_id, user_id] {
        school_id: Text, room_id: Text, user_id: Text, seq: Int, told: Text
    } of "school_id = $1"),
    table!(chat_words [school_id, word_key] { school_id: Text, word_key: Text, word: Text } of "school_id = $1"),
    table!(announcements [school_id, id] {
        school_id: Text, id: Text, title: Text, body: Text, audience: Text, pinned: Bool, author_id: Text, created_at: At,
        publish_at: At, until_at: At, withdrawn_at: At, for_parents: Bool, reminded_at: At
    } of "school_id = $1"),
    table!(announcement_roles [school_id, announcement_id, role] {
        school_id: Text, announcement_id: Text, role: Text
    } of "school_id = $1"),
    table!(announcement_classes [school_id, announcement_id, class_id] {
        school_id: Text, announcement_id: Text, class_id: Text
    } of "school_id = $1"),
    table!(announcement_reads [school_id, announcement_id, user_id] {
        school_id: Text, announcement_id: Text, user_id: Text, read_at: At
    } of "school_id = $1"),
    table!(announcement_mails [school_id, announcement_id, user_id] {
        school_id: Text, announcement_id: Text, user_id: Text, mailed_at: At
    } of "school_id = $1"),
    table!(guardians [school_id, parent_id, child_id] {
        school_id: Text, parent_id: Text, child_id: Text, relation: Text, occupation: Text, timetable: Bool, attendance: Bool,
        performance: Bool, fees: Bool, contact_teachers: Bool, created_by: Text, created_at: At
    } of "school_id = $1"),
    table!(family_codes [school_id, id] {
        school_id: Text, id: Text, child_id: Text, created_by: Text, created_at: At, expires_at: At, used_at: At, used_by: Text,
        closed_at: At
    } of "school_id = $1"
      without { code: "whoever reads it becomes a parent of the child" }),
    table!(departments [school_id, id] {
        school_id: Text, id: Text, name: Text, name_key: Text, head_id: Text, created_at: At
    } of "school_id = $1"),
    table!(department_members [school_id, department_id, user_id] {
        school_id: Text, department_id: Text, user_id: Text
    } of "school_id = $1"),
    table!(class_departments [school_id, class_id] {
        school_id: Text, class_id: Text, department_id: Text
    } of "school_id = $1"),
    table!(academic_years [school_id, id] {
        school_id: Text, id: Text, name: Text, name_key: Text, starts_on: Text, ends_on: Text, created_at: At
    } of "school_id = $1"),
    table!(terms [school_id, id] {
        school_id: Text, id: Text, year_id: Text, name: Text, name_key: Text, starts_on: Text, ends_on: Text, created_at: At
    } of "school_id = $1"),
    table!(holidays [school_id, id] {
        school_id: Text, id: Text, name: Text, name_key: Text, starts_on: Text, ends_on: Text, created_at: At
    } of "school_id = $1"),
    table!(grade_scales [school_id, id] {
        school_id: Text, id: Text, name: Text, name_key: Text, is_default: Bool, created_at: At
    } of "school_id = $1"),
    table!(grade_bands [school_id, scale_id, least] {
        school_id: Text, scale_id: Text, letter: Text, least: Int, points: Int
    } of "school_id = $1"),
    table!(audit [id] {
        id: Text, at: At, actor_id: Text, school_id: Text, action: Text, subject: Text, detail: Text, address: Text,
        request_id: Text, search_key: Text, agent: Text, erased_at: At
    } of "school_id = $1"),
}
