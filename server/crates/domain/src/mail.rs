//! The outbox: mails are rows of the change that causes them and are sent by a job afterwards. Where no SMTP server is
//! configured they stay here, for the platform's admin to read.

mod backups;
mod html;
mod outbox;
#[cfg(test)]
mod tests;
mod told;

use model::accounts::{AccountForm, MailCard};
use model::dashboards::MailKind;
use model::ids::{MailId, SchoolId};
use model::people::Shown;
use model::text::{Language, common, mail as t};
use model::{At, Feature, Features, Key, Locale};
use store::{args, sql};

use crate::accounts::fold;
use crate::calendar::Reader;
use crate::{Person, Request, Result, Scope, System, Work, jobs, names, texts};

pub(crate) use backups::{ClearedOf, Lost, send_backup_lost, send_cleared};
pub use outbox::outbox;
pub(crate) use told::{Announced, Digest, Notified, Stopped, send_announcement, send_digest, send_notified, send_reminder};

/// The job that sends one mail.
pub const JOB: &str = "mail";
/// The same for one of very many mails: those of accounts go before it.
pub const MANY: &str = "mail.announcement";
/// Mails an hour to one address.
const MOST_AN_HOUR: i64 = 5;
/// Days a mail is remembered.
pub(crate) const KEEP_DAYS: i64 = 30;

async fn send(work: &mut Work, now: At, to: &str, subject: String, body: String) -> Result<()> {
    send_as(work, MailKind::Account, now, to, subject, body).await
}

async fn send_as(work: &mut Work, kind: MailKind, now: At, to: &str, subject: String, body: String) -> Result<()> {
    post(work, Post { kind, now, to, subject, body, school: None, unsubscribe: "" }).await
}

/// The same with the look of a school.
async fn send_of(
    work: &mut Work,
    (school, kind): (SchoolId, MailKind),
    now: At,
    to: &str,
    subject: String,
    body: String,
) -> Result<()> {
    post(work, Post { kind, now, to, subject, body, school: Some(school), unsubscribe: "" }).await
}

/// A mail to be written.
struct Post<'a> {
    kind: MailKind,
    now: At,
    to: &'a str,
    subject: String,
    body: String,
    /// Whose name and colour stand over it.
    school: Option<SchoolId>,
    /// The address that stops its like; empty for one that cannot be stopped.
    unsubscribe: &'a str,
}

async fn post(work: &mut Work, it: Post<'_>) -> Result<()> {
    let id = MailId::new();
    let key = names::key(&format!("{} {}", it.to, it.subject));
    work.tx
        .run(
            sql!(
                "insert into mails (id, kind, recipient, subject, body, created_at, search_key, school_id, unsubscribe)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            args![id, it.kind.text(), it.to, it.subject, it.body, it.now, key, it.school, it.unsubscribe],
        )
        .await?;
    let job = match it.kind {
        MailKind::Account => JOB,
        MailKind::Announcement => MANY,
    };
    jobs::add(work, job, &id.to_string(), it.now).await
}

pub(crate) async fn send_verify(work: &mut Work, request: &Request, to: &str, name: &str, code: &str, link: &str) -> Result<()> {
    let words = language_of(work, request, to).await?;
    let subject = words.fill(t::VERIFY_SUBJECT, &[("code", &code)]);
    let body = words.fill(t::VERIFY_BODY, &[("name", &name), ("code", &code), ("link", &link)]);
    send(work, request.now, to, subject, body).await
}

/// The code and the link that make the account somebody registered for.
pub(crate) async fn send_register(work: &mut Work, request: &Request, to: &AccountForm, code: &str, token: &str) -> Result<()> {
    let (email, name, username) = (to.email.trim(), to.name.trim(), to.username.trim());
    let link = format!("{}/verify/{token}", request.settings.public_url);
    let words = language_of(work, request, email).await?;
    let subject = words.fill(t::VERIFY_SUBJECT, &[("code", &code)]);
    let body = words.fill(t::REGISTER_BODY, &[("name", &name), ("code", &code), ("link", &link), ("username", &username)]);
    send(work, request.now, email, subject, body).await
}

pub(crate) async fn send_reset(work: &mut Work, request: &Request, to: &str, name: &str, link: &str) -> Result<()> {
    let words = language_of(work, request, to).await?;
    let body = words.fill(t::RESET_BODY, &[("name", &name), ("link", &link)]);
    send(work, request.now, to, words.text(t::RESET_SUBJECT).to_owned(), body).await
}

/// Whom somebody of a school helps to log in.
pub(crate) struct Helped<'a> {
    pub to: &'a str,
    pub name: &'a str,
    pub by: &'a Scope,
}

