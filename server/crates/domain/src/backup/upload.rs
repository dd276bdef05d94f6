//! Archives on their way to this machine, to be restored from (product.md section 22): begun with a name and a length, sent
//! in pieces that may break off anywhere, and checked when the last byte is there. What is true of an archive that is
//! coming is its file: its length is where the sender goes on, whatever ended the sending. The row says whose it is.

mod arriving;
mod checking;
mod fetching;
mod handing;
mod opening;
mod page;
mod place;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use model::backup::archive::Problem as Wrong;
use model::backup::restore::Origin;
use model::backup::upload::{Checked, State, Summary, UploadForm};
use model::ids::{KeptId, SchoolId, UploadId, UserId};
use model::{At, Error, Permission, Problem};
use serde_json::json;
use store::{Tx, args, sql};

use super::restore::Written;
use crate::files::names;
use crate::scope::Actor;
use crate::{Person, Reach, Request, Result, System, Work, twice};

pub use arriving::{Arriving, Writers};
pub use fetching::from_kept;
pub use handing::hand;
pub(crate) use handing::waiting as handed_over;
pub use opening::unlock;
pub use page::{mine, running, show};

/// Archives of one person that lie here at a time, of a school or of the platform.
const AT_ONCE: usize = 10;
/// Days that one lies here after it was touched last.
const KEEP_DAYS: i64 = 2;
/// What the audit log calls it.
const SUBJECT: &str = "archive";

/// An archive as its row tells it.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Row {
    id: UploadId,
    name: String,
    bytes: i64,
    state: State,
    report: String,
    created_at: At,
    /// The kept backup it is fetched from: nobody else writes to it.
    kept_id: Option<KeptId>,
    /// Where it was brought; nothing for the platform.
    school_id: Option<SchoolId>,
}

impl Row {
    const fn origin(&self) -> Origin {
        if self.kept_id.is_some() { Origin::Kept } else { Origin::Brought }
    }

    /// Whether it waits for its passphrase.
    fn is_locked(&self) -> bool {
        let is_so = |checked: Checked| checked.problems == [Wrong::Locked];
        self.state == State::Broken && serde_json::from_str(&self.report).is_ok_and(is_so)
    }

    /// What is known of who wrote it. A seal counts for an archive of the very school alone: what this platform wrote of all
    /// schools holds more than one of them may put back, and a school's holds none of what the platform alone decides.
    fn written(&self, checked: &Checked) -> Written {
        let of = checked.contents.as_ref().and_then(|it| it.school.as_ref()).map(|it| it.id);
        match self.origin() {
            Origin::Kept => Written::Vouched,
            Origin::Brought if checked.sealed && of.is_some() && of == self.school_id => Written::Sealed,
            Origin::Brought => Written::Unknown,
        }
    }

    /// Whether bytes are taken for it.
    fn is_brought(&self) -> bool {
        self.state == State::Coming && self.origin() == Origin::Brought
    }
}

/// An archive that is whole.
pub(crate) struct Whole {
    pub name: String,
    pub written: Written,
    pub path: PathBuf,
    /// The school whose people handed it over: nothing else is put back of it.
    pub handed_by: Option<SchoolId>,
    pub summary: Summary,
}

/// What became of an archive that is sent in one form.
pub enum Start {
    /// It is received from its first byte on.
    Fresh(Box<Arriving>),
    /// The form was sent twice, and all of it has come already.
    There,
    /// The form was sent twice, and the other one is still being received, or has just broken off.
    Busy,
}

/// How far somebody reaches who restores.
///
/// # Errors
/// As [`super::reach`], by the permission to restore.
pub fn reach(person: &Person, school: Option<&str>) -> Result<Reach> {
    super::reach_with(person, school, Permission::BackupRestore)
}

/// The folder in which archives are staged, with room for so many bytes more.
///
/// # Errors
/// `Conflict` with [`Problem::DiskFull`]; `Unavailable` where there can be no such folder.
pub async fn room(request: &Request, bytes: u64) -> Result<PathBuf> {
    place::make_room(request, bytes).await?;
    Ok(place::folder(request))
}

fn user(reach: &Reach) -> UserId {
    match reach {
        Reach::Platform(person) => person.me.user_id,
        Reach::School(scope) => scope.user_id(),
    }
}

/// The school as statements here take it: empty for the platform.
fn of(reach: &Reach) -> String {
    reach.school().map(|school| school.to_string()).unwrap_or_default()
}

/// The school that an archive was brought to, the same way.
fn school(row: &Row) -> String {
    row.school_id.map(|school| school.to_string()).unwrap_or_default()
}

/// Passes for those who act themselves.
fn may_change(reach: &Reach) -> Result<()> {
    let viewed = match reach {
        Reach::Platform(person) => person.is_viewed(),
        Reach::School(scope) => scope.is_viewed(),
    };
    if viewed { Err(Error::Viewing.into()) } else { Ok(()) }
}

