//! The rules every SQL text keeps (architecture section 4), checked on both databases for all of them at once.

use store::statements;
use store::testing::{Scratch, describe};

/// Tables whose rows belong to a school: every statement on one must name the school.
const TENANT_TABLES: &[&str] = &[
    "memberships",
    "name_suggestions",
    "class_groups",
    "class_codes",
    "class_members",
    "class_requests",
    "invitations",
    "invitation_children",
    "courses",
    "course_classes",
    "enrollments",
    "left_courses",
    "assignments",
    "submissions",
    "files",
    "submission_files",
    "marks",
    "rooms",
    "room_members",
    "room_mutes",
    "messages",
    "message_versions",
    "message_files",
    "message_reactions",
    "message_mentions",
    "message_reports",
    "chat_words",
    "room_reads",
    "announcements",
    "announcement_roles",
    "announcement_classes",
    "announcement_reads",
    "announcement_mails",
    "forums",
    "forum_topics",
    "forum_threads",
    "forum_posts",
    "forum_edits",
    "forum_votes",
    "forum_visits",
    "forum_follows",
    "forum_reports",
    "forum_saves",
    "forum_files",
    "forum_drafts",
    "guardians",
    "family_codes",
    "departments",
    "department_members",
    "class_departments",
    "academic_years",
    "terms",
    "holidays",
    "grade_scales",
    "grade_bands",
    "undos",
    "clears",
    "cleared_rows",
    "archive_uploads",
];

/// The result types of dialect rule 1.
const TYPES: &[&str] = &["TEXT", "INT8", "BOOL", "FLOAT8", "BYTEA"];

#[tokio::test]
async fn every_statement_is_understood_by_both_databases_with_plain_result_types() {
    let (sqlite, postgres) = (Scratch::sqlite().await, Scratch::postgres().await);
    let mut faults = Vec::new();
    let all = statements();
    assert!(all.len() > 40, "the register is empty: {}", all.len());
    for statement in all {
        let place = format!("{}:{}", statement.file, statement.line);
        if let Err(error) = describe(&sqlite.db, statement).await {
            faults.push(format!("{place}: SQLite: {error}"));
        }
        match describe(&postgres.db, statement).await {
            Err(error) => faults.push(format!("{place}: PostgreSQL: {error}")),
            Ok(columns) => {
                let odd = columns.iter().filter(|(_, kind)| !TYPES.contains(&kind.as_str()));
                faults.extend(odd.map(|(name, kind)| format!("{place}: column {name} is {kind}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    sqlite.discard().await;
    postgres.discard().await;
}

#[test]
fn every_statement_on_a_table_of_a_school_names_the_school() {
    let mut faults = Vec::new();
    for statement in statements() {
        let words: Vec<&str> = statement.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        let touches = words
            .windows(2)
            .any(|pair| matches!(pair[0], "from" | "join" | "into" | "update") && TENANT_TABLES.contains(&pair[1]));
        if touches && !words.contains(&"school_id") && !EXCEPTIONS.iter().any(|exception| statement.text.contains(exception)) {
            faults.push(format!("{}:{}: {}", statement.file, statement.line, statement.text));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Statements that look over all schools on purpose, each with its reason.
const EXCEPTIONS: &[&str] = &[
    // A session loads all of its person's places.
    "left join memberships m on m.user_id = u.id and (m.status = 'active' or m.suspended_at is not null)",
    // The sweep forgets what can no longer be undone, wherever it was done.
    "delete from undos where expires_at <= $1",
    // What was cleared, too.
    "delete from clears where expires_at <= $1",
    // And what a killed server was clearing is ended, wherever that was.
    "update clears set state = 'failed', cause = $2 where state = 'running' and beat_at < $1",
    // And the suggestions that nobody answered.
    "delete from name_suggestions where expires_at <= $1",
    // The page of the whole platform counts every school's rows.
    "from memberships where role = 'student' and status = 'active' union all",
    // And the archives that nobody restored from.
    "delete from archive_uploads where touched_at <= $1",
    // The disk they come to is everybody's.
    "from archive_uploads where state = 'coming'",
];
