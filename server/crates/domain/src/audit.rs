//! Reading the audit log (product.md section 24). It is written by [`crate::Work`] in the transaction of each change.

mod detail;
mod export;
mod names;
#[cfg(test)]
mod tests;
mod words;

use model::audit::{AuditFilter, AuditLine, AuditPage};
use model::device::Device;
use model::ids::{AuditId, SchoolId, UserId};
use model::{At, Error, Permission, Problem};
use store::{Arg, Sql, args, sql};

use self::detail::Teller;
use self::names::Names;
use self::words::Meant;
use crate::{Person, Reach, Result, Scope, calendar, search};

pub(crate) use detail::is_told;
pub use export::csv;

/// Entries of one page.
const PAGE: i64 = 50;

/// An entry fits the word of that number: as it stands there, as who did it or what it was done to is called, as the reader
/// knows the action, or as what its detail names is called. Addresses and requests are known whole.
macro_rules! fits {
    ($word:literal, $pattern:literal) => {
        concat!(
            "(cast(",
            $pattern,
            " as text) is null
              or a.search_key like ",
            $pattern,
            " escape '~'
              or u.name_key like ",
            $pattern,
            " escape '~' or u.username_key like ",
            $pattern,
            " escape '~'
              or p.name_key like ",
            $pattern,
            " escape '~'
              or '%' || a.address || '%' = ",
            $pattern,
            " or '%' || a.request_id || '%' = ",
            $pattern,
            "
              or a.action in (select d.action from known_actions d where d.word = '",
            $word,
            "')
              or a.subject in (select d.id from subjects d where d.word = '",
            $word,
            "')
              or exists (select 1 from named d where d.word = '",
            $word,
            "' and a.detail like '%' || d.id || '%'))"
        )
    };
}

/// The statement, limited as its beginning says; the school's has an index for it, which the next entries begin in where
/// the last ones ended. The page and the file have this one condition.
macro_rules! entries {
    ($which:literal) => {
        sql!(concat!(
            "with known_actions as (select value ->> 0 as word, value ->> 1 as action from {rows $12}),
                  subjects as (select value ->> 0 as word, value ->> 1 as id from {rows $13}),
                  named as (select value ->> 0 as word, value ->> 1 as id from {rows $14})
             select a.id, a.at, a.school_id, a.actor_id, u.name as actor, u.username, a.action, a.subject as about, a.detail,
                    a.address, a.request_id, a.agent,
                    coalesce(p.name, g.name, c.title, t.title, n.title, s.name) as subject
             from audit a
             left join users u on u.id = a.actor_id
             left join users p on p.id = a.subject
             left join class_groups g on g.school_id = a.school_id and g.id = a.subject
             left join courses c on c.school_id = a.school_id and c.id = a.subject
             left join assignments t on t.school_id = a.school_id and t.id = a.subject
             left join announcements n on n.school_id = a.school_id and n.id = a.subject and n.publish_at is not null
             left join schools s on s.id = a.subject
             where ",
            $which,
            " and (cast($2 as text) is null or a.action like $2 escape '~')
               and (cast($7 as bigint) is null or a.at >= $7)
               and (cast($8 as bigint) is null or a.at < $8)
               and a.at <= coalesce(cast($9 as bigint), 9223372036854775807)
               and (cast($9 as bigint) is null or a.at < $9 or (a.at = $9 and a.id < $10))
               and ",
            fits!("1", "$3"),
            " and ",
            fits!("2", "$4"),
            " and ",
            fits!("3", "$5"),
            " and ",
            fits!("4", "$6"),
            " order by a.at desc, a.id desc limit $11"
        ))
    };
}

/// The log of the school of that slug, or of the platform without one.
///
/// # Errors
/// As [`Reach::of`], with `audit.read`.
pub fn reach(person: &Person, school: &str) -> Result<Reach> {
    Reach::of(person, school, Permission::AuditRead)
}

/// The statement with its arguments, for so many entries.
async fn query(log: &Reach, filter: &AuditFilter, most: i64) -> Result<(Sql, Vec<Arg>)> {
    let (from, to) = filter.days()?;
    let zone = log.reader().zone;
    let area = Some(filter.area.trim()).filter(|area| !area.is_empty());
    let (after_at, after_id) = cursor(&filter.after)?.unzip();
    let mut meant = Meant::by(log, &filter.words()).await?.args();
    let mut args = args![log.school(), area.map(|area| search::beginning(&format!("{area}.")))];
    args.extend(meant.by_ref().take(4));
    args.extend(args![
        from.map(|day| calendar::start_of(day, zone)),
        to.map(|day| calendar::end_of(day, zone)),
        after_at,
        after_id,
        most
    ]);
    args.extend(meant);
    Ok(match log {
        Reach::Platform(_) => (entries!("cast($1 as text) is null"), args),
        Reach::School(_) => (entries!("a.school_id = $1"), args),
    })
}

/// Makes the arguments of [`query`] those of the entries behind this one.
fn go_on_after(args: &mut [Arg], row: &Row) {
    args[8] = row.at.into();
    args[9] = row.id.into();
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct Row {
    id: AuditId,
    at: At,
    school_id: Option<SchoolId>,
    actor_id: Option<UserId>,
    actor: Option<String>,
    username: Option<String>,
    action: String,
    /// The id or the word of what it was done to.
    about: String,
    detail: String,
    address: String,
    request_id: String,
    agent: String,
    subject: Option<String>,
}

impl Row {
    fn line(self, teller: &Teller<'_>) -> AuditLine {
        let (changes, facts) = teller.read(&self.action, &self.detail);
        AuditLine {
            id: self.id,
            when: teller.reader.when(self.at),
            actor: self.actor.zip(self.username),
            own: self.actor_id.is_some_and(|actor| actor.to_string() == self.about),
            action: self.action,
            subject: teller.subject(&self.about, self.subject, &self.detail),
            changes,
            facts,
            address: self.address,
            request_id: self.request_id,
            device: Device::of(&self.agent),
            agent: self.agent,
        }
    }
}

/// Entries as the reader reads them.
async fn told(log: &Reach, rows: Vec<Row>) -> Result<Vec<AuditLine>> {
    let names = Names::of(log, &rows).await?;
    let teller = Teller::of(log, &names);
    Ok(rows.into_iter().map(|row| row.line(&teller)).collect())
}

/// A page of the log, the newest entries first.
///
/// # Errors
/// `Invalid` for a filter that cannot be read.
pub async fn show(log: &Reach, filter: AuditFilter) -> Result<AuditPage> {
    let (sql, args) = query(log, &filter, PAGE + 1).await?;
    let mut rows: Vec<Row> = log.request().db.all(sql, args).await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.at.0, row.id));
    Ok(AuditPage { filter, lines: told(log, rows).await?, next })
}

/// The newest entries of a school.
///
/// # Errors
/// `Forbidden` without `audit.read`.
pub(crate) async fn newest(scope: &Scope, most: i64) -> Result<Vec<AuditLine>> {
    scope.require(Permission::AuditRead)?;
    let log = Reach::School(scope.clone());
    let (sql, args) = query(&log, &AuditFilter::default(), most).await?;
    let rows: Vec<Row> = scope.db.all(sql, args).await?;
    told(&log, rows).await
}

/// Where the page before ended.
fn cursor(after: &str) -> Result<Option<(At, AuditId)>> {
    if after.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (at, id) = after.split_once('.')?;
        Some((At(at.parse().ok()?), id.parse().ok()?))
    };
    Ok(Some(read().ok_or(Error::field("after", Problem::NotANumber))?))
}
