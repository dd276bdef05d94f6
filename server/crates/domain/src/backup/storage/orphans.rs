//! Orphans: contents that no row names, and rows whose content is gone. The store is listed once, a batch at a time;
//! memory does not grow with it.

use std::collections::{HashMap, HashSet};

use futures::stream::StreamExt;
use model::backup::storage::{Amount, MISSING, Missing, Orphans};
use model::ids::SchoolId;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use serde_json::{Value, json};
use store::{args, sql};
use tokio::sync::Semaphore;

use crate::backup::archive::Content;
use crate::files::{self, Place};
use crate::{Reach, Request, Result};

/// Contents asked about in one statement.
const BATCH: usize = 1000;
/// Who comes while somebody looks waits: each look reads the whole store.
static LOOKING: Semaphore = Semaphore::const_new(1);

/// What rows name, each content once: files, also of rows that were cleared and can be brought back, and logos, of the school
/// `$1` alone where there is one, else with the photos.
macro_rules! named {
    () => {
        "select school_id, sha256 from files where (cast($1 as text) is null or school_id = $1)
         union select school_id, content from cleared_rows
         where content is not null and (cast($1 as text) is null or school_id = $1)
         union select id, logo from schools where logo <> '' and (cast($1 as text) is null or id = $1)
         union select cast('' as text), photo from users where photo <> '' and cast($1 as text) is null"
    };
}

/// A content as it lies in the store.
struct Object {
    content: Content,
    bytes: i64,
    due: bool,
}

/// What is known so far.
#[derive(Default)]
struct Seen {
    stored: Amount,
    due: Amount,
    young: Amount,
    /// How many that rows name were found on each shelf.
    named: HashMap<String, i64>,
}

/// Looks through the store: all of it, or the school's part.
pub(super) async fn look(reach: &Reach) -> Result<Orphans> {
    let _alone = LOOKING.acquire().await.map_err(|_| model::Error::Unavailable)?;
    let (request, school) = (reach.request(), reach.school());
    let mut seen = Seen::default();
    let mut batch = Vec::with_capacity(BATCH);
    let prefix = school.map(|school| Path::from(school.to_string()));
    let mut objects = request.files.list(prefix.as_ref());
    while let Some(object) = objects.next().await {
        let object = object?;
        let (bytes, due) = (i64::try_from(object.size).unwrap_or(i64::MAX), files::is_due(&object, request.now));
        let content = match files::place(&object.location) {
            Some(Place::Content(school, sha256)) => Content { school: Some(school), sha256 },
            Some(Place::Photo(sha256)) => Content { school: None, sha256 },
            Some(Place::Incoming) => {
                seen.stored += one(bytes);
                seen.unnamed(bytes, due);
                continue;
            }
            None => continue,
        };
        seen.stored += one(bytes);
        batch.push(Object { content, bytes, due });
        if batch.len() >= BATCH {
            sort_out(request, &mut seen, std::mem::take(&mut batch)).await?;
        }
    }
    sort_out(request, &mut seen, batch).await?;
    let (missing, rows) = missing(request, school, &seen.named).await?;
    let Seen { stored, due, young, .. } = seen;
    Ok(Orphans { stored, due, young, missing, rows, looked: crate::backup::reader(reach).when(request.now) })
}

fn one(bytes: i64) -> Amount {
    Amount { files: 1, bytes }
}

impl Seen {
    fn unnamed(&mut self, bytes: i64, due: bool) {
        let kind = if due { &mut self.due } else { &mut self.young };
        *kind += one(bytes);
    }
}

/// School and SHA-256 as the statements have them: photos are of no school.
fn words(content: &Content) -> (String, String) {
    (content.school.map(|school| school.to_string()).unwrap_or_default(), content.sha256.clone())
}

fn rows<'a>(contents: impl IntoIterator<Item = &'a Content>) -> String {
    let row = |content: &Content| {
        let (school, sha256) = words(content);
        json!([school, sha256])
    };
    Value::Array(contents.into_iter().map(row).collect()).to_string()
}

