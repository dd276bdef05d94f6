//! An archive out of a kept backup: put together on this machine, and then checked like any other.

use model::backup::archive::Problem as Wrong;
use model::backup::upload::{Checked, State, UploadForm};
use model::ids::{KeptId, UploadId};
use store::{args, sql};
use tracing::Instrument;

use super::arriving::Writing;
use super::{checking, insert, of, place, prepare, user};
use crate::backup::kept;
use crate::backup::policy::may_archive;
use crate::backup::restore::{Told, Written, may_put_back};
use crate::{Reach, Result, System, twice};

/// Begins to fetch a kept backup, to be restored from; answers its page. Chosen twice, it is fetched once.
///
/// # Errors
/// `Forbidden` to whoever may not restore or may not have the archive, `Viewing`; `NotFound` for one that is not there or not
/// theirs; `Conflict` as for any archive that is brought.
pub async fn from_kept(reach: &Reach, id: KeptId) -> Result<UploadId> {
    may_put_back(reach, Written::Vouched)?;
    may_archive(reach)?;
    let (name, bytes) = kept::about(reach, id).await?;
    let form = UploadForm { name: format!("{name}.zip"), bytes: u64::try_from(bytes).unwrap_or_default().max(1) };
    let (mut work, name) = prepare(reach, &form).await?;
    let twin: Option<(UploadId,)> = work
        .tx
        .maybe(
            sql!(
                "select id from archive_uploads
                 where user_id = $1 and coalesce(school_id, '') = $2 and kept_id = $3 and (state <> 'broken' or created_at > $4)
                 order by created_at desc limit 1"
            ),
            args![user(reach), of(reach), id, twice::since(work.now())],
        )
        .await?;
    if let Some((upload,)) = twin {
        return Ok(upload);
    }
    let upload = UploadId::new();
    insert(&mut work, reach, upload, (name.as_str(), form.bytes as i64), Some(id)).await?;
    work.commit().await?;
    if let Some(writing) = reach.request().writers.take(upload) {
        start(reach, upload, id, writing);
    }
    Ok(upload)
}

/// Fetches it; it goes on when the page is left.
pub(super) fn start(reach: &Reach, id: UploadId, kept: KeptId, writing: Writing) {
    let reach = reach.clone();
    let fetched = async move {
        if let Err(error) = carry_out(&reach, id, kept, writing).await {
            tracing::error!(%id, ?error, "a kept backup could not be fetched");
        }
    };
    tokio::spawn(fetched.in_current_span());
}

async fn carry_out(reach: &Reach, id: UploadId, kept: KeptId, writing: Writing) -> Result<()> {
    let path = place::path(reach.request(), id);
    let (state, bytes, report) = match kept::archive_file(&System(reach.request().clone()), kept, &path, &Told::default()).await {
        Ok(()) => (State::Whole, place::length(path).await? as i64, String::new()),
        Err(error) => {
            tracing::error!(%id, ?error, "a kept backup is no archive");
            place::remove(&path).await;
            let broken = Checked {
                problems: vec![Wrong::NotAnArchive("it could not be fetched; the server's log says why".into())],
                ..Checked::default()
            };
            (State::Broken, 0, serde_json::to_string(&broken)?)
        }
    };
    let noted = reach
        .request()
        .db
        .run(
            sql!(
                "update archive_uploads set state = $4, bytes = $5, received = $5, report = $6
                 where id = $1 and user_id = $2 and coalesce(school_id, '') = $3 and state = 'coming' and kept_id is not null"
            ),
            args![id, user(reach), of(reach), state.text(), bytes, report],
        )
        .await?;
    if noted == 0 {
        // It was thrown away meanwhile.
        place::remove(&place::path(reach.request(), id)).await;
    } else if state == State::Whole {
        checking::start(reach, id, writing);
    }
    Ok(())
}
