//! Schools and memberships (product.md sections 2 and 4).

use model::ids::{SchoolId, UserId};
use model::schools::{MembershipStatus, SchoolForm, slugs_of};
use model::{At, Error, Problem, Role};
use serde_json::json;
use store::{Tx, args, sql};

use crate::accounts::fold;
use crate::scope::Actor;
use crate::{Person, Request, Result, Work, calendar, twice};

/// The zone must be one of the IANA database.
pub(crate) fn check_zone(form: &SchoolForm) -> Result<()> {
    if calendar::is_zone(form.time_zone.trim()) { Ok(()) } else { Err(Error::field("time_zone", Problem::NotATimeZone).into()) }
}

/// Whether this transaction is the first of an empty platform. Two first runs at once cannot both be: the row is
/// unique, and the second finds it.
pub(crate) async fn claim_first_run(tx: &mut Tx) -> Result<bool> {
    let (empty,): (bool,) = tx.one(sql!("select not exists (select 1 from users) as empty"), args![]).await?;
    if !empty {
        return Ok(false);
    }
    let claimed = tx
        .run(sql!("insert into platform (key, value) values ('first_run', 'done') on conflict (key) do nothing"), args![])
        .await?;
    Ok(claimed == 1)
}

/// Founds a further school with an account that exists: its founder becomes its admin. Answers its slug.
///
/// # Errors
/// `Invalid` field by field.
pub async fn found(person: &Person, form: &SchoolForm) -> Result<String> {
    form.validate()?;
    check_zone(form)?;
    let mut work = person.begin().await?;
    match insert(&mut work, form, person.me.user_id, person.now).await {
        Ok(slug) => {
            work.commit().await?;
            Ok(slug)
        }
        Err(error) => {
            drop(work);
            // A clash with the school that the same person founded a moment ago is a double click.
            founded_since(person, form, person.me.user_id, twice::since(person.now)).await?.ok_or(error)
        }
    }
}

/// The slug of the school of this form, if the person has founded it since then.
pub(crate) async fn founded_since(request: &Request, form: &SchoolForm, founder: UserId, since: At) -> Result<Option<String>> {
    let own: Option<(String,)> = request
        .db
        .maybe(
            sql!(
                "select s.slug from schools s join memberships m on m.school_id = s.id
                 where (s.slug = $1 or $1 = '') and s.name_key = $2 and m.user_id = $3 and m.role = $4 and s.created_at > $5"
            ),
            args![form.slug.as_str(), fold(&form.name), founder, Role::SchoolAdmin.text(), since],
        )
        .await?;
    Ok(own.map(|(slug,)| slug))
}

/// Writes a school and its founder's membership; answers its slug.
pub(crate) async fn insert(work: &mut Work, form: &SchoolForm, founder: UserId, now: At) -> Result<String> {
    let id = SchoolId::new();
    refuse_taken(&mut work.tx, form).await?;
    let slug = if form.slug.is_empty() { free_slug(&mut work.tx, &form.name).await? } else { form.slug.clone() };
    work.tx
        .run(
            sql!(
                "insert into schools (id, slug, name, name_key, time_zone, locale, currency, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            args![id, slug.as_str(), form.name.trim(), fold(&form.name), form.time_zone.trim(), "en", "USD", now],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "slug"))?;
    work.concerns(Some(founder), Some(id));
    add_member(work, id, founder, Role::SchoolAdmin, now).await?;
    work.audit("school.founded", id, json!({ "slug": slug, "name": form.name.trim() })).await?;
    Ok(slug)
}

/// A slug made from the name that no school has.
async fn free_slug(tx: &mut Tx, name: &str) -> Result<String> {
    for slug in slugs_of(name) {
        let (taken,): (bool,) =
            tx.one(sql!("select exists (select 1 from schools where slug = $1) as taken"), args![slug.as_str()]).await?;
        if !taken {
            return Ok(slug);
        }
    }
    Err(Error::field("slug", Problem::Required).into())
}

/// A slug or a name that a school has already.
pub(crate) async fn refuse_taken(tx: &mut Tx, form: &SchoolForm) -> Result<()> {
    let taken: Option<(bool,)> = tx
        .maybe(
            sql!("select (slug = $1) as is_slug from schools where slug = $1 or name_key = $2 order by id limit 1"),
            args![form.slug.as_str(), fold(&form.name)],
        )
        .await?;
    if let Some((is_slug,)) = taken {
        return Err(Error::field(if is_slug { "slug" } else { "name" }, Problem::Taken).into());
    }
    Ok(())
}

/// Makes a person an active member; answers whether that is new. One who is a member already keeps the role they have;
/// one who had left comes back.
pub(crate) async fn add_member(work: &mut Work, school: SchoolId, user: UserId, role: Role, now: At) -> Result<bool> {
    let added = work
        .tx
        .run(
            sql!(
                "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, $4, $5)
                 on conflict (school_id, user_id) do update
                 set status = excluded.status, role = excluded.role, ended_at = null where memberships.status = 'ended'"
            ),
            args![school, user, role.text(), MembershipStatus::Active.text(), now],
        )
        .await?;
    Ok(added == 1)
}