/// Tells those of a batch that a row names from the others.
async fn sort_out(request: &Request, seen: &mut Seen, batch: Vec<Object>) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let named: Vec<(String, String)> = request
        .db
        .all(
            sql!(
                "with stored as (select value ->> 0 as school, value ->> 1 as sha256 from {rows $1})
                 select cast(o.school as text) as school, cast(o.sha256 as text) as sha256 from stored o
                 where exists (select 1 from files f where f.school_id = o.school and f.sha256 = o.sha256)
                    or exists (select 1 from cleared_rows r where r.school_id = o.school and r.content = o.sha256)
                    or exists (select 1 from schools s where s.id = o.school and s.logo = o.sha256)
                    or (o.school = '' and exists (select 1 from users u where u.photo = o.sha256))
                 order by school, sha256"
            ),
            args![rows(batch.iter().map(|object| &object.content))],
        )
        .await?;
    let named: HashSet<(String, String)> = named.into_iter().collect();
    for Object { content, bytes, due } in batch {
        if named.contains(&words(&content)) {
            *seen.named.entry(shelf(&content.sha256).to_owned()).or_default() += 1;
        } else {
            seen.unnamed(bytes, due);
        }
    }
    Ok(())
}

/// Contents are told apart by their first two letters, as they are in the store: where fewer were found than are named,
/// some are missing.
fn shelf(sha256: &str) -> &str {
    sha256.get(..2).unwrap_or(sha256)
}

/// How many contents that rows name were not found, and the first rows of them. A shelf is looked at content by content, so
/// that one which came since the listing is not taken for lost; when enough rows are known, the shelves after it are counted.
async fn missing(request: &Request, school: Option<SchoolId>, found: &HashMap<String, i64>) -> Result<(i64, Vec<Missing>)> {
    let shelves: Vec<(String, i64)> = request
        .db
        .all(
            sql!(concat!(
                "select substr(n.sha256, 1, 2) as shelf, cast(count(*) as bigint) as contents from (",
                named!(),
                ") n group by substr(n.sha256, 1, 2) order by shelf"
            )),
            args![school],
        )
        .await?;
    let (mut count, mut lost) = (0, Vec::new());
    for (shelf, contents) in shelves {
        let lacking = contents - found.get(&shelf).copied().unwrap_or_default();
        if lacking <= 0 {
            continue;
        }
        if lost.len() as i64 >= MISSING {
            count += lacking;
            continue;
        }
        for content in on_shelf(request, school, &shelf).await? {
            match request.files.head(&content.address()).await {
                Ok(_) => {}
                Err(object_store::Error::NotFound { .. }) => {
                    count += 1;
                    if (lost.len() as i64) < MISSING {
                        lost.push(content);
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    let rows = if lost.is_empty() { Vec::new() } else { named_by(request, school, &lost).await? };
    Ok((count, rows))
}

/// The contents that rows name on one shelf.
async fn on_shelf(request: &Request, school: Option<SchoolId>, shelf: &str) -> Result<Vec<Content>> {
    let named: Vec<(String, String)> = request
        .db
        .all(
            sql!(concat!(
                "select n.school_id, n.sha256 from (",
                named!(),
                // Behind every digit of a SHA-256.
                ") n where n.sha256 >= cast($2 as text) and n.sha256 < (cast($2 as text) || 'g') order by n.school_id, n.sha256"
            )),
            args![school, shelf],
        )
        .await?;
    Ok(named.into_iter().map(|(school, sha256)| Content { school: school.parse().ok(), sha256 }).collect())
}

/// The first rows that name these contents.
async fn named_by(request: &Request, school: Option<SchoolId>, lost: &[Content]) -> Result<Vec<Missing>> {
    let rows = request
        .db
        .all(
            sql!(
                "with lost as (select value ->> 0 as school, value ->> 1 as sha256 from {rows $2})
                 select kind, name, school, class from (
                   select cast('file' as text) as kind, f.name, s.name as school, g.name as class, f.id
                   from lost o
                   join files f on f.school_id = o.school and f.sha256 = o.sha256
                   join class_groups g on g.school_id = f.school_id and g.id = f.class_id
                   join schools s on s.id = f.school_id
                   where (cast($1 as text) is null or f.school_id = $1)
                   union all select 'file', value ->> 'name', s.name, '', r.clear_id from lost o
                   join cleared_rows r on r.school_id = o.school and r.content = o.sha256
                   join schools s on s.id = r.school_id, {rows '[' || r.body || ']'}
                   where (cast($1 as text) is null or r.school_id = $1)
                   union all select 'logo', s.name, s.name, '', s.id from lost o
                   join schools s on s.id = o.school and s.logo = o.sha256
                   union all select 'photo', u.name, '', '', u.id from lost o join users u on o.school = '' and u.photo = o.sha256
                 ) missing order by school, class, name, id limit $3"
            ),
            args![school, rows(lost), MISSING],
        )
        .await?;
    Ok(rows)
}
