//! A backup that lies on one shelf and failed on another is copied there later, as it is.

use std::sync::Arc;

use model::backup::kept::{KeptState, ShelfKind};
use model::ids::KeptId;
use store::{args, sql};

use super::copies::Progress;
use super::make::{self, Begun};
use super::runs;
use super::verify::{self, folder_of, shelf_of};
use super::writing::{Made, copy};
use crate::backup::clock::Clock;
use crate::scope::Actor;
use crate::{Result, System, jobs};

/// Minutes from one try to the next, for as long as there is no younger backup.
const MINUTES: i64 = 60;

/// Adds a job for each newest backup that a shelf lacks and another one has.
///
/// # Errors
/// As the database answers.
pub async fn plan_copies(system: &System) -> Result<()> {
    let lacking: Vec<(KeptId, ShelfKind)> = system
        .db
        .all(
            sql!(
                "select k.id, f.shelf from kept_backups f
                 join kept_backups k on k.whose = f.whose and k.name = f.name and k.shelf <> f.shelf and k.state = 'kept'
                 where f.state = 'failed' and f.row_count = 0 and f.ended_at < $1
                   and not exists (
                     select 1 from kept_backups n
                     where n.whose = f.whose and n.shelf = f.shelf and n.state <> 'gone' and n.begun_at > f.begun_at)
                 order by k.id"
            ),
            args![system.now.plus_minutes(-MINUTES)],
        )
        .await?;
    for (id, _) in lacking.iter().filter(|(_, lacks)| system.shelves.iter().any(|shelf| shelf.kind == *lacks)) {
        // No restore replaces it, whatever is closed now.
        let mut work = System(system.through()).begin().await?;
        if !jobs::is_planned(&mut work, jobs::COPY, &id.to_string()).await? {
            jobs::add(&mut work, jobs::COPY, &id.to_string(), system.now).await?;
        }
        work.commit().await?;
    }
    Ok(())
}

/// Copies a backup to the shelves where it failed. What comes of it stands in the list; the next try is planned like this one.
///
/// # Errors
/// As the database answers.
pub async fn copy_again(system: &System, id: KeptId) -> Result<()> {
    let run = runs::one(system, id).await?;
    if run.state != KeptState::Kept {
        return Ok(());
    }
    let (from, folder, clock) = (shelf_of(system, &run)?, folder_of(&run), Clock::of(system));
    for to in system.shelves.iter().filter(|shelf| shelf.kind != run.shelf) {
        let Some(again) = runs::begin_again(system, &run, to.kind, clock.now()).await? else { continue };
        let progress = Arc::new(Progress::default());
        let copying = Box::pin(async {
            verify::must_open(system, &run).await?;
            to.must_lock(system).await?;
            let head = verify::head(from, &folder).await?;
            let contents = verify::contents(from, &folder, &head).await?;
            copy(from, to, &Made { contents, head }, &progress).await
        });
        let begun = Begun { id: again, of: run.school(), name: &run.name, shelf: to };
        // Its failing is noted and told.
        let _ = make::settle(system, &begun, &progress, &clock, copying).await?;
    }
    Ok(())
}
