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

/// What lies on all shelves, and those that do not answer.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The newest first, and of one name the nearest first.
    pub lying: Vec<Lying>,
    pub silent: Vec<ShelfKind>,
}

/// All of them. A shelf that does not answer hides none of the others.
pub async fn lying(system: &System) -> Found {
    let Found { lying: mut all, mut silent } = Found::default();
    for shelf in &system.shelves {
        let folders = match sweep::folders(shelf).await {
            Ok(folders) => folders,
            Err(error) => {
                tracing::warn!(?error, shelf = shelf.kind.text(), "a shelf of backups does not answer");
                silent.push(shelf.kind);
                continue;
            }
        };
        for folder in folders {
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
    Found { lying: all, silent }
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
