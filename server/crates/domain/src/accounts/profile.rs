//! What a person tells of themselves, and how they like to read (product.md section 3).

use model::profile::{ProfileForm, ProfilePage};
use model::{Error, Problem, Theme};
use serde_json::{Map, Value, json};
use store::{Sql, args, sql};

use crate::accounts::links;
use crate::hub::Event;
use crate::people::suggestions;
use crate::scope::Actor;
use crate::{Person, Result, calendar, drawn, names};

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    phone: String,
    organization: String,
    bio: String,
    locale: String,
    time_zone: String,
    theme: Theme,
}

impl From<Row> for ProfileForm {
    fn from(row: Row) -> ProfileForm {
        let Row { name, phone, organization, bio, locale, time_zone, theme } = row;
        ProfileForm { name, phone, organization, bio, locale, time_zone, theme, drawn: String::new() }
    }
}

/// The own profile with the zones to choose from.
///
/// # Errors
/// As the database answers.
pub async fn show(person: &Person) -> Result<ProfilePage> {
    person.require_self()?;
    let row: Row = person.db.one(read(), args![person.me.user_id]).await?;
    let form = ProfileForm::from(row);
    let mut zones: Vec<String> = calendar::zones().map(str::to_owned).collect();
    // One chosen under an older name stays in the list.
    if !form.time_zone.is_empty() && !zones.contains(&form.time_zone) {
        zones.push(form.time_zone.clone());
    }
    Ok(ProfilePage { form, zones, suggestions: suggestions::own(person).await? })
}

fn read() -> Sql {
    sql!("select name, phone, organization, bio, locale, time_zone, theme from users where id = $1")
}

/// Saves the profile. What is as it was changes nothing.
///
/// # Errors
/// `Invalid` field by field; `Conflict` when it was changed since the form was drawn, as when a school put the name right.
pub async fn save(person: &Person, form: &ProfileForm) -> Result<()> {
    form.validate()?;
    let (form, seal) = (trimmed(form), form.drawn.as_str());
    if !form.time_zone.is_empty() && !calendar::is_zone(&form.time_zone) {
        return Err(Error::field("time_zone", Problem::NotATimeZone).into());
    }
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let before: Row = work.tx.one(read(), args![user]).await?;
    let before = ProfileForm::from(before);
    if before == form {
        return Ok(());
    }
    drawn::check(seal, &before.as_drawn())?;
    work.tx
        .run(
            sql!(
                "update users set name = $2, name_key = $3, phone = $4, organization = $5, bio = $6, locale = $7,
                                  time_zone = $8, theme = $9 where id = $1"
            ),
            args![
                user,
                form.name.as_str(),
                names::key(&form.name),
                form.phone.as_str(),
                form.organization.as_str(),
                form.bio.as_str(),
                form.locale.as_str(),
                form.time_zone.as_str(),
                form.theme.text()
            ],
        )
        .await?;
    work.audit("profile.saved", user, changes(&before, &form)?).await?;
    // Open sockets say the name they were opened with.
    work.tell(Event::AccessChanged { user });
    work.commit().await
}

fn trimmed(form: &ProfileForm) -> ProfileForm {
    let text = |text: &str| text.trim().to_owned();
    ProfileForm {
        name: text(&form.name),
        phone: text(&form.phone),
        organization: text(&form.organization),
        // Browsers send the ends of lines as two characters.
        bio: form.bio.replace("\r\n", "\n").trim().to_owned(),
        locale: form.locale.clone(),
        time_zone: text(&form.time_zone),
        theme: form.theme,
        drawn: String::new(),
    }
}

/// The fields that changed, before and after.
fn changes(before: &ProfileForm, after: &ProfileForm) -> Result<Value> {
    let (Value::Object(before), Value::Object(after)) = (serde_json::to_value(before)?, serde_json::to_value(after)?) else {
        return Ok(Value::Null);
    };
    let changed = after.into_iter().filter(|(field, value)| before.get(field) != Some(value));
    let told = changed.map(|(field, value)| {
        let both = json!({ "before": before.get(&field), "after": value });
        (field, both)
    });
    Ok(Value::Object(told.collect::<Map<_, _>>()))
}
