//! Every table of the schema: how many rows it has, and what stands in them.

use std::collections::BTreeMap;

use store::{Cells, Db, Sql, args, sql};

use crate::app::TestApp;

macro_rules! tables {
    ($first:ident $($more:ident)*) => {
        pub const TABLES: &[&str] = &[stringify!($first) $(, stringify!($more))*];

        /// Counts the rows of every table; a session that has stepped aside is none beside the one in its place.
        pub async fn rows(app: &TestApp) -> BTreeMap<String, i64> {
            let counts = sql!(concat!(
                "select cast('", stringify!($first), "' as text) as name, cast(count(*) as bigint) as n from ", stringify!($first)
                $(, " union all select '", stringify!($more), "', count(*) from ", stringify!($more))*
            ));
            let counted: Vec<(String, i64)> = app.state.world.db.all(counts, args![]).await.unwrap();
            let aside = sql!("select cast(count(*) as bigint) as n from sessions where next_hash is not null");
            let (aside,): (i64,) = app.state.world.db.one(aside, args![]).await.unwrap();
            let less = |(name, n): (String, i64)| if name == "sessions" { (name, n - aside) } else { (name, n) };
            counted.into_iter().map(less).collect()
        }

        /// What every table holds: its rows as texts, sorted.
        pub async fn content(app: &TestApp) -> BTreeMap<&'static str, Vec<String>> {
            let wholes: [(&'static str, Sql); TABLES.len()] = [
                (stringify!($first), sql!(concat!("select * from ", stringify!($first))))
                $(, (stringify!($more), sql!(concat!("select * from ", stringify!($more)))))*
            ];
            let mut content = BTreeMap::new();
            for (table, whole) in wholes {
                content.insert(table, texts(&app.state.world.db, whole).await);
            }
            content
        }
    };
}

tables! {
    platform users schools memberships name_suggestions class_groups class_codes class_members class_requests invitations invitation_children code_guesses courses
    course_classes enrollments left_courses assignments submissions files submission_files marks departments department_members
    class_departments academic_years terms holidays grade_scales grade_bands rooms room_members room_mutes messages message_versions message_files message_reactions message_mentions message_reports
    chat_words room_reads guardians family_codes undos announcements
    announcement_roles announcement_classes announcement_reads announcement_mails
    forums forum_topics forum_threads forum_posts forum_edits forum_votes forum_visits forum_follows forum_reports forum_saves forum_files forum_drafts audit sessions tokens email_changes registrations flashes
    log_in_failures jobs notifications mails closures clears cleared_rows restores audit_aside kept_backups backup_schedules archive_uploads secrets push_subscriptions
}

async fn texts(db: &Db, whole: Sql) -> Vec<String> {
    let rows: Vec<Cells> = db.all(whole, args![]).await.unwrap();
    let mut texts: Vec<String> = rows.into_iter().map(|row| format!("{row:?}")).collect();
    texts.sort_unstable();
    texts
}
