//! Schools and memberships (product.md sections 2 and 4).

pub(crate) mod admins;
pub mod founding;
pub mod own;
pub mod platform;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use model::ids::{SchoolId, UserId};
use model::schools::{MembershipStatus, SchoolForm, slugs_of};
use model::{At, Error, Locale, Problem, Role};
use serde_json::{Map, Value, json};
use store::{Tx, args, sql};

use crate::accounts::{fold, links};
use crate::courses::left;
use crate::people::{numbers, places};
use crate::scope::Actor;
use crate::{Person, Request, Result, Work, calendar, twice};

/// How often a slug is made from the name: between the look and the row, another school may get the one that was free.
const TRIES: usize = 4;

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
    match insert(&mut work, person, form, person.me.user_id).await {
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
pub(crate) async fn insert(work: &mut Work, request: &Request, form: &SchoolForm, founder: UserId) -> Result<String> {
    let (id, now) = (SchoolId::new(), request.now);
    let slug = insert_row(&mut work.tx, id, form, request.locale, now).await?;
    work.concerns(Some(founder), Some(id));
    add_member(work, id, founder, Role::SchoolAdmin, now).await?;
    work.audit("school.founded", id, json!({ "slug": slug, "name": form.name.trim() })).await?;
    Ok(slug)
}

/// Writes the row; answers its slug. A clash is no fault of the statement: on PostgreSQL that would end the transaction,
/// and another slug could not be tried in it.
async fn insert_row(tx: &mut Tx, id: SchoolId, form: &SchoolForm, locale: Locale, now: At) -> Result<String> {
    for _ in 0..TRIES {
        let slug = if form.slug.is_empty() { free_slug(tx, &form.name).await? } else { form.slug.clone() };
        let written = tx
            .run(
                sql!(
                    "insert into schools (id, slug, name, name_key, time_zone, locale, currency, created_at)
                     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing"
                ),
                args![
                    id,
                    slug.as_str(),
                    form.name.trim(),
                    fold(&form.name),
                    form.time_zone.trim(),
                    if form.locale.is_empty() { locale.text() } else { form.locale.as_str() },
                    form.money(),
                    now
                ],
            )
            .await?;
        if written == 1 {
            return Ok(slug);
        }
        refuse_taken(tx, form).await?;
    }
    Err(Error::field("slug", Problem::Taken).into())
}

/// A slug made from the name that no school has.
async fn free_slug(tx: &mut Tx, name: &str) -> Result<String> {
    let first = slugs_of(name).next().unwrap_or_default();
    let second = slugs_of(name).nth(1).unwrap_or_default();
    // No sign of a slug means anything in a pattern.
    let numbered = format!("{}%", second.trim_end_matches('2'));
    let taken: Vec<(String,)> =
        tx.all(sql!("select slug from schools where slug = $1 or slug like $2"), args![first, numbered]).await?;
    let taken: HashSet<String> = taken.into_iter().map(|(slug,)| slug).collect();
    slugs_of(name).find(|slug| !taken.contains(slug)).ok_or_else(|| Error::field("slug", Problem::Required).into())
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
/// one who had left or waited comes in, without what had been granted to them. They belong to it since today, unless the
/// school has written another day.
///
/// # Errors
/// `Invalid` for those whose place is suspended: only those who suspended it give it back.
pub(crate) async fn add_member(work: &mut Work, school: SchoolId, user: UserId, role: Role, now: At) -> Result<bool> {
    lock_place(work, school, user).await?;
    come_empty_handed(work, school, user).await?;
    numbers::end_at_return(work, school, user, role, &[MembershipStatus::Ended, MembershipStatus::Waiting]).await?;
    let (zone,): (String,) = work.tx.one(sql!("select time_zone from schools where id = $1"), args![school]).await?;
    let today = calendar::Reader { zone: &zone, own: None, locale: Locale::En }.today(now).to_string();
    let added = work
        .tx
        .run(
            sql!(
                "insert into memberships (school_id, user_id, role, status, created_at, joined_on)
                 values ($1, $2, $3, $4, $5, $6)
                 on conflict (school_id, user_id) do update
                 set status = excluded.status, role = excluded.role, ended_at = null, granted = '', revoked = '',
                     joined_on = coalesce(memberships.joined_on, excluded.joined_on)
                 where memberships.status in ('ended', 'waiting') and memberships.suspended_at is null"
            ),
            args![school, user, role.text(), MembershipStatus::Active.text(), now, today],
        )
        .await?;
    if added == 0 {
        refuse_suspended(&mut work.tx, school, user).await?;
    } else {
        choose_primary(&mut work.tx, user).await?;
    }
    Ok(added == 1)
}

/// Waits at somebody's place in the school, for those who reinstate them or change their role meanwhile. Whoever corrects a
/// name or saves a profile has the person first and their places after.
pub(crate) async fn lock_place(work: &mut Work, school: SchoolId, user: UserId) -> Result<()> {
    links::lock(&mut work.tx, user).await?;
    hold_place(work, school, user).await
}

/// The same without the person, for those whose own place is the lock of what they make: of two clicks the second waits
/// here and finds what the first one made.
pub(crate) async fn hold_place(work: &mut Work, school: SchoolId, user: UserId) -> Result<()> {
    work.tx
        .run(sql!("update memberships set status = status where school_id = $1 and user_id = $2"), args![school, user])
        .await?;
    Ok(())
}

/// Log-in leads those who have chosen no school to the first one they came to. Parents have their children on one page.
async fn choose_primary(tx: &mut Tx, user: UserId) -> Result<()> {
    tx.run(
        sql!(
            "update users set primary_school_id = (
               select m.school_id from memberships m where m.user_id = $1 and m.status = 'active' and m.role <> 'parent'
               order by m.created_at, m.school_id limit 1)
             where id = $1 and primary_school_id is null"
        ),
        args![user],
    )
    .await?;
    Ok(())
}

/// Gives a person who has no place in the school one that waits. Who had left, and asks to come back as something else,
/// loses what that role does not fit: those who reinstate them later find nothing of it. When they had left stays written.
/// Answers whether that is new.
///
/// # Errors
/// As [`add_member`].
pub(crate) async fn add_waiting(work: &mut Work, school: SchoolId, user: UserId, role: Role, now: At) -> Result<bool> {
    lock_place(work, school, user).await?;
    numbers::end_at_return(work, school, user, role, &[MembershipStatus::Ended]).await?;
    places::end_at_return(work, school, user, role).await?;
    let added = work
        .tx
        .run(
            sql!(
                "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, $4, $5)
                 on conflict (school_id, user_id) do update
                 set status = excluded.status, role = excluded.role
                 where memberships.status = 'ended' and memberships.suspended_at is null"
            ),
            args![school, user, role.text(), MembershipStatus::Waiting.text(), now],
        )
        .await?;
    if added == 0 {
        refuse_suspended(&mut work.tx, school, user).await?;
    }
    Ok(added == 1)
}

/// Whose place was ended comes back with what lets them in now and nothing else: no seat, no course, no child, no
/// department. Those who reinstate them give all of it back. What was taken is counted in the log.
async fn come_empty_handed(work: &mut Work, school: SchoolId, user: UserId) -> Result<()> {
    let (ended,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from memberships
                 where school_id = $1 and user_id = $2 and suspended_at is null
                   and (status = 'ended' or status = 'waiting' and ended_at is not null)) as ended"
            ),
            args![school, user],
        )
        .await?;
    if !ended {
        return Ok(());
    }
    let mut taken = Map::new();
    let course_places = left::leave_all(work, school, user).await?;
    if course_places > 0 {
        taken.insert("course_places".to_owned(), course_places.into());
    }
    for (field, kept) in [
        ("class_places", sql!("delete from class_members where school_id = $1 and user_id = $2")),
        ("child_links", sql!("delete from guardians where school_id = $1 and parent_id = $2")),
        ("department_places", sql!("delete from department_members where school_id = $1 and user_id = $2")),
        ("departments_headed", sql!("update departments set head_id = null where school_id = $1 and head_id = $2")),
    ] {
        let count = work.tx.run(kept, args![school, user]).await?;
        if count > 0 {
            taken.insert(field.to_owned(), count.into());
        }
    }
    if !taken.is_empty() {
        work.concerns(Some(user), Some(school));
        work.audit("member.emptied", user, Value::Object(taken)).await?;
    }
    Ok(())
}

async fn refuse_suspended(tx: &mut Tx, school: SchoolId, user: UserId) -> Result<()> {
    let (suspended,): (bool,) = tx
        .one(
            sql!(
                "select exists (select 1 from memberships
                 where school_id = $1 and user_id = $2 and suspended_at is not null) as suspended"
            ),
            args![school, user],
        )
        .await?;
    if suspended { Err(Error::form(Problem::PlaceSuspended).into()) } else { Ok(()) }
}
