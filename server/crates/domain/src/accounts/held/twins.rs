//! The second of two clicks on a registration: the same form with the same password, a moment later.

use model::At;
use model::ids::RegistrationId;
use store::{args, sql};

use super::lock;
use crate::scope::Actor;
use crate::{Result, Visitor, Work, twice};

/// What the first click has kept and mailed.
#[derive(sqlx::FromRow)]
pub(super) struct Twin {
    id: RegistrationId,
    pub code_hash: String,
    password_hash: String,
    pub tries: i64,
}

/// Begins the change that keeps a registration; answers the one it is a double click of. A password takes its time to be
/// compared, and nobody waits for that: the change begins once more.
pub(super) async fn begin(visitor: &Visitor, email_key: &str, form: &str, password: &str) -> Result<(Work, Option<Twin>)> {
    let mut compared: Option<(RegistrationId, bool)> = None;
    loop {
        let mut work = visitor.begin().await?;
        lock(&mut work).await?;
        let Some(twin) = newest(&mut work, email_key, form, visitor.now).await? else { return Ok((work, None)) };
        match compared {
            Some((id, same)) if id == twin.id => return Ok((work, same.then_some(twin))),
            _ => {
                drop(work);
                let same = visitor.passwords.verify(password, Some(twin.password_hash)).await?;
                compared = Some((twin.id, same));
            }
        }
    }
}

async fn newest(work: &mut Work, email_key: &str, form: &str, now: At) -> Result<Option<Twin>> {
    Ok(work
        .tx
        .maybe(
            sql!(
                "select id, code_hash, password_hash, tries from registrations
                 where email_key = $1 and form = $2 and mails > 0 and used_at is null and created_at > $3
                 order by created_at desc, id desc limit 1"
            ),
            args![email_key, form, twice::since(now)],
        )
        .await?)
}

/// Whoever sends the same form once more means the new one: the mails of those before it work no more. They still count as
/// sent, and what their browsers show does not change.
pub(super) async fn end_earlier(work: &mut Work, email_key: &str, form: &str) -> Result<()> {
    work.tx
        .run(
            sql!(
                "update registrations set link_hash = 'over ' || id, code_hash = 'over ' || id
                 where email_key = $1 and form = $2 and used_at is null"
            ),
            args![email_key, form],
        )
        .await?;
    Ok(())
}
