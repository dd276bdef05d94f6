//! What people are told (product.md section 20): a row for each person and event, written in the transaction of what
//! happened. The bell reads the rows; mails and devices follow from them, each as its reader chose.

mod bell;
mod choosing;
mod due;
mod figure;
mod gathering;
mod keeping;
mod mailing;
mod pausing;
mod rendering;
mod stopping;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use model::At;
use model::ids::{NotificationId, SchoolId, UserId};
use model::notifications::{Choices, Kind, MailHow, Mailing};
use serde_json::{Value, json};
use store::{args, list, sql};

use crate::hub::Event;
use crate::{Result, Work, jobs, push};
use due::Clock;
use gathering::Cards;

pub use bell::{bell, page, read, read_all, unread, unread_among, visited};
pub use choosing::{save, settings};
pub(crate) use figure::figure_of;
pub use figure::{Figure, figure};
pub(crate) use gathering::unread_cards;
pub(crate) use keeping::tell_of_dead;
pub use mailing::{JOB, deliver};
pub use pausing::pause;
pub use rendering::{Rendered, rendered};
pub use stopping::{look_at, stop, token};

/// The job that sends one notification to the devices of its reader; its payload is the notification's id.
pub const PUSH: &str = "push";
/// Seconds in which somebody who has it before their eyes reads it: then no device of theirs tells of it.
const IN_SIGHT: i64 = 5;

/// Something that happened, and whom it concerns.
pub(crate) struct Notice<'a> {
    pub kind: Kind,
    pub school: Option<SchoolId>,
    /// In any number; nobody is told twice.
    pub to: &'a [UserId],
    /// What tells this event from others of its kind.
    pub key: &'a str,
    /// The values of its sentence, see [`Kind::line`].
    pub args: Value,
    /// A path of this server.
    pub link: &'a str,
}

/// Somebody to be told, with what they chose.
#[derive(sqlx::FromRow)]
struct Reader {
    id: UserId,
    proven: bool,
    chosen: String,
    zone: String,
    /// Whether a device of theirs takes push messages.
    device: bool,
}

/// Tells people of something, once: in the bell at once, by mail and on their devices when it may disturb them.
///
/// # Errors
/// As the database answers.
pub(crate) async fn tell(work: &mut Work, notice: &Notice<'_>) -> Result<()> {
    tell_beside(work, notice, Cards::default()).await
}

/// Tells them of something that is one card with what led to the same page before, as long as they have not read that: the
/// card says what came last, and they are disturbed again when they have not been for some minutes.
///
/// # Errors
/// As the database answers.
pub(crate) async fn tell_together(work: &mut Work, notice: &Notice<'_>) -> Result<()> {
    let cards = Cards::standing(work, notice).await?;
    tell_beside(work, notice, cards).await
}