/// The reader's own archive, where it was brought, and for those who look after the platform what was handed to them.
/// Another's does not exist.
async fn find(reach: &Reach, id: UploadId) -> Result<Row> {
    let row: Option<Row> = reach
        .request()
        .db
        .maybe(
            sql!(
                "select id, name, bytes, state, report, created_at, kept_id, school_id from archive_uploads
                 where id = $1 and (user_id = $2 and coalesce(school_id, '') = $3
                                    or user_id = '' and $3 in ('', coalesce(school_id, '')))"
            ),
            args![id, user(reach), of(reach)],
        )
        .await?;
    Ok(row.filter(|row| handing::is_shown(reach, row)).ok_or(Error::NotFound)?)
}

/// Begins to bring an archive; answers where its bytes are sent to. A second click is answered with the first one's.
///
/// # Errors
/// `Invalid` on `archive`; `Conflict` for [`Problem::DiskFull`] and [`Problem::TooManyArchives`].
pub async fn begin(reach: &Reach, form: &UploadForm) -> Result<UploadId> {
    let (mut work, name) = prepare(reach, form).await?;
    let twin: Option<(UploadId,)> = work
        .tx
        .maybe(
            sql!(
                "select id from archive_uploads
                 where user_id = $1 and coalesce(school_id, '') = $2 and name = $3 and bytes = $4 and state = 'coming'
                   and received = 0 and kept_id is null and created_at > $5
                 order by created_at desc limit 1"
            ),
            args![user(reach), of(reach), name.as_str(), form.bytes as i64, twice::since(work.now())],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    let id = UploadId::new();
    insert(&mut work, reach, id, (name.as_str(), form.bytes as i64), None).await?;
    work.commit().await?;
    Ok(id)
}

/// Begins to receive an archive that comes whole in one form, by the id that its page made. Its length is what the browser
/// announced, a little more than the archive has.
///
/// # Errors
/// As [`begin`].
pub async fn start(reach: &Reach, id: UploadId, form: &UploadForm) -> Result<Start> {
    let (mut work, name) = prepare(reach, form).await?;
    let (there,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from archive_uploads
                 where id = $1 and user_id = $2 and coalesce(school_id, '') = $3) as there"
            ),
            args![id, user(reach), of(reach)],
        )
        .await?;
    if there {
        drop(work);
    } else {
        insert(&mut work, reach, id, (name.as_str(), form.bytes as i64), None).await?;
        work.commit().await?;
    }
    let row = find(reach, id).await?;
    if !row.is_brought() {
        return Ok(Start::There);
    }
    match Arriving::open(reach, &row, None).await {
        Ok(arriving) => Ok(Start::Fresh(Box::new(arriving))),
        Err(crate::Error::Refused(Error::Conflict(Problem::SentElsewhere))) => Ok(Start::Busy),
        Err(error) => Err(error),
    }
}

/// What comes before the row: who may, whether there is room, and a transaction at which two clicks wait for each other.
async fn prepare(reach: &Reach, form: &UploadForm) -> Result<(Work, String)> {
    may_change(reach)?;
    form.validate()?;
    place::room_for(reach, form.bytes).await?;
    let mut work = reach.begin().await?;
    work.tx.run(sql!("update users set username = username where id = $1"), args![user(reach)]).await?;
    Ok((work, names::clean(&form.name)))
}

async fn insert(work: &mut Work, reach: &Reach, id: UploadId, it: (&str, i64), kept: Option<KeptId>) -> Result<()> {
    let (name, bytes) = it;
    let (lying,): (i64,) = work
        .tx
        .one(
            sql!(
                "select cast(count(*) as bigint) as n from archive_uploads
                 where user_id = $1 and coalesce(school_id, '') = $2"
            ),
            args![user(reach), of(reach)],
        )
        .await?;
    if lying >= AT_ONCE as i64 {
        return Err(Error::Conflict(Problem::TooManyArchives(AT_ONCE)).into());
    }
    let now = work.now();
    work.tx
        .run(
            sql!(
                "insert into archive_uploads (id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at,
                                              kept_id)
                 values ($1, $2, $3, $4, $5, 0, 'coming', '', $6, $6, $7)"
            ),
            args![id, user(reach), reach.school(), name, bytes, now, kept],
        )
        .await
        // An id that is somebody else's.
        .map_err(|error| if error.is_unique() { crate::Error::from(Error::NotFound) } else { error.into() })?;
    Ok(())
}

/// How much of an archive has come, on the disk for good, and how much it has.
///
/// # Errors
/// `NotFound` for another's.
pub async fn offset(reach: &Reach, id: UploadId) -> Result<(u64, u64)> {
    let row = find(reach, id).await?;
    Ok((received(reach, &row).await?, row.bytes as u64))
}

