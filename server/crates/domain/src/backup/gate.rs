//! Read-only mode (product.md section 22): while a school, or the whole platform, is put back, everybody reads it and
//! nobody changes it. Every [`Work`](crate::Work) asks at its beginning, and once more before it commits: by then it is
//! known which school it turned out to concern, and what closed meanwhile is heard of. What is closed is kept in memory, so
//! that a change costs no statement more.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use model::backup::Shut;
use model::ids::{ClosureId, SchoolId};
use model::{At, Error, Problem};
use store::{Sql, Tx, args, sql};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::cache::Cache;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Reach, Request, Result, Scope, System, Visitor, World};

/// Minutes without a word after which whoever closed something is taken for dead.
const SILENCE_MINUTES: i64 = 2;
/// Time from one word to the next.
const BEAT: Duration = Duration::from_secs(20);
/// Seconds that what is closed is kept in memory at most.
const SECONDS: u64 = 300;

/// One that has not ended.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Closure {
    school_id: Option<SchoolId>,
    beat_at: At,
}

/// What is closed, as it was read last.
#[derive(Debug)]
pub struct Gate {
    kept: Cache<Arc<[Closure]>>,
    /// It is this process that has closed it, and it lives: on SQLite it cannot say so while its own long transaction has
    /// the one writer.
    held: AtomicBool,
}

impl Default for Gate {
    fn default() -> Gate {
        Gate { kept: Cache::new(8, SECONDS), held: AtomicBool::new(false) }
    }
}

impl Gate {
    fn is_held(&self) -> bool {
        self.held.load(Ordering::Acquire)
    }
}

impl Closure {
    /// Whether whoever closed it is still there.
    fn stands(&self, held: bool, now: At) -> bool {
        held || self.beat_at > now.plus_minutes(-SILENCE_MINUTES)
    }
}

/// What of it is in the way of a change of that school, or of what is of no school.
fn in_the_way(closures: &[Closure], school: Option<SchoolId>, held: bool, now: At) -> Option<Shut> {
    closures.iter().filter(|it| it.stands(held, now)).find_map(|it| match it.school_id {
        None => Some(Shut::Platform),
        closed if closed == school => Some(Shut::School),
        Some(_) => None,
    })
}

fn open_ones() -> Sql {
    sql!("select school_id, beat_at from closures where ended_at is null order by id")
}

async fn known(world: &World) -> Result<Arc<[Closure]>> {
    // Asked before the database is: what closes in between is then seen.
    let epoch = world.db.changes().epoch();
    if let Some(known) = world.gate.kept.find(epoch, "") {
        return Ok(known);
    }
    let closures: Arc<[Closure]> = world.db.all::<Closure>(open_ones(), args![]).await?.into();
    world.gate.kept.keep(epoch, "", closures.clone());
    Ok(closures)
}

/// What is closed of that school, or of all without one.
async fn shut(request: &Request, school: Option<SchoolId>) -> Result<Option<Shut>> {
    Ok(in_the_way(&known(request).await?, school, request.gate.is_held(), request.now))
}

fn refuse(shut: Option<Shut>) -> Result<()> {
    shut.map_or(Ok(()), |shut| Err(Error::Closed(shut).into()))
}

/// Passes where the school, or what is of no school, may be changed.
///
/// # Errors
/// `Closed`.
pub(crate) async fn passes(request: &Request, school: Option<SchoolId>) -> Result<()> {
    if request.through { Ok(()) } else { refuse(shut(request, school).await?) }
}

/// The same for a change that is about to be committed: it has a connection already, and waits for no other.
///
/// # Errors
/// `Closed`; then nothing may be committed.
pub(crate) async fn still_passes(tx: &mut Tx, world: &World, school: Option<SchoolId>, now: At) -> Result<()> {
    let epoch = world.db.changes().epoch();
    let closures = match world.gate.kept.find(epoch, "") {
        Some(known) => known,
        None => {
            let closures: Arc<[Closure]> = tx.all::<Closure>(open_ones(), args![]).await?.into();
            world.gate.kept.keep(epoch, "", closures.clone());
            closures
        }
    };
    refuse(in_the_way(&closures, school, world.gate.is_held(), now))
}

/// Passes where nothing is closed: for work that goes through all schools.
///
/// # Errors
/// `Closed`.
pub async fn all_open(system: &System) -> Result<()> {
    let held = system.gate.is_held();
    let closed = known(system).await?.iter().any(|it| it.stands(held, system.now));
    refuse(closed.then_some(Shut::Platform))
}

/// Marks of what somebody has read come again by themselves: while it is closed none is made, and nobody is told so.
pub(crate) fn spared(done: Result<()>) -> Result<()> {
    match done {
        Err(crate::Error::Refused(Error::Closed(_))) => Ok(()),
        done => done,
    }
}

