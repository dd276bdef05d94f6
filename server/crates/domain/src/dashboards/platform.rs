//! The platform admin's: the schools, and whether anything is stuck.

use model::At;
use model::dashboards::{MailLine, PlatformBoard, PlatformFigures, SchoolLine};
use model::ids::SchoolId;
use store::{args, sql};

use crate::calendar::Reader;
use crate::{Person, Result, mail};

/// Days in which an account counts as new.
const NEW_DAYS: i64 = 7;

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    figures: PlatformFigures,
    id: Option<SchoolId>,
    slug: Option<String>,
    name: Option<String>,
    time_zone: Option<String>,
    created_at: Option<At>,
    students: i64,
    teachers: i64,
    classes: i64,
    storage_bytes: i64,
}

/// The platform at a glance.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn platform(person: &Person) -> Result<PlatformBoard> {
    person.require_platform_admin()?;
    let rows: Vec<Row> = person
        .db
        .all(
            sql!(
                "select t.schools, t.users, t.sign_ups, t.mails_waiting, t.mails_failed, t.jobs_waiting, t.jobs_dead,
                        s.id, s.slug, s.name, s.time_zone, s.created_at,
                        (select cast(count(*) as bigint) from memberships m
                         where m.school_id = s.id and m.role = 'student' and m.status = 'active') as students,
                        (select cast(count(*) as bigint) from memberships m
                         where m.school_id = s.id and m.role in ('teacher', 'form_teacher') and m.status = 'active') as teachers,
                        (select cast(count(*) as bigint) from class_groups g
                         where g.school_id = s.id and g.archived_at is null) as classes,
                        (select cast(coalesce(sum(g.storage_bytes), 0) as bigint) from class_groups g
                         where g.school_id = s.id) as storage_bytes
                 from (select (select cast(count(*) as bigint) from schools) as schools,
                              (select cast(count(*) as bigint) from users where status <> 'inactive') as users,
                              (select cast(count(*) as bigint) from users
                               where created_at >= $1 and status <> 'inactive') as sign_ups,
                              (select cast(count(*) as bigint) from mails
                               where sent_at is null and last_error is null) as mails_waiting,
                              (select cast(count(*) as bigint) from mails
                               where sent_at is null and last_error is not null) as mails_failed,
                              (select cast(count(*) as bigint) from jobs where state in ('waiting', 'running')) as jobs_waiting,
                              (select cast(count(*) as bigint) from jobs where state = 'dead') as jobs_dead) as t
                 left join schools s on s.id is not null
                 order by s.name_key, s.id limit 200"
            ),
            args![person.now.plus_days(-NEW_DAYS)],
        )
        .await?;
    let figures = rows.first().map(|row| row.figures.clone()).unwrap_or_default();
    let line = |row: Row| {
        Some(SchoolLine {
            id: row.id?,
            slug: row.slug?,
            name: row.name?,
            students: row.students,
            teachers: row.teachers,
            classes: row.classes,
            storage_bytes: row.storage_bytes,
            founded: Reader { zone: row.time_zone.as_deref()?, locale: person.locale() }.when(row.created_at?),
            time_zone: row.time_zone?,
        })
    };
    let schools = rows.into_iter().filter_map(line).collect();
    Ok(PlatformBoard {
        figures,
        cache_hits: person.contexts.figures().per_mille(),
        database_bytes: person.db.size().await?,
        schools,
    })
}

/// The newest mails with their times in words.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn mails(person: &Person) -> Result<Vec<MailLine>> {
    let line = |card: model::accounts::MailCard| MailLine {
        id: card.id,
        recipient: card.recipient,
        subject: card.subject,
        body: card.body,
        written: person.when(card.created_at),
        sent: card.sent_at.map(|at| person.when(at)),
        problem: card.last_error,
    };
    Ok(mail::recent(person).await?.into_iter().map(line).collect())
}
