//! The outbox: mails are rows of the change that causes them and are sent by a job afterwards. Where no SMTP server is
//! configured they stay here, for the platform's admin to read.

use model::At;
use model::accounts::MailCard;
use model::ids::MailId;
use model::text::{fill, mail as t};
use store::{args, sql};

use crate::{Person, Request, Result, System, Work, jobs};

/// The job that sends one mail.
pub const JOB: &str = "mail";
/// Mails an hour to one address.
const MOST_AN_HOUR: i64 = 5;
/// Days a mail is remembered.
pub(crate) const KEEP_DAYS: i64 = 30;

async fn send(work: &mut Work, now: At, to: &str, subject: String, body: String) -> Result<()> {
    let id = MailId::new();
    work.tx
        .run(
            sql!("insert into mails (id, recipient, subject, body, created_at) values ($1, $2, $3, $4, $5)"),
            args![id, to, subject, body, now],
        )
        .await?;
    jobs::add(work, JOB, &id.to_string(), now).await
}

pub(crate) async fn send_verify(work: &mut Work, now: At, to: &str, name: &str, code: &str, link: &str) -> Result<()> {
    let subject = fill(t::VERIFY_SUBJECT.english, &[("code", &code)]);
    let body = fill(t::VERIFY_BODY.english, &[("name", &name), ("code", &code), ("link", &link)]);
    send(work, now, to, subject, body).await
}

pub(crate) async fn send_reset(work: &mut Work, now: At, to: &str, name: &str, link: &str) -> Result<()> {
    let body = fill(t::RESET_BODY.english, &[("name", &name), ("link", &link)]);
    send(work, now, to, t::RESET_SUBJECT.english.to_owned(), body).await
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
    let body = fill(t::EXISTS_BODY.english, &[("name", &name), ("link", &link)]);
    send(work, request.now, &email, t::EXISTS_SUBJECT.english.to_owned(), body).await
}

/// The code and the link that prove a new address.
pub(crate) async fn send_email_code(work: &mut Work, person: &Person, to: &str, code: &str, token: &str) -> Result<()> {
    let link = format!("{}/email/{token}", person.settings.public_url);
    let subject = fill(t::EMAIL_SUBJECT.english, &[("code", &code)]);
    let body = fill(t::EMAIL_BODY.english, &[("name", &person.me.name), ("code", &code), ("link", &link)]);
    send(work, person.now, to, subject, body).await
}

/// Tells the owner of an address that somebody wanted it for another account.
pub(crate) async fn send_email_taken(work: &mut Work, request: &Request, email_key: &str) -> Result<()> {
    let (email, name): (String, String) =
        work.tx.one(sql!("select email, name from users where email_key = $1"), args![email_key]).await?;
    let link = format!("{}/login", request.settings.public_url);
    let body = fill(t::EMAIL_TAKEN_BODY.english, &[("name", &name), ("link", &link)]);
    send(work, request.now, &email, t::EMAIL_TAKEN_SUBJECT.english.to_owned(), body).await
}

/// Tells the present address of an account that another is to take its place.
pub(crate) async fn send_email_notice(work: &mut Work, person: &Person, email: &str) -> Result<()> {
    let link = format!("{}/forgot", person.settings.public_url);
    let body = fill(t::EMAIL_NOTICE_BODY.english, &[("name", &person.me.name), ("email", &email), ("link", &link)]);
    send(work, person.now, &person.me.email, t::EMAIL_NOTICE_SUBJECT.english.to_owned(), body).await
}

/// Tells a person that their password was changed, unless they have had many mails already.
pub(crate) async fn send_password_changed(work: &mut Work, person: &Person) -> Result<()> {
    if !may_send(work, person.now, &person.me.email).await? {
        return Ok(());
    }
    let link = format!("{}/forgot", person.settings.public_url);
    let body = fill(t::PASSWORD_CHANGED_BODY.english, &[("name", &person.me.name), ("link", &link)]);
    send(work, person.now, &person.me.email, t::PASSWORD_CHANGED_SUBJECT.english.to_owned(), body).await
}

/// Whether one more mail may go to an address: a stranger must not fill somebody's box, nor void the link they wait for.
pub(crate) async fn may_send(work: &mut Work, now: At, to: &str) -> Result<bool> {
    let (sent,): (i64,) = work
        .tx
        .one(
            sql!("select cast(count(*) as bigint) as sent from mails where recipient = $1 and created_at > $2"),
            args![to, now.plus_hours(-1)],
        )
        .await?;
    Ok(sent < MOST_AN_HOUR)
}

/// The newest mails, for the platform's admin.
///
/// # Errors
/// `Forbidden` for everybody else.
pub async fn recent(person: &Person) -> Result<Vec<MailCard>> {
    person.require_platform_admin()?;
    Ok(person
        .db
        .all(
            sql!(
                "select id, recipient, subject, body, created_at, sent_at, last_error
                 from mails order by created_at desc, id desc limit 100"
            ),
            args![],
        )
        .await?)
}

/// A mail that has not gone yet.
///
/// # Errors
/// As the database answers.
pub async fn unsent(system: &System, id: MailId) -> Result<Option<MailCard>> {
    Ok(system
        .db
        .maybe(
            sql!(
                "select id, recipient, subject, body, created_at, sent_at, last_error from mails
                 where id = $1 and sent_at is null"
            ),
            args![id],
        )
        .await?)
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
                 body = case when cast($2 as bigint) is null then body else '' end where id = $1"
            ),
            args![id, sent_at, error],
        )
        .await?;
    Ok(())
}
