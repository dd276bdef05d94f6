//! Log-in by username or e-mail, with a lock-out that grows slowly, ends by itself and tells nothing.

use model::accounts::{LogInForm, UserStatus};
use model::ids::UserId;
use model::{At, Error, Problem};
use serde_json::json;
use store::{args, sql};

use crate::accounts::{self, fold, imported, links, sessions};
use crate::scope::Actor;
use crate::{Result, System, Visitor, secrets};

/// Failures that cost nothing; from then on each doubles the wait.
const FREE_FAILURES: i64 = 5;
/// Seconds the longest wait lasts.
const LONGEST_WAIT: i64 = 15 * 60;
/// Days after which the count starts afresh.
const COUNTED_DAYS: i64 = 1;
/// Tries that are no slip of the finger any more: somebody needs help.
pub(crate) const MANY: i64 = 3;
/// Days for which those who help see that many tries.
pub(crate) const SHOWN_DAYS: i64 = 7;

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
    let (row, rehashed) = check(visitor, form).await?;
    enter(visitor, form, row, rehashed).await
}

/// Whose the pair is, as they stood when it was looked at, and the password as we keep it where theirs was imported.
async fn check(visitor: &Visitor, form: &LogInForm) -> Result<(Row, Option<String>)> {
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
    let rehashed = match imported::is_imported(&row.password_hash) {
        true => Some(visitor.passwords.hash(&form.password).await?),
        false => None,
    };
    Ok((row, rehashed))
}

/// Lets in whoever was right, unless their password was changed or the account closed while they waited for their turn.
async fn enter(visitor: &Visitor, form: &LogInForm, mut row: Row, rehashed: Option<String>) -> Result<UserId> {
    let Some(another) = note(visitor, &row, rehashed.as_deref()).await? else { return Ok(row.id) };
    // Of two first log-ins of an imported account one has kept the same password in another form.
    if rehashed.is_some() && visitor.passwords.verify(&form.password, Some(another.clone())).await? {
        row.password_hash = another;
        if note(visitor, &row, None).await?.is_none() {
            return Ok(row.id);
        }
    }
    Err(Error::form(wrong(visitor)).into())
}

/// Writes the log-in down, with the password as we keep it. Answers its hash where it is another one by now: then nothing
/// is written.
async fn note(visitor: &Visitor, row: &Row, rehashed: Option<&str>) -> Result<Option<String>> {
    let mut work = visitor.begin().await?;
    work.concerns(Some(row.id), None);
    links::lock(&mut work.tx, row.id).await?;
    let now: Option<(String, UserStatus)> =
        work.tx.maybe(sql!("select password_hash, status from users where id = $1"), args![row.id]).await?;
    let Some((hash, _)) = now.filter(|(_, status)| sessions::may_log_in(*status)) else {
        return Err(Error::form(wrong(visitor)).into());
    };
    if hash != row.password_hash {
        return Ok(Some(hash));
    }
    let detail = match rehashed {
        Some(hash) => {
            work.tx.run(sql!("update users set password_hash = $2 where id = $1"), args![row.id, hash]).await?;
            json!({ "rehashed": true })
        }
        None => json!({}),
    };
    work.audit("session.log_in", row.id, detail).await?;
    work.commit().await?;
    visitor.proof.keep(row.id, rehashed.unwrap_or(&hash));
    Ok(None)
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

/// Counts a try before its password is looked at, so that many at once are not more than one after the other. After a
/// day without one the count starts afresh, whatever is still kept to be shown.
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
             on conflict (account_key) do update
             set failures = case when log_in_failures.last_at <= $3 then 1 else log_in_failures.failures + 1 end,
                 last_at = excluded.last_at"
        ),
        args![account_key, visitor.now, visitor.now.plus_days(-COUNTED_DAYS)],
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

/// Until when an account waits that failed so often, last at that time; nothing when it does not.
pub(crate) fn waits_until(failures: i64, last_at: At, now: At) -> Option<At> {
    let (wait, until) = (wait(failures), last_at.plus_seconds(wait(failures)));
    (wait > 0 && until > now).then_some(until)
}

/// Forgets what counts no longer, and what was many tries once it is shown no longer.
pub(crate) async fn sweep(system: &System) -> Result<()> {
    system
        .db
        .run(
            sql!("delete from log_in_failures where last_at <= $1 or failures < $2 and last_at <= $3"),
            args![system.now.plus_days(-SHOWN_DAYS), MANY, system.now.plus_days(-COUNTED_DAYS)],
        )
        .await?;
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
    use store::testing::each_db;

    use super::*;
    use crate::testing::{NOON, Scene, mailing, request};

    #[test]
    fn the_wait_grows_and_has_an_end() {
        assert_eq!([0, 4, 5, 6, 7].map(wait), [0, 0, 12, 24, 48]);
        assert_eq!(wait(i64::MAX), LONGEST_WAIT);
    }

    #[tokio::test]
    async fn what_changes_between_the_right_password_and_its_turn_is_seen() {
        each_db(async |db| {
            let scene = Scene::new(&db).await;
            let visitor = Visitor(request(&scene.world, NOON));
            let form = LogInForm { log_in: "alpha_student".into(), password: "correct horse".into(), ..LogInForm::default() };
            let checked = async || check(&visitor, &form).await.unwrap();
            let is_refused = async |visitor: &Visitor, row: Row, rehashed: Option<String>, problem: Problem| {
                let refused = enter(visitor, &form, row, rehashed).await.unwrap_err().answer();
                assert_eq!(refused, Error::form(problem));
            };
            let user = scene.student.user_id();
            let keep = async |hash: &str| {
                db.run(sql!("update users set password_hash = $2 where id = $1"), args![user, hash]).await.unwrap();
            };
            let (own, other) = (checked().await.0.password_hash, visitor.passwords.hash("another battery").await.unwrap());

            let (row, rehashed) = checked().await;
            assert!(rehashed.is_none());
            keep(&other).await;
            is_refused(&visitor, row, rehashed, Problem::WrongLogIn).await;
            keep(&own).await;
            let close = sql!("update users set status = 'suspended' where id = $1");
            for (asked, problem) in
                [(&visitor, Problem::WrongLogIn), (&Visitor(request(&mailing(&scene.world), NOON)), Problem::WrongLogInOrMail)]
            {
                let row = checked().await.0;
                db.run(close, args![user]).await.unwrap();
                is_refused(asked, row, None, problem).await;
                db.run(sql!("update users set status = 'active' where id = $1"), args![user]).await.unwrap();
            }

            // An imported one that another log-in has kept as ours meanwhile, and one that was changed.
            let imported = || Row { id: user, password_hash: "imported".into(), status: UserStatus::Active };
            let rehashed = visitor.passwords.hash("correct horse").await.unwrap();
            assert_eq!(enter(&visitor, &form, imported(), Some(rehashed.clone())).await.unwrap(), user);
            assert_eq!(checked().await.0.password_hash, own, "kept once");
            keep(&other).await;
            is_refused(&visitor, imported(), Some(rehashed), Problem::WrongLogIn).await;
            let noted = sql!("select cast(count(*) as bigint) as n from audit where action = 'session.log_in' and actor_id = $1");
            let (count,): (i64,) = db.one(noted, args![user]).await.unwrap();
            assert_eq!(count, 1);
        })
        .await;
    }
}
