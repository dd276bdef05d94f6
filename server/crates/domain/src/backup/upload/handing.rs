//! An archive that a school's people may not put back, handed to those who look after the platform. From then on its row
//! names nobody, and whoever looks after the platform finds it; who handed it, and why, stands in what was found in it.

use model::backup::upload::{Checked, HandForm, Handed, HandedCard, State};
use model::ids::{UploadId, UserId};
use model::notifications::Kind;
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};

use super::{AT_ONCE, KEEP_DAYS, Row, SUBJECT, find, user};
use crate::backup::restore::{may_put_back, may_try_out};
use crate::notifications::{Notice, tell};
use crate::{Reach, Result};

/// Days that one waits for the platform's admins.
const WAITS_DAYS: i64 = 7;

/// Who handed it, and why; nothing of one that nobody has.
pub(super) fn handed(row: &Row) -> Option<Handed> {
    serde_json::from_str::<Checked>(&row.report).ok()?.handed
}

/// Whether a row is for this reader: of a school, what was handed over is seen by who handed it.
pub(super) fn is_shown(reach: &Reach, row: &Row) -> bool {
    match reach {
        Reach::Platform(_) => true,
        Reach::School(_) => handed(row).is_none_or(|it| it.by == user(reach)),
    }
}

/// The same as a page tells it.
pub(super) fn card(reach: &Reach, row: &Row) -> Option<HandedCard> {
    let Handed { name, school, reason, at, by: _ } = handed(row)?;
    Some(HandedCard { name, school, reason, when: crate::backup::reader(reach).when(at) })
}

/// How many archives schools have handed over that nobody has put back: told to those who look after the platform, wherever
/// they look. A notification alone is read away.
///
/// # Errors
/// As the database answers.
pub(crate) async fn waiting(reach: &Reach) -> Result<i64> {
    let Reach::Platform(person) = reach else { return Ok(0) };
    let (waiting,): (i64,) = person
        .db
        .one(
            sql!(
                "select cast(count(*) as bigint) as n from archive_uploads a
                 where a.user_id = '' and a.school_id is not null
                   and not exists (select 1 from restores r
                                   where r.upload_id = a.id and r.kind = 'restore' and r.state = 'done')"
            ),
            args![],
        )
        .await?;
    Ok(waiting)
}

/// Hands an archive to the platform's admins, who are told of it. A second click is answered like the first.
///
/// # Errors
/// `Forbidden`, `Viewing`; `NotFound` for another's, for one that is not whole, and for one that they put back themselves;
/// `Invalid` without a reason; `Conflict` while it is tried out, and with [`Problem::TooManyArchives`].
pub async fn hand(reach: &Reach, id: UploadId, form: &HandForm) -> Result<()> {
    may_try_out(reach)?;
    let row = find(reach, id).await?;
    if handed(&row).is_some() {
        return Ok(());
    }
    let Reach::School(scope) = reach else { return Err(Error::NotFound.into()) };
    if row.state != State::Checked {
        return Err(Error::NotFound.into());
    }
    let mut checked: Checked = serde_json::from_str(&row.report)?;
    if may_put_back(reach, row.written(&checked)).is_ok() {
        return Err(Error::NotFound.into());
    }
    form.validate()?;
    if reach.request().restoring.needs(id) {
        return Err(Error::Conflict(Problem::RestoreRuns).into());
    }
    let mut work = reach.begin().await?;
    let now = work.now();
    let reason = form.reason.trim().to_owned();
    let (name, school) = (scope.me.name.clone(), scope.place.name.clone());
    checked.handed = Some(Handed { by: scope.user_id(), name, school, reason, at: now });
    // Two at once wait for each other here.
    work.tx.run(sql!("update schools set id = id where id = $1"), args![scope.school_id()]).await?;
    let (waiting,): (i64,) = work
        .tx
        .one(
            sql!("select cast(count(*) as bigint) as n from archive_uploads where school_id = $1 and user_id = ''"),
            args![scope.school_id()],
        )
        .await?;
    if waiting >= AT_ONCE as i64 {
        return Err(Error::Conflict(Problem::TooManyArchives(AT_ONCE)).into());
    }
    let noted = work
        .tx
        .run(
            sql!(
                "update archive_uploads set user_id = '', report = $4, touched_at = $5
                 where id = $1 and user_id = $2 and school_id = $3 and state = 'checked'"
            ),
            args![
                id,
                scope.user_id(),
                scope.school_id(),
                serde_json::to_string(&checked)?,
                now.plus_days(WAITS_DAYS - KEEP_DAYS)
            ],
        )
        .await?;
    if noted == 0 {
        // The other of two clicks has done it, or it was thrown away.
        drop(work);
        return find(reach, id).await.map(|_| ());
    }
    let to: Vec<(UserId,)> = work
        .tx
        .all(
            sql!("select id from users where platform_role = 'super_admin' and status in ('pending', 'active') order by id"),
            args![],
        )
        .await?;
    let to: Vec<UserId> = to.into_iter().map(|(user,)| user).collect();
    let said = checked.handed.as_ref().map(|it| json!({ "name": it.name, "school": it.school, "reason": it.reason }));
    let (key, link) = (id.to_string(), format!("/backup/restore/{id}"));
    // Of the platform, not of the school, where they have no place.
    let args = said.unwrap_or_default();
    tell(&mut work, &Notice { kind: Kind::ArchiveHanded, school: None, to: &to, key: &key, args, link: &link }).await?;
    work.audit("backup.upload_handed", SUBJECT, json!({ "name": row.name, "reason": form.reason.trim() })).await?;
    work.commit().await
}
