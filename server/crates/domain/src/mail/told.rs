//! Mails that tell of what happened: of an announcement with all it says, of anything else with the sentence of the bell,
//! and of many things at once. Each says how its like is stopped.

use model::dashboards::MailKind;
use model::ids::SchoolId;
use model::notifications::MailHow;
use model::text::{Language, mail as t};
use model::{At, Key, Locale};

use super::{Post, post};
use crate::{Result, Work, texts};

/// What stands between a mail and how its like is stopped; the same that stands before a signature.
pub(super) const FOOT: &str = "\n-- \n";

/// What an announcement says to one of its readers.
pub(crate) struct Announced<'a> {
    pub to: &'a str,
    pub name: &'a str,
    pub locale: Locale,
    pub school: &'a str,
    pub author: &'a str,
    pub title: &'a str,
    pub body: &'a str,
    pub link: &'a str,
    pub stop: Stopped<'a>,
}

/// How the like of a mail is stopped, and whose look it has.
#[derive(Clone, Copy)]
pub(crate) struct Stopped<'a> {
    pub school: Option<SchoolId>,
    /// What is stopped.
    pub what: Key,
    pub link: &'a str,
}

pub(crate) async fn send_announcement(work: &mut Work, now: At, it: &Announced<'_>) -> Result<()> {
    announce(work, now, it, (t::ANNOUNCEMENT_SUBJECT, t::ANNOUNCEMENT_BODY)).await
}

/// The same to one who has not read it.
pub(crate) async fn send_reminder(work: &mut Work, now: At, it: &Announced<'_>) -> Result<()> {
    announce(work, now, it, (t::REMINDED_SUBJECT, t::REMINDED_BODY)).await
}

async fn announce(work: &mut Work, now: At, it: &Announced<'_>, (subject, body): (Key, Key)) -> Result<()> {
    let words = texts::language(it.locale);
    let subject = words.fill(subject, &[("school", &it.school), ("title", &it.title)]);
    let body = words.fill(
        body,
        &[
            ("name", &it.name),
            ("author", &it.author),
            ("school", &it.school),
            ("title", &it.title),
            ("body", &it.body),
            ("link", &it.link),
        ],
    );
    write(work, now, it.to, words, (subject, body), it.stop).await
}

/// What the bell says to somebody.
pub(crate) struct Notified<'a> {
    pub to: &'a str,
    pub name: &'a str,
    pub locale: Locale,
    pub school: Option<&'a str>,
    pub title: &'a str,
    pub body: Option<&'a str>,
    pub link: &'a str,
    pub stop: Stopped<'a>,
}

pub(crate) async fn send_notified(work: &mut Work, now: At, it: &Notified<'_>) -> Result<()> {
    let words = texts::language(it.locale);
    let subject = match it.school {
        Some(school) => words.fill(t::NOTIFIED_SUBJECT, &[("school", &school), ("title", &it.title)]),
        None => it.title.to_owned(),
    };
    let what = it.body.map_or_else(|| it.title.to_owned(), |body| format!("{}\n\n{body}", it.title));
    let body = words.fill(t::NOTIFIED_BODY, &[("name", &it.name), ("what", &what), ("link", &it.link)]);
    write(work, now, it.to, words, (subject, body), it.stop).await
}

/// Many things that happened since the last such mail.
pub(crate) struct Digest<'a> {
    pub to: &'a str,
    pub name: &'a str,
    pub locale: Locale,
    pub how: MailHow,
    /// A line each, of the newest.
    pub lines: &'a [String],
    /// Of all of them.
    pub count: usize,
    pub link: &'a str,
    pub stop: Stopped<'a>,
}

pub(crate) async fn send_digest(work: &mut Work, now: At, it: &Digest<'_>) -> Result<()> {
    let words = texts::language(it.locale);
    let subject = if it.how == MailHow::Weekly { t::DIGEST_WEEKLY_SUBJECT } else { t::DIGEST_DAILY_SUBJECT };
    let n = it.count.to_string();
    let subject = words.count(subject, &n, &[("n", &n)]);
    let mut list: Vec<String> = it.lines.iter().map(|line| format!("- {line}")).collect();
    if it.count > it.lines.len() {
        let more = (it.count - it.lines.len()).to_string();
        list.push(words.count(t::DIGEST_MORE, &more, &[("n", &more)]));
    }
    let body = words.fill(t::DIGEST_BODY, &[("name", &it.name), ("list", &list.join("\n")), ("link", &it.link)]);
    write(work, now, it.to, words, (subject, body), it.stop).await
}

async fn write(
    work: &mut Work,
    now: At,
    to: &str,
    words: Language,
    (subject, body): (String, String),
    stop: Stopped<'_>,
) -> Result<()> {
    let foot = words.fill(t::STOP, &[("what", &words.text(stop.what)), ("link", &stop.link)]);
    let body = format!("{body}{FOOT}{foot}\n");
    post(work, Post { kind: MailKind::Announcement, now, to, subject, body, school: stop.school, unsubscribe: stop.link }).await
}
