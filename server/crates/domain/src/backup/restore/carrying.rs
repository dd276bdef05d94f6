//! The sequence of a restore, whoever asks for it: the archive is staged while everybody goes on, then what it replaces is
//! closed and kept in a backup, and only then its rows give way.

use std::fmt;

use model::backup::kept::Before;
use model::backup::restore::Step;
use model::ids::SchoolId;

use super::runs::Run;
use super::staging::Staged;
use super::{Heard, Order, Outcome, Told, put_back, staged, unless_stopped};
use crate::backup::kept::Kept;
use crate::backup::{gate, kept};
use crate::{Request, Result, System, jobs};

/// What is closed while it goes on says so.
const WHY: &str = "restore";

/// What is kept of what is there before it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Nothing: there is nothing to keep, or nobody wants it kept.
    Nothing,
    /// What gives way.
    Replaced,
    /// All of the platform.
    Platform,
}

impl Safety {
    /// Whose backup it is where that school is put back.
    fn of(self, school: Option<SchoolId>) -> Option<SchoolId> {
        school.filter(|_| self == Safety::Replaced)
    }
}

/// How it is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    pub safety: Safety,
    /// Whether servers may run beside this process, which have to be told to read everything anew.
    pub beside: bool,
}

/// No backup could be made of what is there.
#[derive(Debug)]
pub(super) struct NoSafety;

impl fmt::Display for NoSafety {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no safety backup could be made")
    }
}

/// Carries a run out and notes how it ended. One that did what it should has noted that itself.
pub(super) async fn to_its_end(system: &System, order: &Order, run: &Run, manner: Manner, told: &Told) -> Result<Heard<Outcome>> {
    let restored = carry_out(system, order, run, manner, told).await;
    if !matches!(restored, Ok(Ok(_)))
        && let Err(error) = run.end(system, told, &restored, "").await
    {
        tracing::error!(?error, "how a restore ended could not be noted");
    }
    restored
}

/// What takes long and changes nothing comes first.
async fn carry_out(system: &System, order: &Order, run: &Run, manner: Manner, told: &Told) -> Result<Heard<Outcome>> {
    let staged = match unless_stopped(told, staged(system, order, told)).await? {
        Ok(staged) => staged,
        Err(refused) => return Ok(Err(refused)),
    };
    let restored = closed(system, order, run, manner, &staged, told).await;
    staged.discard().await;
    restored
}

/// Closes what is put back, and opens it again whatever comes of it.
async fn closed(
    system: &System,
    order: &Order,
    run: &Run,
    manner: Manner,
    staged: &Staged,
    told: &Told,
) -> Result<Heard<Outcome>> {
    let school = staged.school.as_ref().map(|school| school.id);
    if manner.safety != Safety::Nothing {
        told.step(Step::Safety, kept::copies(system, manner.safety.of(school)).await?);
    }
    // It may have been asked for long ago, and what is silent for so long closes nothing.
    let now = System(Request { now: store::clock::now(), ..system.0.clone() });
    let closed = gate::close(&now, school, WHY).await?;
    if manner.beside {
        tell_servers(system).await;
    }
    let restored = unless_stopped(told, behind(&closed.system(), order, run, manner.safety, staged, told)).await;
    if let Err(error) = closed.open().await {
        tracing::warn!(?error, "what was closed for a restore opens by itself in a moment");
    }
    if manner.beside {
        tell_servers(system).await;
    }
    restored
}

async fn behind(
    system: &System,
    order: &Order,
    run: &Run,
    safety: Safety,
    staged: &Staged,
    told: &Told,
) -> Result<Heard<Outcome>> {
    let of = safety.of(staged.school.as_ref().map(|school| school.id));
    let kept = if safety == Safety::Nothing { None } else { Some(keep(system, of, Before::Restore, told).await?) };
    let name = kept.map(|kept| kept.name);
    if let Some(name) = &name {
        run.note_safety(system, name).await?;
        told.keep(name);
    }
    put_back(system, order, run, name.as_deref(), staged, told).await
}

/// The backup before it, or before another step of that weight.
///
/// # Errors
/// As [`kept::make_before`]; a fault is known by [`NoSafety`].
pub(in crate::backup) async fn keep(system: &System, of: Option<SchoolId>, before: Before, told: &Told) -> Result<Kept> {
    match kept::make_before(system, of, before, told).await {
        Err(crate::Error::Fault(cause)) => Err(cause.context(NoSafety).into()),
        made => made,
    }
}

/// Servers that run read everything anew within seconds: what is closed, and then what was put back.
async fn tell_servers(system: &System) {
    if let Err(error) = jobs::plan_to_forget(system).await {
        tracing::warn!(?error, "servers that run could not be told; `lyceum cache clear` tells them");
    }
}
