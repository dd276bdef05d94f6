//! Mails about what a school or the platform has stored: that something was cleared, that a backup or its test was lost.

use model::backup::kept::Cause;
use model::dashboards::MailKind;
use model::text::mail as t;
use model::{At, Key};

use super::{language_of, send_as, send_of};
use crate::calendar::Reader;
use crate::{Request, Result, Scope, Work};

/// What was cleared of a school, as its other admins are told.
pub(crate) struct ClearedOf<'a> {
    pub to: &'a str,
    pub name: &'a str,
    pub by: &'a Scope,
    pub what: Key,
    pub reason: &'a str,
    pub until: At,
}

pub(crate) async fn send_cleared(work: &mut Work, it: &ClearedOf<'_>) -> Result<()> {
    let ClearedOf { to, name, by, what, reason, until } = *it;
    let link = format!("{}/s/{}/backup/clear", by.settings.public_url, by.place.slug);
    let words = language_of(work, by, to).await?;
    let what = words.text(what);
    let until = Reader { zone: &by.place.time_zone, own: None, locale: words.locale() }.when(until).local;
    let subject = words.fill(t::CLEARED_SUBJECT, &[("school", &by.place.name), ("what", &what)]);
    let body = words.fill(
        t::CLEARED_BODY,
        &[
            ("name", &name),
            ("by", &by.me.name),
            ("school", &by.place.name),
            ("what", &what),
            ("reason", &reason),
            ("until", &until),
            ("link", &link),
        ],
    );
    send_of(work, (by.school_id(), MailKind::Announcement), by.now, to, subject, body).await
}

/// A backup, or the test of one, that is late or has failed, as its mail tells of it.
pub(crate) struct Lost<'a> {
    pub to: &'a str,
    pub name: &'a str,
    /// The school's slug and name; the platform's own without.
    pub school: Option<(&'a str, &'a str)>,
    pub subject: Key,
    pub body: Key,
    /// Why the last one failed, as the machine says it; empty where it is late.
    pub cause: &'a str,
}

pub(crate) async fn send_backup_lost(work: &mut Work, request: &Request, it: &Lost<'_>) -> Result<()> {
    let Lost { to, name, school, subject, body, cause } = *it;
    let words = language_of(work, request, to).await?;
    let of = school.map_or(words.text(t::BACKUP_PLATFORM), |(_, name)| name);
    let path = school.map_or_else(|| "/backup/kept".to_owned(), |(slug, _)| format!("/s/{slug}/backup/kept"));
    let link = format!("{}{path}", request.settings.public_url);
    let cause = cause.parse::<Cause>().map_or(cause, |it| words.text(it.label()));
    let subject = words.fill(subject, &[("of", &of)]);
    let body = words.fill(body, &[("name", &name), ("of", &of), ("cause", &cause), ("link", &link)]);
    send_as(work, MailKind::Announcement, request.now, to, subject, body).await
}
