//! Storage: what is kept for whom, by school, kind and class, and what lies in the store for nothing.

mod orphans;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::At;
use model::backup::Schools;
use model::backup::storage::{Amount, FileKind, LARGEST, LargeFile, Places, SchoolStorage, StoragePage, Undoable};
use model::ids::{FileId, UserId};
use store::{args, sql};

use super::clear::of_platform;
use super::policy::{may_archive, parts};
use super::schools::{arguments, found};
use crate::assignments::policy::may_read;
use crate::schools::platform::named;
use crate::{Person, Reach, Result, Scope, bounds, settings};

/// As [`super::reach`]; and for the platform's admin, who needs no place in a school, what its classes store.
///
/// # Errors
/// As there; `NotFound` for a school that is not there.
pub async fn reach(person: &Person, school: &str) -> Result<Reach> {
    let outside = !school.is_empty() && !super::looks_after(person, school);
    if outside && person.me.is_platform_admin() {
        return Ok(Reach::School(of_platform(person, school, &[]).await?));
    }
    super::reach(person, Some(school)).await
}

/// What is stored for the school, or on the whole platform, with a page of its classes or of those of its schools that the words
/// fit; with `look` the store is looked through too.
///
/// # Errors
/// `Forbidden` for a look through the store to whoever may not have an archive, which would hold what lies there; else as
/// the database and the store answer: who may see the page was decided by [`reach`].
pub async fn show(reach: &Reach, q: &str, page: i64, look: bool) -> Result<StoragePage> {
    let allowed = may_archive(reach);
    let can_look = allowed.is_ok();
    if look {
        allowed?;
    }
    let of_platform = super::is_of_platform(reach);
    let (school, database_bytes, places) = match reach {
        Reach::Platform(person) => {
            let bytes = person.db.size().await?;
            (None, Some(bytes), Places::Schools(fullest(person, q, page).await?))
        }
        Reach::School(scope) => {
            let classes = settings::storage::classes(scope, page).await?;
            // What people called their files is theirs and the school's.
            let largest = if of_platform { Vec::new() } else { largest(scope).await? };
            let places = Places::Classes { classes, largest };
            (Some((scope.place.slug.clone(), scope.place.name.clone())), None, places)
        }
    };
    let photos = school.is_none();
    let once = once(reach).await?;
    Ok(StoragePage {
        school,
        of_platform,
        parts: parts(reach),
        kinds: kinds(reach).await?,
        contents: Amount { files: once.contents, bytes: once.bytes },
        undoable: undoable(reach).await?,
        logos: once.logos,
        photos: photos.then_some(once.photos),
        database_bytes,
        places,
        can_look,
        orphans: if look { Some(orphans::look(reach).await?) } else { None },
    })
}

/// The uploaded files by kind, in the order of the kinds.
async fn kinds(reach: &Reach) -> Result<Vec<(FileKind, Amount)>> {
    let rows: Vec<(String, i64, i64)> = reach
        .request()
        .db
        .all(
            sql!(
                "select media_type, cast(count(*) as bigint) as files, cast(coalesce(sum(bytes), 0) as bigint) as bytes
                 from files where (cast($1 as text) is null or school_id = $1) group by media_type order by media_type"
            ),
            args![reach.school()],
        )
        .await?;
    let mut kinds: BTreeMap<FileKind, Amount> = BTreeMap::new();
    for (media_type, files, bytes) in rows {
        *kinds.entry(FileKind::of(&media_type)).or_default() += Amount { files, bytes };
    }
    Ok(kinds.into_iter().collect())
}

/// What lies in the store as the rows tell it.
#[derive(sqlx::FromRow)]
struct Once {
    contents: i64,
    bytes: i64,
    logos: i64,
    photos: i64,
}

/// Each content once, however often rows name it.
async fn once(reach: &Reach) -> Result<Once> {
    let once = reach
        .request()
        .db
        .one(
            sql!(
                "select cast(count(*) as bigint) as contents, cast(coalesce(sum(c.bytes), 0) as bigint) as bytes,
                        (select cast(count(*) as bigint) from schools
                         where logo <> '' and (cast($1 as text) is null or id = $1)) as logos,
                        (select cast(count(distinct photo) as bigint) from users
                         where photo <> '' and cast($1 as text) is null) as photos
                 from (select max(bytes) as bytes from files where (cast($1 as text) is null or school_id = $1)
                       group by school_id, sha256) c"
            ),
            args![reach.school()],
        )
        .await?;
    Ok(once)
}