/// Whether anything is closed: then not even that a session is in use is noted, as the one writer may be busy for long.
pub(crate) async fn is_anything_closed(request: &Request) -> Result<bool> {
    Ok(known(request).await?.iter().any(|it| it.stands(request.gate.is_held(), request.now)))
}

/// What is closed of what a page shows: of the school of that slug, if it is one of theirs, or of the platform.
///
/// # Errors
/// As the database answers.
pub async fn seen(visitor: &Visitor, person: Option<&Person>, slug: &str) -> Result<Option<Shut>> {
    let place = person.and_then(|person| person.me.place(slug));
    shut(visitor, place.map(|place| place.school_id)).await
}

/// Closes a school, or without one the whole platform, until the answer is opened or dropped. What had begun before is
/// refused at its end, but for what was being committed at that very moment.
///
/// # Errors
/// `Conflict` with [`Problem::RestoreRuns`] while anything is closed: one at a time.
pub async fn close(system: &System, school: Option<SchoolId>, why: &str) -> Result<Closed> {
    let request = system.through();
    let (id, now) = (ClosureId::new(), request.now);
    let mut work = System(request.clone()).begin().await?;
    end_silent_ones(&mut work.tx, &request.gate, now).await?;
    let closed = work
        .tx
        .run(
            sql!(
                "insert into closures (id, school_id, why, begun_at, beat_at) values ($1, $2, $3, $4, $4)
                 on conflict do nothing"
            ),
            args![id, school, why, now],
        )
        .await?;
    if closed == 0 {
        return Err(Error::Conflict(Problem::RestoreRuns).into());
    }
    work.commit().await?;
    request.gate.held.store(true, Ordering::Release);
    let (open, opened) = oneshot::channel();
    request.hub.tell(Event::Shut { school, closed: true });
    let keeping = tokio::spawn(keep_closed(request.clone(), (id, school), opened));
    Ok(Closed { request, open, keeping })
}

/// Ends what a process closed that has died since.
///
/// # Errors
/// As the database answers.
pub async fn end_silent(system: &System) -> Result<()> {
    let mut work = System(system.through()).begin().await?;
    end_silent_ones(&mut work.tx, &system.gate, system.now).await?;
    work.commit().await
}

async fn end_silent_ones(tx: &mut Tx, gate: &Gate, now: At) -> Result<()> {
    if !gate.is_held() {
        tx.run(
            sql!("update closures set ended_at = $1 where ended_at is null and beat_at <= $2"),
            args![now, now.plus_minutes(-SILENCE_MINUTES)],
        )
        .await?;
    }
    Ok(())
}

/// Something is closed as long as this is kept. Dropped, as where a restore fails, it opens by itself.
#[derive(Debug)]
pub struct Closed {
    request: Request,
    open: oneshot::Sender<()>,
    keeping: JoinHandle<Result<()>>,
}

impl Closed {
    /// The platform at work on what is closed: it passes.
    pub fn system(&self) -> System {
        System(Request { now: store::clock::now(), ..self.request.clone() })
    }

    /// Whoever asked for it: what they do passes, and is theirs in the log.
    pub fn reach(&self, reach: &Reach) -> Reach {
        match reach {
            Reach::Platform(person) => Reach::Platform(Person { request: person.through(), ..person.clone() }),
            Reach::School(scope) => Reach::School(Scope { request: scope.through(), ..scope.clone() }),
        }
    }

    /// Opens it again.
    ///
    /// # Errors
    /// As the database answers: then it opens by itself in two minutes.
    pub async fn open(self) -> Result<()> {
        let Closed { open, keeping, .. } = self;
        drop(open);
        keeping.await.map_err(anyhow::Error::from)?
    }
}

/// Says now and then that it is still closed, until it is opened.
async fn keep_closed(
    request: Request,
    (id, school): (ClosureId, Option<SchoolId>),
    mut opened: oneshot::Receiver<()>,
) -> Result<()> {
    loop {
        tokio::select! {
            _ = &mut opened => return end(&request, id, school).await,
            () = tokio::time::sleep(BEAT) => {
                if let Err(error) = beat(&request, id, store::clock::now()).await {
                    tracing::warn!(?error, "what is closed could not be kept closed; it is tried again");
                }
            }
        }
    }
}

async fn beat(request: &Request, id: ClosureId, now: At) -> Result<()> {
    let kept = sql!("update closures set beat_at = $2 where id = $1 and ended_at is null and beat_at < $2");
    request.db.run(kept, args![id, now]).await?;
    Ok(())
}

async fn end(request: &Request, id: ClosureId, school: Option<SchoolId>) -> Result<()> {
    // First: whoever closes something next in this process holds it from then on.
    request.gate.held.store(false, Ordering::Release);
    let ended = sql!("update closures set ended_at = $2 where id = $1 and ended_at is null");
    request.db.run(ended, args![id, store::clock::now()]).await?;
    request.hub.tell(Event::Shut { school, closed: false });
    Ok(())
}
