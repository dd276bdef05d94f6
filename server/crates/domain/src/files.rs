//! Stored files (product.md sections 7 and 8): bytes lie in the object store under their SHA-256, once for each school
//! however often they are sent; rows of `files` name them. A name is data only, what a file is comes from its content.

mod films;
mod incoming;
pub mod kinds;
pub mod names;
pub mod pictures;
mod sweep;
#[cfg(test)]
mod tests;
pub mod traces;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use model::ids::{ClassId, FileId, SchoolId, UserId};
use model::{Error, Problem, limits};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore};
use store::{args, list, sql};

pub use incoming::{Incoming, Kept, Piece, Sealed, Upload, keep, lay_aside};
pub use sweep::{Keeping, Swept, sweep};
pub(crate) use sweep::{Place, is_due, place, remove_photo, storing};

use crate::assignments::policy;
use crate::{Result, Scope, Work, World, bounds, chat, forum};

/// Bytes one file may have: the plan's limit, below the platform's.
pub fn most_bytes() -> i64 {
    limits::FREE_FILE_BYTES.min(limits::FILE_BYTES)
}

/// Where a content lies.
pub(crate) fn address(school: SchoolId, sha256: &str) -> Path {
    let shelf = sha256.get(..2).unwrap_or("00");
    Path::from(format!("{school}/{shelf}/{sha256}"))
}

/// A file that the caller may fetch.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Stored {
    pub school_id: SchoolId,
    pub id: FileId,
    pub name: String,
    pub media_type: String,
    pub bytes: i64,
    pub sha256: String,
}

/// A file that was handed in.
#[derive(sqlx::FromRow)]
struct HandedIn {
    user_id: UserId,
    teaches: bool,
    #[sqlx(flatten)]
    file: Stored,
}

/// Opens a file for its sender and for those who mark it; one of the forum for those who read its post, and one of the chat
/// for those who are in its room.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn open(scope: &Scope, id: FileId) -> Result<Stored> {
    let file: Option<HandedIn> = scope
        .db
        .maybe(
            sql!(concat!(
                "select f.school_id, f.id, f.name, f.media_type, f.bytes, f.sha256, s.user_id, ",
                bounds::teaches!("$3", "$4"),
                " as teaches
                 from files f
                 join submission_files p on p.school_id = f.school_id and p.file_id = f.id
                 join submissions s on s.school_id = p.school_id and s.id = p.submission_id
                 join assignments a on a.school_id = s.school_id and a.id = s.assignment_id
                 join courses c on c.school_id = a.school_id and c.id = a.course_id
                 where f.school_id = $1 and f.id = $2"
            )),
            args![scope.school_id(), id, scope.user_id(), scope.class_reach()],
        )
        .await?;
    let Some(found) = file else {
        return match forum::attached(scope, id).await? {
            Some(file) => Ok(file),
            None => chat::attached(scope, id).await,
        };
    };
    policy::may_read(scope.permissions(), found.user_id == scope.user_id(), found.teaches)?;
    Ok(found.file)
}

/// Counts the bytes against the class's quota in the transaction that names them.
///
/// # Errors
/// `Invalid` on `files` with [`Problem::QuotaExceeded`].
pub(crate) async fn take_space(work: &mut Work, scope: &Scope, class: ClassId, bytes: i64) -> Result<()> {
    let taken = work
        .tx
        .run(
            sql!(
                "update class_groups set storage_bytes = storage_bytes + $3
                 where school_id = $1 and id = $2 and storage_bytes + $3 <= quota_bytes"
            ),
            args![scope.school_id(), class, bytes],
        )
        .await?;
    if taken == 1 { Ok(()) } else { Err(Error::field("files", Problem::QuotaExceeded).into()) }
}

/// Gives a content its row; whatever it belongs to names that.
pub(crate) async fn name_it(work: &mut Work, scope: &Scope, class: ClassId, upload: &Upload) -> Result<FileId> {
    let file = FileId::new();
    work.tx
        .run(
            sql!(
                "insert into files (school_id, id, class_id, name, media_type, bytes, sha256, created_by, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            args![
                scope.school_id(),
                file,
                class,
                upload.name(),
                upload.media_type(),
                upload.bytes(),
                upload.sha256(),
                scope.user_id(),
                scope.now
            ],
        )
        .await?;
    Ok(file)
}

/// A row of `files` as the one that says what it belongs to names it.
pub(crate) struct Named {
    pub file: FileId,
    /// Of a picture, in pixels; 0 of every other file, and of what stands small for one.
    pub width: u32,
    pub height: u32,
    /// The picture that this one stands small for.
    pub preview_of: Option<FileId>,
}

/// The same for a file and the small picture beside it.
pub(crate) async fn name_kept(work: &mut Work, scope: &Scope, class: ClassId, kept: &Kept) -> Result<Vec<Named>> {
    let file = name_it(work, scope, class, &kept.file).await?;
    let (width, height) = kept.sides.unwrap_or_default();
    let mut named = vec![Named { file, width, height, preview_of: None }];
    if let Some(small) = &kept.small {
        let small = name_it(work, scope, class, small).await?;
        named.push(Named { file: small, width: 0, height: 0, preview_of: Some(file) });
    }
    Ok(named)
}

/// Takes files away that nothing names any more, and gives their class its room back. Their contents go with the sweep.
pub(crate) async fn forget(work: &mut Work, scope: &Scope, files: &[FileId]) -> Result<()> {
    let (school, ids) = (scope.school_id(), list(files));
    let given: Vec<(ClassId, i64)> = work
        .tx
        .all(
            sql!(
                "select class_id, cast(sum(bytes) as bigint) as bytes from files
                 where school_id = $1 and id in (select value from {list $2}) group by class_id order by class_id"
            ),
            args![school, ids.clone()],
        )
        .await?;
    let gone = sql!("delete from files where school_id = $1 and id in (select value from {list $2})");
    work.tx.run(gone, args![school, ids]).await?;
    for (class, bytes) in given {
        work.tx
            .run(
                sql!(
                    "update class_groups
                     set storage_bytes = case when storage_bytes > $3 then storage_bytes - $3 else 0 end
                     where school_id = $1 and id = $2"
                ),
                args![school, class, bytes],
            )
            .await?;
    }
    Ok(())
}

impl Stored {
    /// The bytes from `start` up to, not including, `end`, as they are read.
    ///
    /// # Errors
    /// A fault when the content is not where its row says; the stream fails as the store does.
    pub async fn read(&self, world: &World, start: u64, end: u64) -> Result<BoxStream<'static, std::io::Result<Bytes>>> {
        let options = GetOptions { range: Some(GetRange::Bounded(start..end)), ..GetOptions::default() };
        let found = world.files.get_opts(&address(self.school_id, &self.sha256), options).await?;
        Ok(found.into_stream().map_err(std::io::Error::other).boxed())
    }
}
