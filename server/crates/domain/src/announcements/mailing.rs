//! Telling the readers, once it is out.

use model::ids::{AnnouncementId, SchoolId, UserId};
use model::{At, Locale};
use store::{args, list, sql};

use super::{audience, plans, writing};
use crate::backup::gate;
use crate::hub::Event;
use crate::mail::{Announced, send_announcement};
use crate::scope::Actor;
use crate::{Result, System};

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

/// An announcement that is out, as its mails tell of it.
#[derive(sqlx::FromRow)]
pub(super) struct Letter {
    title: String,
    body: String,
    author: String,
    school: String,
    slug: String,
    locale: String,
    pub reminded_at: Option<At>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Reader {
    pub user_id: UserId,
    email: String,
    name: String,
    locale: String,
}

impl Letter {
    pub async fn of(system: &System, school: SchoolId, announcement: AnnouncementId) -> Result<Option<Letter>> {
        let letter = system
            .db
            .maybe(
                sql!(concat!(
                    "select a.title, a.body, u.name as author, s.name as school, s.slug, s.locale, a.reminded_at
                     from announcements a
                     join users u on u.id = a.author_id
                     join schools s on s.id = a.school_id
                     where a.school_id = $1 and a.id = $2 and ",
                    audience::out!("$3")
                )),
                args![school, announcement, system.now],
            )
            .await?;
        Ok(letter)
    }

    /// To one of its readers.
    pub fn to<'a>(&'a self, reader: &'a Reader, link: &'a str, fallback: Locale) -> Announced<'a> {
        let school_locale: Locale = self.locale.parse().unwrap_or(fallback);
        Announced {
            to: &reader.email,
            name: &reader.name,
            locale: reader.locale.parse().unwrap_or(school_locale),
            school: &self.school,
            author: &self.author,
            title: &self.title,
            body: &self.body,
            link,
        }
    }

    pub fn link(&self, system: &System, announcement: AnnouncementId) -> String {
        format!("{}/s/{}/announcements/{announcement}", system.settings.public_url, self.slug)
    }
}

/// Tells the sockets and writes the mails, to proven addresses, to nobody twice and not to who wrote it. An
/// announcement that is not out, because it was withdrawn or put off, is left alone: another time has a job of its own.
/// One that its author may no longer say is a draft again.
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
    Ok(())
}

/// Writes the next mails; answers whether there may be more.
async fn batch(system: &System, school: SchoolId, announcement: AnnouncementId, letter: &Letter) -> Result<bool> {
    let link = letter.link(system, announcement);
    let mut work = system.begin().await?;
    work.concerns(None, Some(school));
    writing::lock(&mut work, school, announcement).await?;
    let readers: Vec<Reader> = work
        .tx
        .all(
            sql!(concat!(
                "select p.user_id, u.email, u.name, u.locale from ",
                audience::readers!(),
                " and ",
                audience::out!("$3"),
                " and u.verified_at is not null and u.status in ('pending', 'active')
                  and not exists (select 1 from announcement_mails d
                                  where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = p.user_id)
                  order by p.user_id limit $4"
            )),
            args![school, announcement, system.now, BATCH],
        )
        .await?;
    work.tx
        .run(
            sql!(
                "insert into announcement_mails (school_id, announcement_id, user_id, mailed_at)
                 select cast($1 as text), cast($2 as text), value, cast($4 as bigint) from {list $3}"
            ),
            args![school, announcement, list(readers.iter().map(|it| it.user_id)), system.now],
        )
        .await?;
    for reader in &readers {
        send_announcement(&mut work, system.now, &letter.to(reader, &link, system.locale)).await?;
    }
    work.commit().await?;
    Ok(readers.len() as i64 == BATCH)
}
