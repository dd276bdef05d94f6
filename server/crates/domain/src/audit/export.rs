//! The log as CSV, filtered as the page shows it: the values as they are stored, and what the page tells of them.

use model::audit::{AuditFilter, AuditLine, Told};
use model::text::Language;
use model::text::audit::{self as a, action};
use model::text::audited::PAIR;
use model::text::people::FROM_TO;

use super::Row;
use super::detail::Teller;
use super::names::Names;
use crate::backup::csv::{BOM, line, neutral};
use crate::backup::stream::{self, Out};
use crate::backup::{Download, note};
use crate::{Reach, Result, calendar};

/// Entries of one file: what a spreadsheet opens.
const MOST: usize = 1_000_000;
/// Entries read at once, and then their names.
const AT_ONCE: i64 = 500;

const COLUMNS: &[&str] = &["when", "username", "name", "action", "subject", "detail", "address", "request", "agent", "told"];

/// What fits the filter, the newest first, streamed. That it was downloaded is an entry itself.
///
/// # Errors
/// `Invalid` for a filter that cannot be read, `TooMany` while several downloads run already.
pub async fn csv(log: Reach, filter: AuditFilter) -> Result<Download> {
    let query = super::query(&log, &AuditFilter { after: String::new(), ..filter }, AT_ONCE).await?;
    let place = log.request().downloads.take()?;
    note(&log, "audit", "csv").await?;
    let file_name = format!("audit_{}.csv", calendar::file_stamp(log.request().now, log.reader().zone));
    let body = stream::run(place, async move |mut out: Out| {
        let written = write(&log, query, &mut out).await;
        (out, written)
    });
    Ok(Download { file_name, media_type: "text/csv; charset=utf-8", body })
}

async fn write(log: &Reach, (sql, mut args): (store::Sql, Vec<store::Arg>), out: &mut Out) -> Result<()> {
    out.buffer.extend_from_slice(BOM);
    line(&mut out.buffer, COLUMNS.iter().map(|name| (*name).to_owned()));
    let mut tx = log.request().db.snapshot().await?;
    let mut written = 0;
    while written < MOST {
        let rows: Vec<Row> = tx.all(sql, args.clone()).await?;
        let Some(last) = rows.last() else { break };
        super::go_on_after(&mut args, last);
        written += rows.len();
        let names = Names::on(&mut tx, log, &rows).await?;
        let teller = Teller::of(log, &names);
        for row in rows {
            line(&mut out.buffer, fields(row, &teller).into_iter().map(neutral));
            out.pass().await?;
        }
    }
    Ok(())
}

fn fields(row: Row, teller: &Teller<'_>) -> [String; 10] {
    let told = told(row.clone().line(teller), teller.reader.language());
    [
        calendar::csv(row.at, teller.reader.zone),
        row.username.unwrap_or_default(),
        row.actor.unwrap_or_default(),
        row.action,
        row.subject.unwrap_or_default(),
        row.detail,
        row.address,
        row.request_id,
        row.agent,
        told,
    ]
}

/// What the page tells of an entry, in one line: what was done, to what, what changed and what else is known.
fn told(entry: AuditLine, language: Language) -> String {
    let did = action(&entry.action).map_or_else(|| entry.action.clone(), |key| language.text(key).to_owned());
    let said = |values: &[Told]| match values {
        [] => language.text(a::NOTHING).to_owned(),
        values => language.list(values.iter().map(|it| if it.text.is_empty() { it.short_id() } else { &it.text })),
    };
    let pair = |field: &String, value: String| language.fill(PAIR, &[("field", field), ("value", &value)]);
    let mut parts = vec![did];
    parts.extend(entry.subject.map(|subject| said(&[subject])));
    parts.extend(entry.changes.iter().map(|it| {
        let (before, after) = (said(&it.before), said(&it.after));
        pair(&it.field, language.fill(FROM_TO, &[("before", &before), ("after", &after)]))
    }));
    parts.extend(entry.facts.iter().map(|(field, values)| pair(field, said(values))));
    parts.join("; ")
}
