//! A pause: until it ends nobody is disturbed, as in quiet hours; the bell tells all the same.

use model::notifications::{Choices, Pause, PauseForm};
use model::{At, Error, Problem};
use serde_json::json;
use store::{args, sql};

use super::due::Clock;
use crate::accounts::links;
use crate::scope::Actor;
use crate::{Person, Result, calendar};

/// Two that end within so many seconds of each other are two clicks on one button.
const SAME: i64 = 60;

/// Begins a pause, or ends it. What waits for its end comes then, even where it is ended before.
///
/// # Errors
/// `Invalid` for an end that has passed; `Viewing` for those who see with another member's eyes.
pub async fn pause(person: &Person, form: &PauseForm) -> Result<()> {
    let until = end(person, form)?;
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let (stands,): (String,) = work.tx.one(sql!("select notifications from users where id = $1"), args![user]).await?;
    let mut choices = Choices::parse(&stands);
    let same = match (choices.pause, until) {
        (Some(before), Some(until)) => (before.0 - until.0).abs() < SAME * 1000,
        (before, until) => before == until,
    };
    if same {
        return Ok(());
    }
    choices.pause = until;
    let words = choices.words();
    work.tx.run(sql!("update users set notifications = $2 where id = $1"), args![user, words.as_str()]).await?;
    let detail = json!({ "before": { "notifications": stands }, "after": { "notifications": words } });
    work.audit("profile.notifications_saved", user, detail).await?;
    work.commit().await
}

/// When it ends; nothing where there is to be none.
fn end(person: &Person, form: &PauseForm) -> Result<Option<At>> {
    let (how, now, zone) = (form.validate()?, person.now, person.reader().zone);
    let until = match how {
        Pause::Off => return Ok(None),
        Pause::Hour => now.plus_hours(1),
        Pause::Hours => now.plus_hours(4),
        Pause::Tomorrow => Clock { zone, choices: &Choices::default() }.tomorrow(now),
        Pause::Until => calendar::instant(&form.until, zone).map_err(|problem| Error::field("until", problem))?,
    };
    if until <= now {
        return Err(Error::field("until", Problem::InThePast).into());
    }
    Ok(Some(until.min(now.plus_days(Pause::DAYS))))
}
