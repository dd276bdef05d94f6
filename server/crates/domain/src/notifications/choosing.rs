//! The settings: of each kind how one is told, when it is quiet, and when what waits for its day comes.

use model::notifications::{Choices, Kind, NotificationForm, NotificationSettings};
use serde_json::json;
use store::{args, sql};

use crate::accounts::links;
use crate::scope::Actor;
use crate::{Person, Result, drawn, push};

/// What this person is asked about.
fn kinds(person: &Person) -> Vec<Kind> {
    Kind::ALL.iter().copied().filter(|kind| kind.concerns(&person.me)).collect()
}

/// The settings as they are.
///
/// # Errors
/// `Viewing` for those who see with another member's eyes.
pub async fn settings(person: &Person) -> Result<NotificationSettings> {
    person.require_self()?;
    let (chosen, device): (String, bool) = person
        .db
        .one(
            sql!(concat!(
                "select u.notifications as chosen, ",
                push::has_device!("u.id", "$2"),
                " as device from users u where u.id = $1"
            )),
            args![person.me.user_id, person.now],
        )
        .await?;
    let kinds = kinds(person);
    let choices = Choices::parse(&chosen);
    let paused = choices.pause.filter(|until| *until > person.now).map(|until| person.when(until));
    let (form, zone) = (choices.form(&kinds), person.reader().zone.to_owned());
    Ok(NotificationSettings { kinds, form, paused, zone, proven: person.me.verified, device })
}

/// Saves them; from then on. What waits to be mailed goes as it was chosen when it happened.
///
/// # Errors
/// `Invalid` field by field; `Conflict` when they were changed since the form was drawn.
pub async fn save(person: &Person, form: &NotificationForm) -> Result<()> {
    form.validate()?;
    let (user, kinds) = (person.me.user_id, kinds(person));
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let (stands,): (String,) = work.tx.one(sql!("select notifications from users where id = $1"), args![user]).await?;
    let before = Choices::parse(&stands);
    let after = before.after(form, &kinds);
    if after == before {
        return Ok(());
    }
    drawn::check(&form.drawn, &before.form(&kinds).drawn)?;
    let words = after.words();
    work.tx.run(sql!("update users set notifications = $2 where id = $1"), args![user, words.as_str()]).await?;
    let detail = json!({ "before": { "notifications": stands }, "after": { "notifications": words } });
    work.audit("profile.notifications_saved", user, detail).await?;
    work.commit().await
}
