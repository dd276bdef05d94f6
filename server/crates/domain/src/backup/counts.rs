//! What there is: one statement for every figure of the page, made from the [`manifest`](super::manifest).

use model::backup::{BackupPage, Count, Table};
use model::ids::SchoolId;
use store::{args, sql};

use super::manifest;
use super::policy::{may_archive, parts};
use crate::{Reach, Request, Result};

#[derive(sqlx::FromRow)]
struct Row {
    /// Without one it is the bytes of what people uploaded.
    name: Option<Table>,
    rows: i64,
}

/// The page's figures: of the school, or of the whole platform.
///
/// # Errors
/// As the database answers; who may look was decided by [`super::reach`].
pub async fn show(reach: &Reach) -> Result<BackupPage> {
    let request = reach.request();
    let (counts, file_bytes) = of(request, reach.school()).await?;
    let total = counts.iter().filter(|count| !count.name.is_part()).map(|count| count.rows).sum();
    let (school, database_bytes) = match reach {
        Reach::Platform(_) => (None, Some(request.db.size().await?)),
        Reach::School(scope) => (Some((scope.place.slug.clone(), scope.place.name.clone())), None),
    };
    Ok(BackupPage {
        school,
        of_platform: super::is_of_platform(reach),
        parts: parts(reach),
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
        cleared: match reach {
            Reach::Platform(_) => Vec::new(),
            Reach::School(scope) => super::clear::gone(scope).await?,
        },
        handed: super::upload::handed_over(reach).await?,
    })
}

/// How many rows there are of what is counted, in the order of [`Table`], and the bytes of what people uploaded.
///
/// # Errors
/// As the database answers; who may know it is asked by whoever asks.
pub(super) async fn of(request: &Request, school: Option<SchoolId>) -> Result<(Vec<Count>, i64)> {
    let (sql, args) = manifest::counts(school);
    let rows: Vec<Row> = request.db.all(sql, args).await?;
    let file_bytes = rows.iter().find(|row| row.name.is_none()).map_or(0, |row| row.rows);
    let mut counts: Vec<Count> = rows.into_iter().filter_map(|row| Some(Count { name: row.name?, rows: row.rows })).collect();
    counts.sort_by_key(|count| count.name);
    Ok((counts, file_bytes))
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