async fn tell_beside(work: &mut Work, notice: &Notice<'_>, mut cards: Cards) -> Result<()> {
    if notice.to.is_empty() {
        return Ok(());
    }
    let (now, line) = (work.now(), notice.kind.line());
    let later = now.plus_seconds(line.grace);
    let readers: Vec<Reader> = work
        .tx
        .all(
            sql!(concat!(
                "select u.id, (u.verified_at is not null) as proven, u.notifications as chosen,
                        case when u.time_zone <> '' then u.time_zone else coalesce(p.time_zone, s.time_zone, 'UTC') end as zone, ",
                push::has_device!("u.id", "$3"),
                " as device
                 from users u
                 left join schools p on p.id = u.primary_school_id
                 left join schools s on s.id = $2
                 where u.id in (select value from {list $1}) and u.status in ('pending', 'active')
                 order by u.id"
            )),
            args![list(notice.to), notice.school, now],
        )
        .await?;
    let (mut rows, mut ways) = (Vec::new(), HashMap::new());
    for reader in &readers {
        let choices = Choices::parse(&reader.chosen);
        let way = choices.way(notice.kind);
        let clock = Clock { zone: &reader.zone, choices: &choices };
        let is_mailed = line.mailing == Mailing::Chosen && reader.proven && way.mail != MailHow::Off;
        let mail = is_mailed.then(|| (way.mail, clock.mail_at(way.mail, later)));
        let push = (way.push && reader.device).then(|| clock.undisturbed(now.plus_seconds(IN_SIGHT)));
        if !way.bell && mail.is_none() && push.is_none() {
            continue;
        }
        if cards.renew(reader.id, way, &clock, now, (mail.map(|(how, _)| (how, later)), push)) {
            continue;
        }
        let id = NotificationId::new();
        rows.push(json!([id, reader.id, way.bell, mail.map(|(how, _)| how), mail.map(|(_, at)| at)]));
        ways.insert(id, (mail.map(|(_, at)| at), push));
    }
    if rows.is_empty() {
        return cards.save(work, notice).await;
    }
    let told: Vec<(NotificationId, UserId)> = work
        .tx
        .all(
            sql!(
                "insert into notifications (id, user_id, school_id, kind, key, args, link, created_at, raised_at, in_bell,
                                            mail_how, mail_at)
                 select value ->> 0, value ->> 1, cast($2 as text), cast($3 as text), cast($4 as text), cast($5 as text),
                        cast($6 as text), cast($7 as bigint), cast($7 as bigint), cast(value ->> 2 as boolean), value ->> 3,
                        cast(value ->> 4 as bigint)
                 from {rows $1} where true
                 on conflict (user_id, kind, key) do nothing
                 returning id, user_id"
            ),
            args![
                Value::Array(rows).to_string(),
                notice.school,
                notice.kind.text(),
                notice.key,
                notice.args.to_string(),
                notice.link,
                now
            ],
        )
        .await?;
    plan(work, told.iter().filter_map(|(id, _)| Some((*id, *ways.get(id)?))).collect()).await?;
    for (_, user) in told {
        work.tell(Event::Notified { user });
    }
    cards.save(work, notice).await
}

/// When the mail of a notification is due, and when its reader's devices may tell of it.
type Times = (Option<At>, Option<At>);

async fn plan(work: &mut Work, told: Vec<(NotificationId, Times)>) -> Result<()> {
    let mails: BTreeSet<At> = told.iter().filter_map(|(_, (mail, _))| *mail).collect();
    for at in mails {
        jobs::add_once(work, JOB, at).await?;
    }
    let pushed = told.iter().filter_map(|(id, (_, push))| Some((id.to_string(), (*push)?)));
    jobs::add_each_once(work, PUSH, pushed.collect()).await
}

/// Notes that somebody has read what leads there, on the page itself: every device of theirs hears of it.
pub(crate) async fn seen(work: &mut Work, user: UserId, link: &str) -> Result<()> {
    let now = work.now();
    let read = work
        .tx
        .run(
            sql!(
                "update notifications set read_at = $3, mail_at = null
                 where id in (select id from notifications
                              where user_id = $1 and link = $2 and read_at is null order by id {locked})"
            ),
            args![user, link, now],
        )
        .await?;
    if read > 0 {
        work.tell(Event::Notified { user });
    }
    Ok(())
}

/// Takes back what people were told of one event, as it is over or was taken back itself: nobody need read it any more, and no
/// mail and no device tells of it.
pub(crate) async fn take_back(work: &mut Work, kinds: &[Kind], key: &str, from: &[UserId]) -> Result<()> {
    if from.is_empty() {
        return Ok(());
    }
    let now = work.now();
    let read: Vec<(UserId,)> = work
        .tx
        .all(
            sql!(
                "update notifications set read_at = $4, mail_at = null
                 where id in (select id from notifications
                              where user_id in (select value from {list $1}) and kind in (select value from {list $2})
                                and key = $3 and read_at is null
                              order by id {locked})
                 returning user_id"
            ),
            args![list(from), list(kinds.iter().map(|kind| kind.text())), key, now],
        )
        .await?;
    for (user,) in read {
        work.tell(Event::Notified { user });
    }
    Ok(())
}
