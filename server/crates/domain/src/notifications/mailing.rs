//! The mails: written when they are due, of what was not read before, in the language and by the clock of their reader.

use std::collections::{BTreeSet, HashMap};

use model::ids::{AnnouncementId, NotificationId, SchoolId, UserId};
use model::notifications::{Choices, Kind, MailHow, Stop};
use model::{At, Locale};
use serde_json::{Value, json};
use store::{args, list, sql};

use super::bell::open;
use super::due::Clock;
use super::rendering::said;
use super::stopping::Key;
use crate::announcements::Letter;
use crate::calendar::Reader;
use crate::mail::{self, Announced, Digest, Notified, Stopped};
use crate::scope::Actor;
use crate::{Result, System, Work, jobs};

/// The job that writes the mails that are due.
pub const JOB: &str = "notifications.mail";
/// People of one transaction: other writers wait as long as it takes.
const PEOPLE: i64 = 50;
/// Lines of a digest; the page has all.
const LINES: usize = 40;

/// Whose address is proven.
#[derive(sqlx::FromRow)]
struct Person {
    id: UserId,
    email: String,
    name: String,
    locale: String,
    zone: String,
    primary_locale: Option<String>,
    primary_zone: Option<String>,
    chosen: String,
}

#[derive(sqlx::FromRow)]
struct School {
    id: SchoolId,
    name: String,
    locale: String,
    zone: String,
}

#[derive(sqlx::FromRow)]
struct Due {
    id: NotificationId,
    user_id: UserId,
    school_id: Option<SchoolId>,
    kind: Kind,
    args: String,
    link: String,
    mail_how: MailHow,
    created_at: At,
    /// Whether its reader may still read it.
    open: bool,
}

/// Writes the mails that are due. What is due for somebody's day or week is one mail.
///
/// # Errors
/// As the database answers; what was done stays done, and the next try goes on from there.
pub async fn deliver(system: &System) -> Result<()> {
    let key = Key::of(system).await?;
    while batch(system, &key).await? {}
    Ok(())
}

/// Writes those of the next people; answers whether there may be more.
async fn batch(system: &System, key: &Key) -> Result<bool> {
    let mut work = system.begin().await?;
    let people: Vec<(UserId,)> = work
        .tx
        .all(
            sql!("select distinct user_id from notifications where mail_at <= $1 order by user_id limit $2"),
            args![system.now, PEOPLE],
        )
        .await?;
    if people.is_empty() {
        return Ok(false);
    }
    // Of two nodes the second waits here, and finds that none of them is due any more. They are held in the order of their ids,
    // as by everybody who holds several.
    let mut due: Vec<Due> = work
        .tx
        .all(
            sql!(concat!(
                "select n.id, n.user_id, n.school_id, n.kind, n.args, n.link, n.mail_how, n.created_at, ",
                open!(),
                " as open
                 from notifications n
                 where n.mail_at <= $1 and n.user_id in (select value from {list $2})
                 order by n.id {locked}"
            )),
            args![system.now, list(people.iter().map(|(user,)| user))],
        )
        .await?;
    due.sort_by_key(|it| (it.user_id, it.created_at, it.id));
    let writer = Writer::new(&mut work, system, key, &due).await?;
    let due = writer.put_off(&mut work, due).await?;
    work.tx
        .run(
            sql!("update notifications set mail_at = null, mailed_at = $2 where id in (select value from {list $1})"),
            args![list(due.iter().map(|it| it.id)), system.now],
        )
        .await?;
    for mails in due.chunk_by(|one, next| one.user_id == next.user_id) {
        writer.write(&mut work, mails).await?;
    }
    work.commit().await?;
    Ok(true)
}

/// What the mails of a transaction are written with.
struct Writer<'a> {
    system: &'a System,
    key: &'a Key,
    people: HashMap<UserId, Person>,
    schools: HashMap<SchoolId, School>,
}

