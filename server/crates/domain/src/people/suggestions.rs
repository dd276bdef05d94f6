//! A name that a school suggests to one of its people whose name is their own: they accept it or keep theirs, the school
//! may withdraw it. Each school has one open at most for a person, and knows of its own alone. It ends by itself after
//! [`SUGGESTED_DAYS`], with the membership, and when the person comes to have that name; the latter two by triggers.

use model::ids::UserId;
use model::people::{NameForm, NameSuggestion, SUGGESTED_DAYS};
use model::{Error, Permission, Problem};
use serde_json::json;
use store::{args, sql};

use super::{change, naming};
use crate::accounts::links;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Result, Scope, Work, drawn, mail};

/// Suggests a name in the place of the one that stands, and of what was suggested before. The second of two clicks finds
/// it suggested. The person's row is locked, and that the caller may change them is known.
pub(super) async fn suggest(mut work: Work, scope: &Scope, id: UserId, before: &str, form: &NameForm) -> Result<()> {
    let name = form.name.trim();
    if id == scope.user_id() {
        return Err(Error::Forbidden.into());
    }
    let (_, open) = stands(&mut work, scope, id).await?;
    if open.as_deref() == Some(name) {
        return Ok(());
    }
    if before == name {
        return Err(Error::field("name", Problem::SameName).into());
    }
    drawn::check(&form.drawn, &NameForm::drawn_from(before))?;
    work.tx
        .run(
            sql!(
                "insert into name_suggestions (school_id, user_id, name, suggested_by, suggested_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6)
                 on conflict (school_id, user_id) do update
                 set name = excluded.name, suggested_by = excluded.suggested_by, suggested_at = excluded.suggested_at,
                     expires_at = excluded.expires_at"
            ),
            args![scope.school_id(), id, name, scope.user_id(), scope.now, scope.now.plus_days(SUGGESTED_DAYS)],
        )
        .await?;
    write_to(&mut work, scope, id, name).await?;
    work.audit("member.name_suggested", id, json!({ "before": before, "after": name })).await?;
    work.commit().await
}

/// Tells the person by mail, once a day at most, if their address is proven and the school is open to them.
async fn write_to(work: &mut Work, scope: &Scope, id: UserId, name: &str) -> Result<()> {
    let reader: Option<(String, String)> = work
        .tx
        .maybe(
            sql!(
                "select u.email, u.name from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.user_id = $2 and m.status = 'active' and u.verified_at is not null
                   and u.status in ('pending', 'active')
                   and not exists (select 1 from audit a where a.school_id = $1 and a.subject = $2 and a.at > $3
                                   and a.action = 'member.name_suggested')"
            ),
            args![scope.school_id(), id, scope.now.plus_days(-1)],
        )
        .await?;
    let Some((email, called)) = reader else { return Ok(()) };
    mail::send_name_suggested(work, scope, &email, &called, name).await
}

/// Takes back what was suggested to a member. The second of two clicks finds nothing left of it.
///
/// # Errors
/// `NotFound`; `Forbidden` and `Beyond` for those who may not change the member; `Conflict` when another name is suggested
/// meanwhile, or this one was accepted.
pub async fn withdraw(scope: &Scope, id: UserId, name: &str) -> Result<()> {
    scope.require(Permission::MembersManage)?;
    let mut work = scope.begin().await?;
    change::hold(&mut work, scope, id).await?;
    if take(&mut work, scope, id, name).await? {
        work.audit("member.name_withdrawn", id, json!({ "name": name })).await?;
        work.commit().await?;
    }
    Ok(())
}

/// Takes the name that the school suggests to the caller: it is theirs from now on, everywhere.
///
/// # Errors
/// `Invalid` on `name`; `Conflict` when it is no longer suggested, or the caller's name is another than they were shown.
pub async fn accept(scope: &Scope, form: &NameForm) -> Result<()> {
    form.validate()?;
    let (user, name) = (scope.user_id(), form.name.trim());
    let mut work = scope.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let (before, open) = stands(&mut work, scope, user).await?;
    if open.as_deref() != Some(name) {
        // The first of two clicks has done so.
        return if before == name { Ok(()) } else { Err(Error::Conflict(Problem::ChangedMeanwhile).into()) };
    }
    drawn::check(&form.drawn, &NameForm::drawn_from(&before))?;
    naming::write(&mut work, user, name).await?;
    work.audit("member.name_accepted", user, json!({ "before": before, "after": name })).await?;
    // Sessions and open sockets say the name they began with.
    work.tell(Event::AccessChanged { user });
    work.commit().await
}

/// Keeps the name that the caller has. The second of two clicks finds nothing left to decline.
///
/// # Errors
/// `Conflict` when another name is suggested meanwhile, or this one was accepted.
pub async fn decline(scope: &Scope, name: &str) -> Result<()> {
    let user = scope.user_id();
    let mut work = scope.begin().await?;
    links::lock(&mut work.tx, user).await?;
    if take(&mut work, scope, user, name).await? {
        work.audit("member.name_declined", user, json!({ "name": name })).await?;
        work.commit().await?;
    }
    Ok(())
}

/// A person's name, and what the school suggests in its place.
async fn stands(work: &mut Work, scope: &Scope, user: UserId) -> Result<(String, Option<String>)> {
    Ok(work
        .tx
        .one(
            sql!(
                "select u.name, n.name as suggested from users u
                 left join name_suggestions n on n.school_id = $1 and n.user_id = u.id and n.expires_at > $3
                 where u.id = $2"
            ),
            args![scope.school_id(), user, scope.now],
        )
        .await?)
}

/// Takes an open suggestion away; answers whether there was one.
async fn take(work: &mut Work, scope: &Scope, user: UserId, name: &str) -> Result<bool> {
    match stands(work, scope, user).await? {
        // It was accepted, and is not as if it had never been.
        (now, None) if now == name => return Err(Error::Conflict(Problem::ChangedMeanwhile).into()),
        (_, None) => return Ok(false),
        (_, Some(open)) if open != name => return Err(Error::Conflict(Problem::ChangedMeanwhile).into()),
        _ => {}
    }
    work.tx
        .run(sql!("delete from name_suggestions where school_id = $1 and user_id = $2"), args![scope.school_id(), user])
        .await?;
    Ok(true)
}

#[derive(sqlx::FromRow)]
struct Row {
    slug: String,
    school: String,
    name: String,
    /// The name that the person has.
    called: String,
}

/// What the schools of a person suggest to them.
///
/// # Errors
/// As the database answers.
pub async fn own(person: &Person) -> Result<Vec<NameSuggestion>> {
    person.require_self()?;
    let rows: Vec<Row> = person
        .db
        .all(
            sql!(
                "select s.slug, s.name as school, n.name, u.name as called
                 from name_suggestions n
                 join memberships m on m.school_id = n.school_id and m.user_id = n.user_id and m.status = 'active'
                 join schools s on s.id = n.school_id
                 join users u on u.id = n.user_id
                 where n.user_id = $1 and n.expires_at > $2 order by s.name_key, s.id"
            ),
            args![person.me.user_id, person.now],
        )
        .await?;
    Ok(rows.into_iter().map(|it| told(it.slug, it.school, it.name, &it.called)).collect())
}

/// A suggestion as its person is asked.
pub(crate) fn told(slug: String, school: String, name: String, called: &str) -> NameSuggestion {
    NameSuggestion { slug, school, name, drawn: NameForm::drawn_from(called) }
}
