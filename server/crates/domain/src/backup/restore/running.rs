//! Restores and drills that somebody asks for on the page: begun by a request, and carried out after it was answered.

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::backup::restore::{Kind, RestoreForm, Running};
use model::ids::{SchoolId, UploadId, UserId};
use model::{Error, Problem};
use store::{args, sql};
use tracing::Instrument;

use super::runs::{self, CLICKS, Run};
use super::{Asking, Manner, Order, Safety, Told, Written, carrying, may_put_back, may_try_out, told, try_it};
use crate::backup::upload::{self, Whole};
use crate::{Reach, Result, System, drawn};

/// What runs in this process: one at a time.
#[derive(Clone, Debug, Default)]
pub struct Restoring(Arc<Mutex<Now>>);

/// Of what, and how far it is.
type Now = Option<(Of, Kind, Told)>;

/// What is put back, tried out or tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Upload(UploadId),
    /// The newest kept backup of a school, or of the platform.
    Kept(Option<SchoolId>),
}

impl Restoring {
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far it is with an archive.
    pub(super) fn of(&self, upload: UploadId) -> Option<Running> {
        self.find(Of::Upload(upload))
    }

    /// How far it is with the test of a school's kept backups, or of the platform's.
    pub(crate) fn tests(&self, of: Option<SchoolId>) -> Option<Running> {
        self.find(Of::Kept(of))
    }

    fn find(&self, of: Of) -> Option<Running> {
        let now = self.lock();
        let (_, kind, told) = now.as_ref().filter(|(it, ..)| *it == of)?;
        let now = told.now();
        Some(Running { kind: *kind, step: now.step, done: now.done, of: now.of })
    }

    /// Whether an archive is being read for one.
    pub(crate) fn needs(&self, upload: UploadId) -> bool {
        self.of(upload).is_some()
    }

    pub(super) fn hold(&self, of: Of, kind: Kind, told: &Told) -> Held {
        *self.lock() = Some((of, kind, told.clone()));
        Held(self.clone(), told.clone())
    }
}

/// It runs for as long as this is kept.
pub(super) struct Held(Restoring, Told);

impl Drop for Held {
    fn drop(&mut self) {
        let mut now = self.0.lock();
        // The next one may have begun already.
        if now.as_ref().is_some_and(|(_, _, told)| told.is(&self.1)) {
            *now = None;
        }
    }
}

fn user(reach: &Reach) -> (UserId, String) {
    match reach {
        Reach::Platform(person) => (person.me.user_id, person.session.to_string()),
        // Whoever puts a school back stays logged in anyway.
        Reach::School(scope) => (scope.user_id(), String::new()),
    }
}

/// The school whose rows are wanted: that of the page, of who handed it over or of the archive, or the one that was chosen of a
/// whole platform.
///
/// # Errors
/// `NotFound` for a choice where there is none, and for a school that is not in it.
fn wanted(reach: &Reach, whole: &Whole, only: Option<SchoolId>) -> Result<Option<SchoolId>> {
    let own = reach.school().or(whole.handed_by).or(whole.summary.school.as_ref().map(|it| it.id));
    let is_in_it = |school: SchoolId| own.is_none() && whole.summary.schools.iter().any(|it| it.id == school);
    match only {
        None => Ok(own),
        Some(only) if is_in_it(only) => Ok(Some(only)),
        Some(_) => Err(Error::NotFound.into()),
    }
}

fn order(reach: &Reach, id: UploadId, whole: Whole, reason: &str, school: Option<SchoolId>) -> Order {
    let (user_id, session) = user(reach);
    // Who may put back whatever was brought answers for it.
    let answers = whole.written == Written::Unknown && may_put_back(reach, whole.written).is_ok();
    Order {
        written: if answers { Written::Vouched } else { whole.written },
        school,
        archive: whole.path,
        name: whole.name,
        folder: upload::folder(reach.request()),
        asked_by: Some(Asking { user_id, session, upload: Some(id), reason: reason.to_owned() }),
    }
}