/// The link for a new password that the school sends to one of its people.
pub(crate) async fn send_link(work: &mut Work, request: &Request, it: &Helped<'_>, link: &str) -> Result<()> {
    let Helped { to, name, by } = *it;
    let words = language_of(work, request, to).await?;
    let body =
        words.fill(t::LINK_SENT_BODY, &[("name", &name), ("by", &by.me.name), ("school", &by.place.name), ("link", &link)]);
    send_of(work, (by.school_id(), MailKind::Account), request.now, to, words.text(t::RESET_SUBJECT).to_owned(), body).await
}

/// Tells a person that the school has made such a link to hand over: however many mails they have had.
pub(crate) async fn send_link_made(work: &mut Work, request: &Request, it: &Helped<'_>) -> Result<()> {
    let Helped { to, name, by } = *it;
    let link = format!("{}/forgot", request.settings.public_url);
    let words = language_of(work, request, to).await?;
    let body =
        words.fill(t::LINK_MADE_BODY, &[("name", &name), ("by", &by.me.name), ("school", &by.place.name), ("link", &link)]);
    send_of(work, (by.school_id(), MailKind::Account), request.now, to, words.text(t::LINK_MADE_SUBJECT).to_owned(), body).await
}

/// An invitation as its mail tells of it.
pub(crate) struct Letter<'a> {
    /// The school that invites.
    pub of: SchoolId,
    pub to: &'a str,
    /// Whom it greets.
    pub name: &'a str,
    pub by: &'a str,
    pub school: &'a str,
    /// What they are to be, as the school calls it.
    pub role: Key,
    pub note: &'a str,
    pub link: &'a str,
    pub until: At,
    /// The school's zone.
    pub zone: &'a str,
}

pub(crate) async fn send_invitation(work: &mut Work, request: &Request, letter: &Letter<'_>) -> Result<()> {
    let Letter { of, to, name, by, school, role, note, link, until, zone } = *letter;
    let words = language_of(work, request, to).await?;
    let role = words.text(role);
    let until = Reader { zone, own: None, locale: words.locale() }.when(until).local;
    let note = if note.is_empty() { String::new() } else { format!("\n{note}\n") };
    let subject = words.fill(t::INVITED_SUBJECT, &[("school", &school)]);
    let body = words.fill(
        t::INVITED_BODY,
        &[
            ("name", &name),
            ("by", &by),
            ("school", &school),
            ("role", &role),
            ("note", &note),
            ("link", &link),
            ("until", &until),
        ],
    );
    send_of(work, (of, MailKind::Account), request.now, to, subject, body).await
}

/// What somebody who asked to be let into a class is answered.
pub(crate) struct Answer<'a> {
    /// The school it is a class of.
    pub of: SchoolId,
    pub to: &'a str,
    pub name: &'a str,
    pub class: &'a str,
    pub school: &'a str,
}

/// Tells what came of asking; `path` is the class's page for those who were let in.
pub(crate) async fn send_answer(work: &mut Work, request: &Request, answer: Answer<'_>, path: Option<&str>) -> Result<()> {
    let Answer { of, to, name, class, school } = answer;
    let link = format!("{}{}", request.settings.public_url, path.unwrap_or_default());
    let (subject, body) =
        if path.is_some() { (t::ADMITTED_SUBJECT, t::ADMITTED_BODY) } else { (t::DECLINED_SUBJECT, t::DECLINED_BODY) };
    let words = language_of(work, request, to).await?;
    let subject = words.fill(subject, &[("class", &class)]);
    let body = words.fill(body, &[("name", &name), ("class", &class), ("school", &school), ("link", &link)]);
    send_of(work, (of, MailKind::Account), request.now, to, subject, body).await
}

