//! The outbox as the platform's admins read it.

use model::accounts::MailCard;
use model::dashboards::{MAILS, MailFilter, MailKind, MailLine, MailState, MailsPage};
use store::{Arg, args, sql};

use crate::{Person, Result, pages, search};

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    card: MailCard,
    kind: MailKind,
}

/// Where the links of mails lead.
const WAYS: [&str; 9] = ["/notifications", "/invited/", "/verify/", "/email/", "/reset/", "/s/", "/login", "/forgot", "/me"];

/// `$1` to `$6` come from [`arguments`].
macro_rules! matching {
    () => {
        concat!(
            "(cast($1 as text) is null or m.kind = $1)
             and (cast($2 as text) is null
                  or case when m.sent_at is not null then 'sent' when m.last_error is not null then 'failed'
                     else 'waiting' end = $2)
             and ",
            search::fits!("$3", "$4", "$5", "$6", "m.search_key")
        )
    };
}

fn arguments(filter: &MailFilter) -> Vec<Arg> {
    let mut arguments = args![filter.kind().map(MailKind::text), filter.state().map(MailState::text)];
    arguments.extend(search::words(&filter.q).map(Arg::from));
    arguments
}

/// A page of the mails, the newest first.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn outbox(person: &Person, filter: &MailFilter) -> Result<MailsPage> {
    person.require_platform_admin()?;
    let (total,): (i64,) = person
        .db
        .one(sql!(concat!("select cast(count(*) as bigint) as total from mails m where ", matching!())), arguments(filter))
        .await?;
    let page = pages::within(filter.page, total, MAILS);
    let mut wanted = arguments(filter);
    wanted.extend(args![MAILS, (page - 1) * MAILS]);
    let rows: Vec<Row> = person
        .db
        .all(
            sql!(concat!(
                "select m.id, m.kind, m.recipient, m.subject, m.body, m.created_at, m.sent_at, m.last_error from mails m where ",
                matching!(),
                " order by m.created_at desc, m.id desc limit $7 offset $8"
            )),
            wanted,
        )
        .await?;
    let line = |Row { card, kind }: Row| MailLine {
        id: card.id,
        kind,
        link: link(&person.settings.public_url, &card.body).map(str::to_owned),
        recipient: card.recipient,
        subject: card.subject,
        body: card.body,
        written: person.when(card.created_at),
        sent: card.sent_at.map(|at| person.when(at)),
        problem: card.last_error,
    };
    Ok(MailsPage { mails: rows.into_iter().map(line).collect(), total, page })
}

/// The link a mail is sent for: the last line that is an address of this server and nothing else. What people write into a
/// mail stands before it, or in a line with other words.
fn link<'a>(public_url: &str, body: &'a str) -> Option<&'a str> {
    // From right to left a value may be set apart by marks.
    let is_around = |c: char| c.is_whitespace() || matches!(c, '\u{2066}'..='\u{2069}');
    let mut lines = body.lines().map(|line| line.trim_matches(is_around));
    let is_ours = |line: &&str| {
        let path = line.strip_prefix(public_url);
        path.is_some_and(|path| !path.contains(char::is_whitespace) && WAYS.iter().any(|way| path.starts_with(way)))
    };
    let last = lines.rfind(is_ours)?;
    // Who has an account already is led to the log-in; the way to a new password stands below it.
    let log_in = format!("{public_url}/login");
    let is_second = last.strip_prefix(public_url) == Some("/forgot");
    Some(lines.find(|line| is_second && *line == log_in).unwrap_or(last))
}
