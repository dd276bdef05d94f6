//! Log-in by username or e-mail, with a lock-out that grows slowly, ends by itself and tells nothing.

use model::accounts::{LogInForm, UserStatus};
use model::ids::UserId;
use model::{At, Error, Problem};
use serde_json::json;
use store::{args, sql};

use crate::accounts::{self, fold, imported, links, sessions};
use crate::scope::Actor;
use crate::{Result, Visitor, secrets};

/// Failures that cost nothing; from then on each doubles the wait.
const FREE_FAILURES: i64 = 5;
/// Seconds the longest wait lasts.
const LONGEST_WAIT: i64 = 15 * 60;

#[derive(sqlx::FromRow)]
struct Row {
    id: UserId,
    password_hash: String,
    status: UserStatus,
}

/// Checks a log-in and answers whose it is. The caller then makes the session, with a new id.
///
/// # Errors
/// `Invalid` for a form that is wrong or a pair that does not belong together, `TooMany` while the account waits,
/// `Unavailable` when too many log in at once.
pub async fn log_in(visitor: &Visitor, form: &LogInForm) -> Result<UserId> {
    form.validate()?;
    let row: Option<Row> = visitor
        .db
        .maybe(
            sql!("select id, password_hash, status from users where username_key = $1 or email_key = $1 order by id limit 1"),
            args![fold(&form.log_in)],
        )
        .await?;
    let account_key = row.as_ref().map_or_else(|| key_of_nobody(&form.log_in), |row| key_of(row.id));
    count_try(visitor, &account_key).await?;
    let row = row.filter(|row| sessions::may_log_in(row.status));
    let hash = row.as_ref().map(|row| row.password_hash.clone());
    let right = visitor.passwords.verify(&form.password, hash).await?;
    let row = row.filter(|_| right).ok_or(Error::form(wrong(visitor)))?;
    forget_tries(visitor, &account_key).await?;
    if row.status == UserStatus::Pending {
        accounts::note_use(&visitor.db, row.id).await?;
    }
    let renewed = match imported::is_imported(&row.password_hash) {
        true => Some(visitor.passwords.hash(&form.password).await?),
        false => None,
    };
    let mut work = visitor.begin().await?;
    work.concerns(Some(row.id), None);
    // The password may have been changed, or the account closed, while this log-in waited for its turn.
    links::lock(&mut work.tx, row.id).await?;
    let now: Option<(String, UserStatus)> =
        work.tx.maybe(sql!("select password_hash, status from users where id = $1"), args![row.id]).await?;
    let Some((mut hash, _)) = now.filter(|(_, status)| sessions::may_log_in(*status)) else {
        return Err(Error::form(Problem::WrongLogIn).into());
    };
    // Of two first log-ins of an imported account one has kept the same password in another form.
    let kept = renewed.is_some() && hash != row.password_hash;
    let stands = hash == row.password_hash || kept && visitor.passwords.verify(&form.password, Some(hash.clone())).await?;
    if !stands {
        return Err(Error::form(Problem::WrongLogIn).into());
    }
    let detail = match renewed {
        Some(renewed) => {
            let changed = work
                .tx
                .run(
                    sql!("update users set password_hash = $3 where id = $1 and password_hash = $2"),
                    args![row.id, row.password_hash, renewed.as_str()],
                )
                .await?;
            if changed > 0 {
                hash = renewed;
            }
            json!({ "rehashed": true })
        }
        None => json!({}),
    };
    work.audit("session.log_in", row.id, detail).await?;
    work.commit().await?;
    visitor.proof.keep(row.id, &hash);
    Ok(row.id)
}

/// What a wrong pair is answered, whoever it is: where mail leaves, who has just registered has no account before they
/// have read theirs, and that is not told from a wrong password.
fn wrong(visitor: &Visitor) -> Problem {
    if visitor.settings.sends_mail { Problem::WrongLogInOrMail } else { Problem::WrongLogIn }
}

/// What the tries for a person are counted under, by whichever name they are made.
pub(crate) fn key_of(user: UserId) -> String {
    secrets::hash(&format!("person {user}"))
}

/// What tries with a name that nobody has are counted under, so that they are answered like the others. Hashed: people
/// type passwords into the wrong field.
fn key_of_nobody(log_in: &str) -> String {
    secrets::hash(&format!("typed {}", fold(log_in)))
}

/// Counts a try before its password is looked at, so that many at once are not more than one after the other.
///
/// # Errors
/// `TooMany` while the account waits; such a try does not count.
pub(crate) async fn count_try(visitor: &Visitor, account_key: &str) -> Result<()> {
    let mut tx = visitor.db.begin().await?;
    tx.run(sql!("update log_in_failures set failures = failures where account_key = $1"), args![account_key]).await?;
    let row: Option<(i64, At)> =
        tx.maybe(sql!("select failures, last_at from log_in_failures where account_key = $1"), args![account_key]).await?;
    if let Some((failures, last_at)) = row {
        let wait = wait(failures);
        let left = last_at.plus_seconds(wait).0 - visitor.now.0;
        // Of two tries at once the one that began first may come second: that is no reason to wait.
        if wait > 0 && left > 0 {
            return Err(Error::TooMany((left as u32).div_ceil(1000)).into());
        }
    }
    tx.run(
        sql!(
            "insert into log_in_failures (account_key, failures, last_at) values ($1, 1, $2)
             on conflict (account_key) do update set failures = log_in_failures.failures + 1, last_at = excluded.last_at"
        ),
        args![account_key, visitor.now],
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The password was right: the count starts afresh.
pub(crate) async fn forget_tries(visitor: &Visitor, account_key: &str) -> Result<()> {
    visitor.db.run(sql!("delete from log_in_failures where account_key = $1"), args![account_key]).await?;
    Ok(())
}

/// Seconds to wait after so many failures: none for the first, then 12, 24, 48 ... (five a minute at most).
fn wait(failures: i64) -> i64 {
    if failures < FREE_FAILURES {
        return 0;
    }
    (12_i64 << (failures - FREE_FAILURES).min(7)).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_has_an_end() {
        assert_eq!([0, 4, 5, 6, 7].map(wait), [0, 0, 12, 24, 48]);
        assert_eq!(wait(i64::MAX), LONGEST_WAIT);
    }
}