/// What was cleared and lies in the store for as long as that can be undone. What a file names all the same is no part of it.
async fn undoable(reach: &Reach) -> Result<Option<Undoable>> {
    let (files, bytes, until): (i64, i64, Option<At>) = reach
        .request()
        .db
        .one(
            sql!(
                "select cast(count(*) as bigint) as files, cast(coalesce(sum(k.bytes), 0) as bigint) as bytes,
                        max(k.until) as until
                 from (select r.school_id, r.content, max(cast(value ->> 'bytes' as bigint)) as bytes, max(c.expires_at) as until
                       from cleared_rows r
                       join clears c on c.school_id = r.school_id and c.id = r.clear_id, {rows '[' || r.body || ']'}
                       where r.content is not null and (cast($1 as text) is null or r.school_id = $1)
                         and c.undone_at is null and c.expires_at > $2
                         and not exists (select 1 from files f where f.school_id = r.school_id and f.sha256 = r.content)
                       group by r.school_id, r.content) k"
            ),
            args![reach.school(), reach.request().now],
        )
        .await?;
    let reader = super::reader(reach);
    Ok(until.map(|until| Undoable { amount: Amount { files, bytes }, until: reader.when(until) }))
}

#[derive(sqlx::FromRow)]
struct SchoolRow {
    slug: String,
    name: String,
    files: i64,
    bytes: i64,
    quota_bytes: i64,
    logo: bool,
}

/// A page of the schools, the fullest first.
async fn fullest(person: &Person, q: &str, page: i64) -> Result<Schools<SchoolStorage>> {
    let empty = found(person, q, page).await?;
    let schools: Vec<SchoolRow> = person
        .db
        .all(
            sql!(concat!(
                "select s.slug, s.name, cast(coalesce(f.files, 0) as bigint) as files,
                        cast(coalesce(f.bytes, 0) as bigint) as bytes,
                        cast(coalesce(g.quota, 0) as bigint) as quota_bytes, (s.logo <> '') as logo
                 from schools s
                 left join (select school_id, count(*) as files, sum(bytes) as bytes from files group by school_id) f
                   on f.school_id = s.id
                 left join (select school_id, sum(quota_bytes) as quota from class_groups group by school_id) g
                   on g.school_id = s.id
                 where ",
                named!("$1", "$2", "$3", "$4"),
                " order by coalesce(f.bytes, 0) desc, s.name_key, s.id limit $5 offset $6"
            )),
            arguments(q, empty.page),
        )
        .await?;
    let line = |row: SchoolRow| SchoolStorage {
        slug: row.slug,
        name: row.name,
        amount: Amount { files: row.files, bytes: row.bytes },
        quota_bytes: row.quota_bytes,
        logo: row.logo,
    };
    Ok(Schools { schools, ..empty }.map(line))
}

#[derive(sqlx::FromRow)]
struct LargeRow {
    id: FileId,
    name: String,
    bytes: i64,
    created_by: UserId,
    created_at: At,
    class: String,
    sender: String,
    teaches: bool,
}

/// The largest files of the school, whoever sent them. They are fetched by whom [`crate::files::open`] gives them.
async fn largest(scope: &Scope) -> Result<Vec<LargeFile>> {
    let rows: Vec<LargeRow> = scope
        .db
        .all(
            sql!(concat!(
                "select f.id, f.name, f.bytes, f.created_by, f.created_at, g.name as class, u.name as sender,
                        exists (
                          select 1 from submission_files p
                          join submissions w on w.school_id = p.school_id and w.id = p.submission_id
                          join assignments a on a.school_id = w.school_id and a.id = w.assignment_id
                          join courses c on c.school_id = a.school_id and c.id = a.course_id
                          where p.school_id = f.school_id and p.file_id = f.id and ",
                bounds::teaches!("$2", "$3"),
                ") as teaches
                 from (select * from files where school_id = $1 order by bytes desc, id limit $4) f
                 join class_groups g on g.school_id = f.school_id and g.id = f.class_id
                 join users u on u.id = f.created_by
                 order by f.bytes desc, f.id"
            )),
            args![scope.school_id(), scope.user_id(), scope.class_reach(), LARGEST],
        )
        .await?;
    let by = scope.permissions();
    let large = |row: LargeRow| LargeFile {
        opens: may_read(by, row.created_by == scope.user_id(), row.teaches).is_ok(),
        id: row.id,
        name: row.name,
        class: row.class,
        sender: row.sender,
        sent: scope.when(row.created_at),
        bytes: row.bytes,
    };
    Ok(rows.into_iter().map(large).collect())
}