/// Tells the owner of an address that somebody tried to sign up with it.
pub(crate) async fn send_exists(work: &mut Work, request: &Request, email_key: &str) -> Result<()> {
    let owner: Option<(String, String)> =
        work.tx.maybe(sql!("select email, name from users where email_key = $1"), args![email_key]).await?;
    let Some((email, name)) = owner else { return Ok(()) };
    if !may_send(work, request.now, &email).await? {
        return Ok(());
    }
    let link = format!("{}/login", request.settings.public_url);
    let reset = format!("{}/forgot", request.settings.public_url);
    let words = language_of(work, request, &email).await?;
    let body = words.fill(t::EXISTS_BODY, &[("name", &name), ("link", &link), ("reset", &reset)]);
    send(work, request.now, &email, words.text(t::EXISTS_SUBJECT).to_owned(), body).await
}

/// Tells a person how a school suggests that their name be written.
pub(crate) async fn send_name_suggested(work: &mut Work, by: &Scope, to: &str, name: &str, suggested: &str) -> Result<()> {
    let (school, link) = (&by.place.name, format!("{}/me", by.settings.public_url));
    let words = language_of(work, by, to).await?;
    let subject = words.fill(t::NAME_SUBJECT, &[("school", &school)]);
    let body = words.fill(t::NAME_BODY, &[("name", &name), ("school", &school), ("suggested", &suggested), ("link", &link)]);
    send_of(work, (by.school_id(), MailKind::Announcement), by.now, to, subject, body).await
}

/// Tells a person that a school took their photo or their text down.
pub(crate) async fn send_taken_down(work: &mut Work, by: &Scope, to: &str, name: &str, shown: Shown) -> Result<()> {
    let (school, link) = (&by.place.name, format!("{}/me", by.settings.public_url));
    let (subject, body) = match shown {
        Shown::Photo => (t::PHOTO_DOWN_SUBJECT, t::PHOTO_DOWN_BODY),
        Shown::Bio => (t::BIO_DOWN_SUBJECT, t::BIO_DOWN_BODY),
    };
    let words = language_of(work, by, to).await?;
    let subject = words.fill(subject, &[("school", &school)]);
    let body = words.fill(body, &[("name", &name), ("school", &school), ("link", &link)]);
    send_of(work, (by.school_id(), MailKind::Announcement), by.now, to, subject, body).await
}

/// The language that the owner of an address reads: their own choice, else that of the school they log in to, else of
/// the one they have been in longest, as on the pages outside of schools ([`model::accounts::Me::language`]), else that of
/// whoever asks, who is most often the same person.
pub(crate) async fn language_of(work: &mut Work, request: &Request, email: &str) -> Result<Language> {
    let known: Vec<(String, Option<String>)> = work
        .tx
        .all(
            sql!(
                "select u.locale, s.locale as school_locale
                 from users u
                 left join memberships m on m.user_id = u.id and m.status = 'active'
                 left join schools s on s.id = m.school_id
                 where u.email_key = $1
                 order by case when s.id = u.primary_school_id then 0 else 1 end, m.created_at nulls last, s.name_key nulls last,
                          s.id
                 limit 1"
            ),
            args![fold(email)],
        )
        .await?;
    let known: Option<Locale> = known
        .first()
        .and_then(|(own, school)| own.parse().ok().or_else(|| school.as_deref().and_then(|school| school.parse().ok())));
    Ok(texts::language(known.unwrap_or(request.locale)))
}

/// The code and the link that prove a new address.
pub(crate) async fn send_email_code(work: &mut Work, person: &Person, to: &str, code: &str, token: &str) -> Result<()> {
    let link = format!("{}/email/{token}", person.settings.public_url);
    let words = language_of(work, person, &person.me.email).await?;
    let subject = words.fill(t::EMAIL_SUBJECT, &[("code", &code)]);
    let body = words.fill(t::EMAIL_BODY, &[("name", &person.me.name), ("code", &code), ("link", &link)]);
    send(work, person.now, to, subject, body).await
}

