//! The bell and its page: what somebody was told, over all their schools. What is read on one device is read on all.

use model::Error;
use model::ids::NotificationId;
use model::notifications::{Bell, NEWEST, NotificationCard, NotificationsPage, PAGE};
use store::{Arg, args, list, sql};

use super::rendering::Row;
use super::seen;
use crate::backup::gate;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Result, pages};

/// What a school told is there to be read while one has a place in it; that one was declined, also afterwards.
macro_rules! open {
    () => {
        "(n.school_id is null or exists (
              select 1 from memberships o
              where o.school_id = n.school_id and o.user_id = n.user_id and o.suspended_at is null
                and (o.status in ('active', 'waiting') or n.kind = 'class_declined')))"
    };
}
pub(super) use open;

/// A page of the own notifications, the newest first; `page` counts from 1, and one past the end is the last.
///
/// # Errors
/// `Viewing` for those who see with another member's eyes.
pub async fn page(person: &Person, unread: bool, page: i64) -> Result<NotificationsPage> {
    person.require_self()?;
    let (all, new): (i64, i64) = person
        .db
        .one(
            sql!(concat!(
                "select cast(count(*) as bigint) as total,
                        cast(coalesce(sum(case when n.read_at is null then 1 else 0 end), 0) as bigint) as new
                 from notifications n where n.user_id = $1 and n.in_bell and ",
                open!()
            )),
            args![person.me.user_id],
        )
        .await?;
    let total = if unread { new } else { all };
    let page = pages::within(page, total, PAGE);
    let cards = cards(person, args![person.me.user_id, unread, PAGE, (page - 1) * PAGE]).await?;
    Ok(NotificationsPage { cards, total, unread: new, page })
}

async fn cards(person: &Person, which: Vec<Arg>) -> Result<Vec<NotificationCard>> {
    let rows: Vec<Row> = person
        .db
        .all(
            sql!(concat!(
                "select n.id, n.kind, n.args, n.link, n.created_at, n.read_at, s.name as school, s.time_zone as zone
                 from notifications n
                 left join schools s on s.id = n.school_id
                 where n.user_id = $1 and n.in_bell and (not $2 or n.read_at is null) and ",
                open!(),
                " order by n.created_at desc, n.id desc limit $3 offset $4"
            )),
            which,
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.card(person.reader(), person.me.own_zone())).collect())
}

/// How many are still to be read, with the newest. Nobody hears another's bell.
///
/// # Errors
/// As the database answers.
pub async fn bell(person: &Person) -> Result<Bell> {
    if person.me.viewer.is_some() {
        return Ok(Bell::default());
    }
    let newest = cards(person, args![person.me.user_id, false, NEWEST, 0_i64]).await?;
    Ok(Bell { unread: unread(person).await?, newest })
}

/// How many are still to be read.
///
/// # Errors
/// As the database answers.
pub async fn unread(person: &Person) -> Result<i64> {
    if person.me.viewer.is_some() {
        return Ok(0);
    }
    let (unread,): (i64,) = person
        .db
        .one(
            sql!(concat!(
                "select cast(count(*) as bigint) as unread from notifications n
                 where n.user_id = $1 and n.in_bell and n.read_at is null and ",
                open!()
            )),
            args![person.me.user_id],
        )
        .await?;
    Ok(unread)
}

/// Those of them that are still to be read. What a device shows of the others it need not show any more.
///
/// # Errors
/// As the database answers.
pub async fn unread_among(person: &Person, ids: &[NotificationId]) -> Result<Vec<NotificationId>> {
    if person.me.viewer.is_some() || ids.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<(NotificationId,)> = person
        .db
        .all(
            sql!(concat!(
                "select n.id from notifications n
                 where n.user_id = $1 and n.id in (select value from {list $2}) and n.read_at is null and ",
                open!(),
                " order by n.id"
            )),
            args![person.me.user_id, list(ids)],
        )
        .await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Notes that one was read, and answers where it leads. Its mail is not sent any more.
///
/// # Errors
/// `NotFound` for one that is not the caller's to read; `Viewing`.
pub async fn read(person: &Person, id: NotificationId) -> Result<String> {
    person.require_self()?;
    let found: Option<(String,)> = person
        .db
        .maybe(
            sql!(concat!("select n.link from notifications n where n.id = $2 and n.user_id = $1 and ", open!())),
            args![person.me.user_id, id],
        )
        .await?;
    let (link,) = found.ok_or(Error::NotFound)?;
    gate::spared(mark(person, Some(id)).await)?;
    Ok(link)
}

/// Notes that what leads to a page was read there, however its reader came to it. What is not noted now is noted with the
/// next visit.
///
/// # Errors
/// `Viewing` for those who see with another member's eyes.
pub async fn visited(person: &Person, page: &str) -> Result<()> {
    person.require_self()?;
    let (leads,): (bool,) = person
        .db
        .one(
            sql!(
                "select exists (select 1 from notifications
                                where user_id = $1 and read_at is null and link = $2) as leads"
            ),
            args![person.me.user_id, page],
        )
        .await?;
    if leads { gate::spared(see(person, page).await) } else { Ok(()) }
}

async fn see(person: &Person, page: &str) -> Result<()> {
    let mut work = person.begin().await?;
    seen(&mut work, person.me.user_id, page).await?;
    work.commit().await
}

/// Notes that all of them were read.
///
/// # Errors
/// `Viewing`; `Closed` while the platform is.
pub async fn read_all(person: &Person) -> Result<()> {
    mark(person, None).await
}

async fn mark(person: &Person, one: Option<NotificationId>) -> Result<()> {
    let (user, mut work) = (person.me.user_id, person.begin().await?);
    let read = work
        .tx
        .run(
            sql!(
                "update notifications set read_at = $2, mail_at = null
                 where id in (select id from notifications
                              where user_id = $1 and read_at is null and (id = $3 or cast($3 as text) is null and in_bell)
                              order by id {locked})"
            ),
            args![user, person.now, one],
        )
        .await?;
    if read == 0 {
        return Ok(());
    }
    work.tell(Event::Notified { user });
    work.commit().await
}
