//! What lies on the shelves as they say it themselves: for a machine that is new, whose list knows of nothing yet.

use model::At;
use model::backup::kept::ShelfKind;
use model::ids::SchoolId;

use super::shelf::Folder;
use super::{sweep, verify, whole};
use crate::backup::stream::Download;
use crate::{Result, System};

/// A backup that lies on a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    pub shelf: ShelfKind,
    pub name: String,
    /// The school whose it is; the whole platform has none.
    pub of: Option<SchoolId>,
    pub made_at: At,
    pub rows: i64,
    pub files: i64,
    pub bytes: i64,
    pub locked: bool,
}

/// All of them, the newest first.
///
/// # Errors
/// As the first shelf that does not answer.
pub async fn lying(system: &System) -> Result<Vec<Lying>> {
    let mut all = Vec::new();
    for shelf in &system.shelves {
        for folder in sweep::folders(shelf).await? {
            let head = match verify::head(shelf, &folder).await {
                Ok(head) => head,
                Err(error) => {
                    tracing::warn!(?error, name = folder.name, "what lies there is no backup");
                    continue;
                }
            };
            let figures = head.figures;
            all.push(Lying {
                shelf: shelf.kind,
                name: head.name,
                of: head.of,
                made_at: head.made_at,
                rows: figures.rows,
                files: figures.files,
                bytes: figures.bytes,
                locked: head.locked,
            });
        }
    }
    all.sort_by(|a, b| b.made_at.cmp(&a.made_at).then_with(|| a.name.cmp(&b.name)).then(a.shelf.cmp(&b.shelf)));
    Ok(all)
}

/// One of them as an archive.
///
/// # Errors
/// `Conflict` where the server cannot open it.
pub async fn take_home(system: &System, it: &Lying) -> Result<Download> {
    let shelf = system.shelves.iter().find(|shelf| shelf.kind == it.shelf);
    let shelf = shelf.ok_or_else(|| anyhow::anyhow!("this server has no shelf {}", it.shelf))?;
    if it.locked {
        shelf.must_open().await?;
    }
    whole::of_folder(system, shelf, Folder { whose: it.of, name: it.name.clone() }).await
}