async fn received(reach: &Reach, row: &Row) -> Result<u64> {
    if row.state == State::Coming { place::length(place::path(reach.request(), row.id)).await } else { Ok(row.bytes as u64) }
}

/// Goes on with an archive from `at`: whoever answers with this writes alone until it is closed or dropped.
///
/// # Errors
/// `NotFound` for another's; `Conflict` for [`Problem::OtherOffset`], [`Problem::SentElsewhere`],
/// [`Problem::ArchiveWhole`] and [`Problem::DiskFull`].
pub async fn open(reach: &Reach, id: UploadId, at: u64) -> Result<Arriving> {
    may_change(reach)?;
    let row = find(reach, id).await?;
    if !row.is_brought() {
        return Err(Error::Conflict(Problem::ArchiveWhole).into());
    }
    Arriving::open(reach, &row, Some(at)).await
}

/// Throws away what has come of an archive.
///
/// # Errors
/// `NotFound` for another's; `Conflict` while it is put back or tried out.
pub async fn give_up(reach: &Reach, id: UploadId) -> Result<()> {
    may_change(reach)?;
    let row = find(reach, id).await?;
    if reach.request().restoring.needs(id) {
        return Err(Error::Conflict(Problem::RestoreRuns).into());
    }
    let mut work = reach.begin().await?;
    let gone = work
        .tx
        .run(
            sql!("delete from archive_uploads where id = $1 and user_id in ($2, '') and coalesce(school_id, '') = $3"),
            args![id, user(reach), school(&row)],
        )
        .await?;
    if gone == 0 {
        return Err(Error::NotFound.into());
    }
    work.audit("backup.upload_dropped", SUBJECT, json!({ "name": row.name, "bytes": row.bytes })).await?;
    work.commit().await?;
    place::remove_all(reach.request(), id).await;
    Ok(())
}

/// An archive that was found whole: what is restored from.
///
/// # Errors
/// `NotFound` for another's, and for one that is not checked or was refused.
pub(crate) async fn whole(reach: &Reach, id: UploadId) -> Result<Whole> {
    may_change(reach)?;
    let row = find(reach, id).await?;
    if row.state != State::Checked {
        return Err(Error::NotFound.into());
    }
    let checked: Checked = serde_json::from_str(&row.report)?;
    let (written, path) = (row.written(&checked), place::path(reach.request(), id));
    let handed_by = row.school_id.filter(|_| checked.handed.is_some());
    Ok(Whole { name: row.name, written, path, handed_by, summary: checked.contents.ok_or(Error::NotFound)? })
}

/// The folder they lie in.
pub(crate) fn folder(request: &Request) -> PathBuf {
    place::folder(request)
}

/// Somebody who put the whole platform back has another id in it: what they brought stays theirs.
pub(crate) async fn follow(tx: &mut Tx, from: UserId, to: UserId) -> Result<()> {
    tx.run(sql!("update archive_uploads set user_id = $2 where user_id = $1 and coalesce(school_id, '') = ''"), args![from, to])
        .await?;
    Ok(())
}

/// An archive that is used is not thrown away yet.
pub(crate) async fn touch(reach: &Reach, id: UploadId) -> Result<()> {
    reach
        .request()
        .db
        .run(
            sql!(
                "update archive_uploads set touched_at = case when touched_at > $4 then touched_at else $4 end
                 where id = $1 and (user_id = $2 and coalesce(school_id, '') = $3
                                    or user_id = '' and $3 in ('', coalesce(school_id, '')))"
            ),
            args![id, user(reach), of(reach), reach.request().now],
        )
        .await?;
    Ok(())
}

/// Throws away what nobody has touched for days, and what lies there without a row.
///
/// # Errors
/// As the database answers, or the folder.
pub(crate) async fn sweep(system: &System) -> Result<()> {
    let old = system.now.plus_days(-KEEP_DAYS);
    let left: Vec<(UploadId,)> =
        system.db.all(sql!("select id from archive_uploads where touched_at <= $1 order by school_id, id"), args![old]).await?;
    for (id,) in left {
        // Whoever receives or checks it touches it, whatever its row says.
        let Some(_held) = system.writers.take(id) else { continue };
        system.db.run(sql!("delete from archive_uploads where touched_at <= $1 and id = $2"), args![old, id]).await?;
    }
    // The files first: what is begun after that has a row by then.
    let lying = place::lying(system).await?;
    let rows: Vec<(UploadId,)> = system.db.all(sql!("select id from archive_uploads order by school_id, id"), args![]).await?;
    for id in lying.into_iter().filter(|id| rows.iter().all(|(known,)| known != id)) {
        let Some(_held) = system.writers.take(id) else { continue };
        place::remove_all(system, id).await;
    }
    Ok(())
}
