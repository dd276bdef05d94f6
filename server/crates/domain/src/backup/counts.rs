//! What there is: one statement for every figure of the page.

use model::backup::{BackupPage, Count};
use store::{args, sql};

use super::policy::may_archive;
use crate::{Reach, Result};

#[derive(sqlx::FromRow)]
struct Row {
    name: model::backup::Counted,
    rows: i64,
    bytes: i64,
}

/// The page's figures: of the school, or of the whole platform.
///
/// # Errors
/// As the database answers; who may look was decided by [`super::reach`].
pub async fn show(reach: &Reach) -> Result<BackupPage> {
    let request = reach.request();
    let mut rows: Vec<Row> = request
        .db
        .all(
            sql!(
                "select name, rows, bytes from (
                   select cast('students' as text) as name, cast(count(*) as bigint) as rows, cast(0 as bigint) as bytes
                   from memberships where role = 'student' and status = 'active' and (cast($1 as text) is null or school_id = $1)
                   union all select 'courses', count(*), 0 from courses where (cast($1 as text) is null or school_id = $1)
                   union all select 'enrollments', count(*), 0 from enrollments where (cast($1 as text) is null or school_id = $1)
                   union all select 'schools', count(*), 0 from schools where (cast($1 as text) is null or id = $1)
                   union all select 'accounts', count(*), 0 from users where (cast($1 as text) is null
                     or id in (select m.user_id from memberships m where m.school_id = $1))
                   union all select 'people', count(*), 0 from memberships where (cast($1 as text) is null or school_id = $1)
                   union all select 'classes', count(*), cast(coalesce(sum(storage_bytes), 0) as bigint)
                   from class_groups where (cast($1 as text) is null or school_id = $1)
                   union all select 'codes', count(*), 0 from class_codes where (cast($1 as text) is null or school_id = $1)
                   union all select 'class_places', count(*), 0 from class_members where (cast($1 as text) is null or school_id = $1)
                   union all select 'course_classes', count(*), 0 from course_classes where (cast($1 as text) is null or school_id = $1)
                   union all select 'assignments', count(*), 0 from assignments where (cast($1 as text) is null or school_id = $1)
                   union all select 'submissions', count(*), 0 from submissions where (cast($1 as text) is null or school_id = $1)
                   union all select 'files', count(*), 0 from files where (cast($1 as text) is null or school_id = $1)
                   union all select 'submission_files', count(*), 0 from submission_files
                   where (cast($1 as text) is null or school_id = $1)
                   union all select 'marks', count(*), 0 from marks where (cast($1 as text) is null or school_id = $1)
                   union all select 'rooms', count(*), 0 from rooms where (cast($1 as text) is null or school_id = $1)
                   union all select 'messages', count(*), 0 from messages where (cast($1 as text) is null or school_id = $1)
                   union all select 'reads', count(*), 0 from room_reads where (cast($1 as text) is null or school_id = $1)
                   union all select 'audit', count(*), 0 from audit where (cast($1 as text) is null or school_id = $1)
                   union all select 'settings', count(*), 0 from platform where cast($1 as text) is null
                 ) as counted order by name"
            ),
            args![reach.school()],
        )
        .await?;
    rows.sort_by_key(|row| row.name);
    let file_bytes = rows.iter().map(|row| row.bytes).sum();
    let mut counts: Vec<Count> = rows.into_iter().map(|row| Count { name: row.name, rows: row.rows }).collect();
    let total = counts.iter().filter(|count| !count.name.is_part()).map(|count| count.rows).sum();
    let (school, database_bytes) = match reach {
        Reach::Platform(_) => (None, Some(request.db.size().await?)),
        Reach::School(scope) => {
            // A school knows nothing of the platform's own rows.
            counts.retain(|count| !count.name.is_platform());
            (Some((scope.place.slug.clone(), scope.place.name.clone())), None)
        }
    };
    Ok(BackupPage {
        school,
        counts,
        total,
        file_bytes,
        database_bytes,
        zone: super::zone(reach).to_owned(),
        can_archive: may_archive(reach).is_ok(),
        lacked: lacked(reach).await?,
        counted: super::reader(reach).when(request.now),
        kept: match may_archive(reach) {
            Ok(()) => Some(super::kept::status(reach).await?),
            Err(_) => None,
        },
    })
}

/// The last archive, where it lacked files: nothing when a later one was begun.
async fn lacked(reach: &Reach) -> Result<Option<(model::When, i64)>> {
    let school = reach.school().map(|school| school.to_string()).unwrap_or_default();
    let found: Option<(model::At, String)> = reach
        .request()
        .db
        .maybe(
            sql!(
                "select a.at, a.detail from audit a
                 where a.subject = 'archive' and a.action = 'backup.incomplete' and coalesce(a.school_id, '') = $1
                   and not exists (select 1 from audit d where d.subject = 'archive' and d.action = 'backup.download'
                                     and coalesce(d.school_id, '') = $1 and d.at > a.at)
                 order by a.at desc, a.id desc limit 1"
            ),
            args![school],
        )
        .await?;
    let Some((at, detail)) = found else { return Ok(None) };
    let detail: serde_json::Value = serde_json::from_str(&detail)?;
    let files = ["missing", "damaged"].iter().filter_map(|name| detail[*name].as_i64()).sum();
    Ok(Some((super::reader(reach).when(at), files)))
}
