//! An archive that came locked with a passphrase, opened where it lies. The passphrase is known until it is seen whether it
//! opens it, and written down nowhere.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};

use model::backup::archive::Problem as Wrong;
use model::backup::lock::OpenForm;
use model::backup::upload::{Checked, State};
use model::ids::UploadId;
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};
use tokio::sync::Semaphore;
use tracing::Instrument;

use super::arriving::Writing;
use super::{Row, SUBJECT, checking, find, may_change, of, place, user};
use crate::backup::lock::{self, Open, Passphrase};
use crate::{Reach, Result};

/// The most that a passphrase may cost here, as a power of two: half a gigabyte of memory. What costs more is opened elsewhere.
const MOST_WORK: u8 = 19;

/// How long who asked waits for another one's try, and how often they look.
const PATIENCE: Duration = Duration::from_secs(20);
const AGAIN: Duration = Duration::from_millis(100);

/// One passphrase is tried at a time.
static TRYING: Semaphore = Semaphore::const_new(1);

/// Opens an archive with its passphrase and begins its check; both go on when the page is left. A second click is answered
/// like the first.
///
/// # Errors
/// `NotFound` for another's and for one that is not locked; `Invalid` on `passphrase` for one that does not open it;
/// `Conflict` with [`Problem::OpensElsewhere`], with [`Problem::OpensNow`] while another passphrase is tried, or with [`Problem::DiskFull`].
pub async fn unlock(reach: &Reach, id: UploadId, form: &OpenForm) -> Result<()> {
    may_change(reach)?;
    let row = find(reach, id).await?;
    if matches!(row.state, State::Whole | State::Checked) {
        return Ok(());
    }
    if !row.is_locked() {
        return Err(Error::NotFound.into());
    }
    form.validate()?;
    let Some(writing) = its_turn(reach, id).await? else { return Ok(()) };
    place::make_room(reach.request(), row.bytes.unsigned_abs()).await?;
    let (open, writing) = open(reach, id, &form.passphrase, writing).await?;
    if !note(reach, id, &row.name).await? {
        return Err(Error::NotFound.into());
    }
    let reach = reach.clone();
    let opened = async move {
        if let Err(error) = carry_out(&reach, row, open, writing).await {
            tracing::error!(%id, ?error, "an archive could not be opened");
        }
    };
    tokio::spawn(opened.in_current_span());
    Ok(())
}

/// The right to open it, or nothing where whoever had it has opened it meanwhile: the first of two clicks.
async fn its_turn(reach: &Reach, id: UploadId) -> Result<Option<Writing>> {
    let until = Instant::now() + PATIENCE;
    loop {
        let writing = reach.request().writers.take(id);
        if matches!(find(reach, id).await?.state, State::Whole | State::Checked) {
            return Ok(None);
        }
        if writing.is_some() {
            return Ok(writing);
        }
        if Instant::now() > until {
            return Err(Error::Conflict(Problem::OpensNow).into());
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// What comes out of it, with the passphrase that opens it.
async fn open(reach: &Reach, id: UploadId, words: &str, writing: Writing) -> Result<(Open<File>, Writing)> {
    let wrong = || Error::field("passphrase", Problem::WrongPassphrase);
    let passphrase = Passphrase::new(words).ok_or_else(wrong)?;
    let path = place::path(reach.request(), id);
    let trying = TRYING.acquire().await.map_err(|_| Error::Unavailable)?;
    let open = tokio::task::spawn_blocking(move || {
        // Whoever asked may be gone by now: what it costs is spent, and the next one waits for its end.
        let _trying = trying;
        (File::open(path).and_then(|file| lock::unlock_within(file, &passphrase, MOST_WORK)), writing)
    });
    let (open, writing) = open.await.map_err(anyhow::Error::from)?;
    match open {
        Ok(open) => Ok((open.ok_or_else(wrong)?, writing)),
        Err(error) if is_of_content(&error) => Err(Error::Conflict(Problem::OpensElsewhere).into()),
        Err(error) => Err(error.into()),
    }
}

/// Notes that it is opened; whether it is still there and was not opened before.
async fn note(reach: &Reach, id: UploadId, name: &str) -> Result<bool> {
    let mut work = reach.begin().await?;
    let now = work.now();
    let noted = work
        .tx
        .run(
            sql!(
                "update archive_uploads set state = 'whole', touched_at = $4
                 where id = $1 and user_id = $2 and coalesce(school_id, '') = $3 and state = 'broken'"
            ),
            args![id, user(reach), of(reach), now],
        )
        .await?;
    if noted == 0 {
        return Ok(false);
    }
    work.audit("backup.upload_opened", SUBJECT, json!({ "name": name })).await?;
    work.commit().await?;
    Ok(true)
}

async fn carry_out(reach: &Reach, row: Row, open: Open<File>, writing: Writing) -> Result<()> {
    let id = row.id;
    let (path, aside) = (place::path(reach.request(), id), place::opened(reach.request(), id));
    let copying = tokio::task::spawn_blocking(move || {
        let copied = copy(open, &aside, &path);
        if copied.is_err() {
            let _ = fs::remove_file(&aside);
        }
        copied
    });
    let (state, bytes, report) = match copying.await.map_err(anyhow::Error::from)? {
        Ok(bytes) => (State::Whole, bytes, String::new()),
        Err(error) if is_of_content(&error) => {
            let why = "it is not as it was encrypted, or its end is missing";
            let broken = Checked { problems: vec![Wrong::NotAnArchive(why.to_owned())], ..Checked::default() };
            (State::Broken, row.bytes, serde_json::to_string(&broken)?)
        }
        // It is as it was, and can be opened again once there is room.
        Err(error) => {
            tracing::error!(%id, %error, "an archive could not be opened");
            (State::Broken, row.bytes, row.report)
        }
    };
    let noted = reach
        .request()
        .db
        .run(
            sql!(
                "update archive_uploads set state = $4, report = $5, bytes = $6, received = $6
                 where id = $1 and user_id = $2 and coalesce(school_id, '') = $3 and state = 'whole'"
            ),
            args![id, user(reach), of(reach), state.text(), report, bytes],
        )
        .await?;
    if noted == 0 {
        // It was thrown away meanwhile.
        place::remove_all(reach.request(), id).await;
    } else if state == State::Whole {
        checking::start(reach, id, writing);
    }
    Ok(())
}

/// Writes what comes out of it beside it, and only when that is whole in its place.
fn copy(mut open: Open<File>, aside: &Path, path: &Path) -> io::Result<i64> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(aside)?;
    let bytes = io::copy(&mut open, &mut file)?;
    file.sync_all()?;
    fs::rename(aside, path)?;
    Ok(bytes as i64)
}

/// Whether the file itself is to blame, and not what it lies on.
fn is_of_content(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::InvalidInput)
}
