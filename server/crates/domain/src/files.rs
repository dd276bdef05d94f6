//! Stored files (product.md sections 7 and 8): bytes lie in the object store under their SHA-256, once for each school
//! however often they are sent; rows of `files` name them. A name is data only, what a file is comes from its content.

mod incoming;
pub mod kinds;
pub mod names;
mod sweep;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use model::ids::{FileId, SchoolId, UserId};
use model::{Error, limits};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore};
use store::{args, sql};

pub use incoming::{Incoming, Sealed, Upload, keep};
pub use sweep::{Keeping, Swept, sweep};
pub(crate) use sweep::{Place, is_due, place, remove_photo, storing};

use crate::assignments::policy;
use crate::{Result, Scope, World, bounds};

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
    user_id: UserId,
    teaches: bool,
}

/// Opens a file for its sender and for those who mark it.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn open(scope: &Scope, id: FileId) -> Result<Stored> {
    let file: Option<Stored> = scope
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
    let file = file.ok_or(Error::NotFound)?;
    policy::may_read(scope.permissions(), file.user_id == scope.user_id(), file.teaches)?;
    Ok(file)
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