/// Tells the owner of an address that somebody wanted it for another account.
pub(crate) async fn send_email_taken(work: &mut Work, request: &Request, email_key: &str) -> Result<()> {
    let (email, name): (String, String) =
        work.tx.one(sql!("select email, name from users where email_key = $1"), args![email_key]).await?;
    let link = format!("{}/login", request.settings.public_url);
    let words = language_of(work, request, &email).await?;
    let body = words.fill(t::EMAIL_TAKEN_BODY, &[("name", &name), ("link", &link)]);
    send(work, request.now, &email, words.text(t::EMAIL_TAKEN_SUBJECT).to_owned(), body).await
}

/// Tells the present address of an account that another is to take its place.
pub(crate) async fn send_email_notice(work: &mut Work, person: &Person, email: &str) -> Result<()> {
    let link = format!("{}/forgot", person.settings.public_url);
    let words = language_of(work, person, &person.me.email).await?;
    let body = words.fill(t::EMAIL_NOTICE_BODY, &[("name", &person.me.name), ("email", &email), ("link", &link)]);
    send(work, person.now, &person.me.email, words.text(t::EMAIL_NOTICE_SUBJECT).to_owned(), body).await
}

/// Tells a person that their password was changed.
pub(crate) async fn send_password_changed(work: &mut Work, request: &Request, to: &str, name: &str) -> Result<()> {
    let link = format!("{}/forgot", request.settings.public_url);
    let words = language_of(work, request, to).await?;
    let body = words.fill(t::PASSWORD_CHANGED_BODY, &[("name", &name), ("link", &link)]);
    send(work, request.now, to, words.text(t::PASSWORD_CHANGED_SUBJECT).to_owned(), body).await
}

/// Whether one more mail may go to an address: a stranger must not fill somebody's box, nor void the link they wait for.
pub(crate) async fn may_send(work: &mut Work, now: At, to: &str) -> Result<bool> {
    let (sent,): (i64,) = work
        .tx
        .one(
            sql!("select cast(count(*) as bigint) as sent from mails where recipient = $1 and created_at > $2 and kind = $3"),
            args![to, now.plus_hours(-1), MailKind::Account.text()],
        )
        .await?;
    Ok(sent < MOST_AN_HOUR)
}

/// A mail on its way out.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub card: MailCard,
    /// The same with the look of the school, or of the platform.
    pub html: String,
    /// The address that stops its like; empty for one that cannot be stopped.
    pub unsubscribe: String,
}

#[derive(sqlx::FromRow)]
struct Unsent {
    #[sqlx(flatten)]
    card: MailCard,
    unsubscribe: String,
    school: Option<String>,
    color: Option<String>,
    features: Option<String>,
}

/// A mail that has not gone yet.
///
/// # Errors
/// As the database answers.
pub async fn unsent(system: &System, id: MailId) -> Result<Option<Outgoing>> {
    let unsent: Option<Unsent> = system
        .db
        .maybe(
            sql!(
                "select m.id, m.recipient, m.subject, m.body, m.created_at, m.sent_at, m.last_error, m.unsubscribe,
                        s.name as school, s.brand_color as color, s.features
                 from mails m
                 left join schools s on s.id = m.school_id
                 where m.id = $1 and m.sent_at is null"
            ),
            args![id],
        )
        .await?;
    Ok(unsent.map(|it| {
        let shows_own = it.features.is_some_and(|features| Features::parse(&features).has(Feature::CustomBranding));
        let color = it.color.filter(|_| shows_own).and_then(|color| color.parse().ok());
        let look = html::Look { name: it.school.as_deref().unwrap_or(common::LYCEUM.english), color };
        Outgoing { html: html::page(&look, &it.card.subject, &it.card.body), card: it.card, unsubscribe: it.unsubscribe }
    }))
}

/// Notes that a mail has gone, or why it has not. What has gone is forgotten: it holds links and codes.
///
/// # Errors
/// As the database answers.
pub async fn note(system: &System, id: MailId, outcome: Result<(), String>) -> Result<()> {
    let (sent_at, error) = match outcome {
        Ok(()) => (Some(system.now), None),
        Err(error) => (None, Some(error)),
    };
    system
        .db
        .run(
            sql!(
                "update mails set sent_at = $2, last_error = $3,
                 body = case when cast($2 as bigint) is null then body else '' end,
                 unsubscribe = case when cast($2 as bigint) is null then unsubscribe else '' end where id = $1"
            ),
            args![id, sent_at, error],
        )
        .await?;
    Ok(())
}
