//! Telling the readers, once it is out.

use model::At;
use model::ids::{AnnouncementId, SchoolId, UserId};
use model::notifications::Kind;
use serde_json::json;
use store::{Sql, args, list, sql};

use super::{audience, plans, writing};
use crate::backup::gate;
use crate::hub::Event;
use crate::notifications::{self, Notice};
use crate::scope::Actor;
use crate::{Result, System, Work};

/// The job that tells the readers of an announcement.
pub const JOB: &str = "announcement";
/// Readers of one transaction: other writers wait as long as it takes.
pub(super) const BATCH: i64 = 100;

pub(super) fn payload(school: SchoolId, id: AnnouncementId) -> String {
    format!("{school} {id}")
}

/// What the payload of a job names.
pub(super) fn named(payload: &str) -> Result<(SchoolId, AnnouncementId)> {
    let parts = payload.split_once(' ').and_then(|(school, id)| Some((school.parse().ok()?, id.parse().ok()?)));
    Ok(parts.ok_or_else(|| anyhow::anyhow!("no announcement is called {payload}"))?)
}

/// An announcement that is out, as it is told of.
#[derive(sqlx::FromRow)]
pub(crate) struct Letter {
    pub title: String,
    pub body: String,
    pub author: String,
    pub slug: String,
    pub reminded_at: Option<At>,
}

/// `$1` is the school, `$2` the announcement, `$3` the time.
fn letter() -> Sql {
    sql!(concat!(
        "select a.title, a.body, u.name as author, s.slug, a.reminded_at
         from announcements a
         join users u on u.id = a.author_id
         join schools s on s.id = a.school_id
         where a.school_id = $1 and a.id = $2 and ",
        audience::out!("$3")
    ))
}

impl Letter {
    pub(super) async fn of(system: &System, school: SchoolId, announcement: AnnouncementId) -> Result<Option<Letter>> {
        Ok(system.db.maybe(letter(), args![school, announcement, system.now]).await?)
    }

    /// The same in a transaction: nothing once it is not out any more.
    pub(crate) async fn still(work: &mut Work, school: SchoolId, announcement: AnnouncementId) -> Result<Option<Letter>> {
        let now = work.now();
        Ok(work.tx.maybe(letter(), args![school, announcement, now]).await?)
    }

    /// Tells people of it: `key` says whether for the first time.
    pub(super) async fn tell(
        &self,
        work: &mut Work,
        of: (SchoolId, AnnouncementId),
        kind: Kind,
        key: &str,
        to: &[UserId],
    ) -> Result<()> {
        let (school, id) = of;
        let args = json!({ "id": id, "title": self.title, "author": self.author });
        let notice = Notice { kind, school: Some(school), to, key, args, link: &page(&self.slug, id) };
        notifications::tell(work, &notice).await
    }
}

/// Where it is read.
pub(super) fn page(slug: &str, id: AnnouncementId) -> String {
    format!("/s/{slug}/announcements/{id}")
}

/// Tells the sockets and the readers, nobody twice and not who wrote it: in the bell, and as each chose by mail and on their
/// devices. An announcement that is not out, because it was withdrawn or put off, is left alone: another time has a job of
/// its own. One that its author may no longer say is a draft again.
///
/// # Errors
/// `Closed` while the school is; else as the database answers; what was done stays done, and the next try goes on from there.
pub async fn publish(system: &System, payload: &str) -> Result<()> {
    let (school, announcement) = named(payload)?;
    gate::passes(system, Some(school)).await?;
    let letter = Letter::of(system, school, announcement).await?;
    let Some(letter) = letter else { return Ok(()) };
    if !plans::stands(system, school, announcement).await? {
        return Ok(());
    }
    system.hub.tell(Event::Announced { school, announcement });
    while batch(system, school, announcement, &letter).await? {}
    notifications::deliver(system).await
}

/// Tells the next readers; answers whether there may be more.
async fn batch(system: &System, school: SchoolId, announcement: AnnouncementId, letter: &Letter) -> Result<bool> {
    let mut work = system.begin().await?;
    work.concerns(None, Some(school));
    writing::lock(&mut work, school, announcement).await?;
    let readers: Vec<(UserId,)> = work
        .tx
        .all(
            sql!(concat!(
                "select p.user_id from ",
                audience::readers!(),
                " and ",
                audience::out!("$3"),
                " and u.status in ('pending', 'active')
                  and not exists (select 1 from announcement_mails d
                                  where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = p.user_id)
                  order by p.user_id limit $4"
            )),
            args![school, announcement, system.now, BATCH],
        )
        .await?;
    let readers: Vec<UserId> = readers.into_iter().map(|(user,)| user).collect();
    work.tx
        .run(
            sql!(
                "insert into announcement_mails (school_id, announcement_id, user_id, mailed_at)
                 select cast($1 as text), cast($2 as text), value, cast($4 as bigint) from {list $3}"
            ),
            args![school, announcement, list(&readers), system.now],
        )
        .await?;
    letter.tell(&mut work, (school, announcement), Kind::Announcement, &announcement.to_string(), &readers).await?;
    work.commit().await?;
    Ok(readers.len() as i64 == BATCH)
}