/// Tries an archive out: it is found what a restore would change, and nothing is; of an archive of a whole platform, `only` of
/// one school in it. A second click is answered like the first.
///
/// # Errors
/// `NotFound` for another's archive, for one that is not whole or was handed over by a school to the platform's admins, and
/// for a school that is not in it; `Forbidden`, `Viewing`; `Conflict` while another one runs.
pub async fn try_out(reach: &Reach, id: UploadId, only: Option<SchoolId>) -> Result<()> {
    may_try_out(reach)?;
    let whole = upload::whole(reach, id).await?;
    if whole.handed_by.is_some() && reach.school().is_some() {
        return Err(Error::NotFound.into());
    }
    let school = wanted(reach, &whole, only)?;
    let order = order(reach, id, whole, "", school);
    let Some((run, system, told, held)) = start(reach, id, Kind::Drill, &order).await? else { return Ok(()) };
    let drilled = async move {
        if let Err(error) = try_it(&system, &order, &run, &told).await {
            tracing::error!(?error, "an archive could not be tried out");
        }
        drop(held);
    };
    tokio::spawn(drilled.in_current_span());
    Ok(())
}

/// Puts back what was tried out last of an archive: what is put back can only be read from then on, and a safety backup is
/// made before the first row goes. A second click is answered like the first.
///
/// # Errors
/// As [`try_out`]; `Invalid` for a form that is not right, `Conflict` with [`Problem::ChangedMeanwhile`] for one that was
/// drawn with another plan than the last, or with one that is too old.
pub async fn begin(reach: &Reach, id: UploadId, form: &RestoreForm) -> Result<()> {
    let whole = upload::whole(reach, id).await?;
    may_put_back(reach, whole.written)?;
    form.validate()?;
    let tried = told::tried(reach, id).await?;
    if twin(reach, id, Kind::Restore, tried.school).await? {
        return Ok(());
    }
    let shown = tried.shown.ok_or(Error::Conflict(Problem::ChangedMeanwhile))?;
    if !form.names(&shown.word) {
        return Err(Error::field("name", Problem::NotThatWord).into());
    }
    drawn::check(&form.drawn, &shown.seal)?;
    let order = order(reach, id, whole, form.reason.trim(), tried.school);
    // Of a school it is the school's: its own admins find it too. Where it was not here before, there is none of it.
    let safety = if is_here(reach, order.school).await? { Safety::Replaced } else { Safety::Platform };
    let manner = Manner { safety, beside: false };
    let Some((run, system, told, held)) = start(reach, id, Kind::Restore, &order).await? else { return Ok(()) };
    let restored = async move {
        // How it ended stands in its row.
        let _ = carrying::to_its_end(&system, &order, &run, manner, &told).await;
        drop(held);
    };
    tokio::spawn(restored.in_current_span());
    Ok(())
}

/// Whether what is put back stands here already: the platform always does.
async fn is_here(reach: &Reach, school: Option<SchoolId>) -> Result<bool> {
    let Some(school) = school else { return Ok(true) };
    let (here,): (bool,) =
        reach.request().db.one(sql!("select exists (select 1 from schools where id = $1) as here"), args![school]).await?;
    Ok(here)
}

/// Notes that one begins; nothing where a click before has begun it.
async fn start(reach: &Reach, id: UploadId, kind: Kind, order: &Order) -> Result<Option<(Run, System, Told, Held)>> {
    // Asked before the first statement that writes: while rows are put in, such a one would wait until all of them are.
    let alive = runs::is_any_alive(reach.request()).await?;
    if twin(reach, id, kind, order.school).await? {
        return Ok(None);
    }
    if alive {
        return Err(Error::Conflict(Problem::RestoreRuns).into());
    }
    let (system, told) = (System(reach.request().clone()), Told::default());
    upload::touch(reach, id).await?;
    let run = match runs::begin(&system, order, kind, &told).await {
        Ok(run) => run,
        // It may be the other one of two clicks at once.
        Err(error) => return if twin(reach, id, kind, order.school).await? { Ok(None) } else { Err(error) },
    };
    let held = system.restoring.hold(Of::Upload(id), kind, &told);
    Ok(Some((run, system, told, held)))
}

/// Whether they asked for it a moment ago, of the same school.
async fn twin(reach: &Reach, id: UploadId, kind: Kind, school: Option<SchoolId>) -> Result<bool> {
    let (user, _) = user(reach);
    let (there,): (bool,) = reach
        .request()
        .db
        .one(
            sql!(
                "select exists (select 1 from restores
                 where upload_id = $1 and kind = $2 and asked_by = $3 and (alone = 'yes' or begun_at > $4)
                   and coalesce(school_id, '') = $5) as there"
            ),
            // Runs are noted by the clock, see `runs`.
            args![
                id,
                kind.text(),
                user,
                store::clock::now().plus_seconds(-CLICKS),
                school.map(|it| it.to_string()).unwrap_or_default()
            ],
        )
        .await?;
    Ok(there)
}