impl<'a> Writer<'a> {
    async fn new(work: &mut Work, system: &'a System, key: &'a Key, due: &[Due]) -> Result<Writer<'a>> {
        let people: Vec<Person> = work
            .tx
            .all(
                sql!(
                    "select u.id, u.email, u.name, u.locale, u.time_zone as zone, p.locale as primary_locale,
                            p.time_zone as primary_zone, u.notifications as chosen
                     from users u
                     left join schools p on p.id = u.primary_school_id
                     where u.id in (select value from {list $1}) and u.verified_at is not null
                       and u.status in ('pending', 'active')
                     order by u.id"
                ),
                args![list(due.iter().map(|it| it.user_id))],
            )
            .await?;
        let schools: Vec<School> = work
            .tx
            .all(
                sql!(
                    "select id, name, locale, time_zone as zone from schools
                     where id in (select value from {list $1}) order by id"
                ),
                args![list(due.iter().filter_map(|it| it.school_id))],
            )
            .await?;
        Ok(Writer {
            system,
            key,
            people: people.into_iter().map(|it| (it.id, it)).collect(),
            schools: schools.into_iter().map(|it| (it.id, it)).collect(),
        })
    }

    /// Puts off what is due for those who have paused since it was planned, or for whom it has become quiet. Answers the rest.
    async fn put_off(&self, work: &mut Work, due: Vec<Due>) -> Result<Vec<Due>> {
        let now = self.system.now;
        let all = due.into_iter().map(|it| (self.undisturbed(&it), it));
        let (later, due): (Vec<_>, Vec<_>) = all.partition(|(from, _)| *from > now);
        let rows: Value = later.iter().map(|(from, it)| json!([it.id, from])).collect();
        if !later.is_empty() {
            work.tx
                .run(
                    sql!(
                        "update notifications set mail_at = r.due
                         from (select value ->> 0 as card, cast(value ->> 1 as bigint) as due from {rows $1}) as r
                         where notifications.id = r.card"
                    ),
                    args![rows.to_string()],
                )
                .await?;
        }
        for at in later.iter().map(|(from, _)| *from).collect::<BTreeSet<At>>() {
            jobs::add_once(work, JOB, at).await?;
        }
        Ok(due.into_iter().map(|(_, it)| it).collect())
    }

    /// From when on somebody may be disturbed, by the clock by which they have chosen their hours.
    fn undisturbed(&self, it: &Due) -> At {
        let now = self.system.now;
        let Some(person) = self.people.get(&it.user_id) else { return now };
        let school = it.school_id.and_then(|id| self.schools.get(&id)).map(|it| it.zone.as_str());
        let own = Some(person.zone.as_str()).filter(|zone| !zone.is_empty());
        let zone = own.or(person.primary_zone.as_deref()).or(school).unwrap_or("UTC");
        Clock { zone, choices: &Choices::parse(&person.chosen) }.undisturbed(now)
    }

    /// Writes what is due for one person.
    async fn write(&self, work: &mut Work, due: &[Due]) -> Result<()> {
        let Some(person) = due.first().and_then(|it| self.people.get(&it.user_id)) else { return Ok(()) };
        let open = || due.iter().filter(|it| it.open);
        for it in open().filter(|it| it.mail_how == MailHow::Once) {
            self.write_one(work, person, it).await?;
        }
        for how in [MailHow::Daily, MailHow::Weekly] {
            let of: Vec<&Due> = open().filter(|it| it.mail_how == how).collect();
            self.write_digest(work, person, how, &of).await?;
        }
        Ok(())
    }

    async fn write_one(&self, work: &mut Work, person: &Person, it: &Due) -> Result<()> {
        let school = it.school_id.and_then(|id| self.schools.get(&id));
        let reader = reader(person, school, self.system.locale);
        let stop = self.stop_link(person, Stop::Kind(it.kind))?;
        let stop = Stopped { school: it.school_id, what: it.kind.line().label, link: &stop };
        let now = self.system.now;
        if let (Kind::Announcement | Kind::AnnouncementReminder, Some(school), Some(id)) = (it.kind, school, announcement(it)) {
            let Some(letter) = Letter::still(work, school.id, id).await? else { return Ok(()) };
            let said = Announced {
                to: &person.email,
                name: &person.name,
                locale: reader.locale,
                school: &school.name,
                author: &letter.author,
                title: &letter.title,
                body: &letter.body,
                link: &self.address(&it.link),
                stop,
            };
            return match it.kind {
                Kind::Announcement => mail::send_announcement(work, now, &said).await,
                _ => mail::send_reminder(work, now, &said).await,
            };
        }
        let (title, body) = said(it.kind, &it.args, reader);
        let notified = Notified {
            to: &person.email,
            name: &person.name,
            locale: reader.locale,
            school: school.map(|school| school.name.as_str()),
            title: &title,
            body: body.as_deref(),
            link: &self.address(&format!("/notifications/{}", it.id)),
            stop,
        };
        mail::send_notified(work, now, &notified).await
    }

    async fn write_digest(&self, work: &mut Work, person: &Person, how: MailHow, due: &[&Due]) -> Result<()> {
        if due.is_empty() {
            return Ok(());
        }
        let school_of = |it: &Due| it.school_id.and_then(|id| self.schools.get(&id));
        // In the look and the words of a school, where all of it is of one.
        let first = due[0].school_id.filter(|_| due.iter().all(|it| it.school_id == due[0].school_id));
        let locale = reader(person, first.and_then(|id| self.schools.get(&id)), self.system.locale).locale;
        let line = |it: &&Due| {
            let reader = Reader { locale, ..reader(person, school_of(it), self.system.locale) };
            let (title, body) = said(it.kind, &it.args, reader);
            let school = school_of(it).filter(|_| first.is_none()).map(|school| school.name.clone());
            let when = reader.when(it.created_at).local;
            reader.language().list([Some(title), body, school, Some(when)].into_iter().flatten())
        };
        // The newest first.
        let lines: Vec<String> = due.iter().rev().take(LINES).map(line).collect();
        let stop = self.stop_link(person, Stop::Digest(how))?;
        let digest = Digest {
            to: &person.email,
            name: &person.name,
            locale,
            how,
            lines: &lines,
            count: due.len(),
            link: &self.address("/notifications"),
            stop: Stopped { school: first, what: Stop::Digest(how).label(), link: &stop },
        };
        mail::send_digest(work, self.system.now, &digest).await
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.system.settings.public_url)
    }

    fn stop_link(&self, person: &Person, what: Stop) -> Result<String> {
        Ok(self.address(&format!("/unsubscribe/{}", self.key.token(person.id, what)?)))
    }
}

/// Which announcement it tells of.
fn announcement(it: &Due) -> Option<AnnouncementId> {
    let args: Value = serde_json::from_str(&it.args).ok()?;
    args.get("id")?.as_str()?.parse().ok()
}

/// What somebody reads of a school, or of none: their own choice, else the school's, else that of the school they log in to.
fn reader<'a>(person: &'a Person, school: Option<&'a School>, otherwise: Locale) -> Reader<'a> {
    let of_school = school.map(|it| it.locale.as_str()).or(person.primary_locale.as_deref());
    let locale = person.locale.parse().ok().or_else(|| of_school?.parse().ok()).unwrap_or(otherwise);
    let own = Some(person.zone.as_str()).filter(|zone| !zone.is_empty());
    let at_home = own.or(person.primary_zone.as_deref()).unwrap_or("UTC");
    Reader { zone: school.map_or(at_home, |it| it.zone.as_str()), own, locale }
}
