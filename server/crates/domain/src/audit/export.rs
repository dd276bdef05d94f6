//! The log as CSV, filtered as the page shows it.

use futures::stream::StreamExt;
use model::audit::AuditFilter;

use super::Row;
use crate::backup::csv::{BOM, line, neutral};
use crate::backup::stream::{self, Out};
use crate::backup::{Download, note};
use crate::{Reach, Result, calendar};

/// Entries of one file: what a spreadsheet opens.
const MOST: i64 = 1_000_000;

const COLUMNS: &[&str] = &["when", "username", "name", "action", "subject", "detail", "address", "request", "agent"];

/// What fits the filter, the newest first, streamed. That it was downloaded is an entry itself.
///
/// # Errors
/// `Invalid` for a filter that cannot be read, `TooMany` while several downloads run already.
pub async fn csv(log: Reach, filter: AuditFilter) -> Result<Download> {
    let query = super::query(&log, &AuditFilter { after: String::new(), ..filter }, MOST).await?;
    let place = log.request().downloads.take()?;
    note(&log, "audit", "csv").await?;
    let file_name = format!("audit_{}.csv", calendar::file_stamp(log.request().now, log.reader().zone));
    let body = stream::run(place, async move |mut out: Out| {
        let written = write(&log, query, &mut out).await;
        (out, written)
    });
    Ok(Download { file_name, media_type: "text/csv; charset=utf-8", body })
}

async fn write(log: &Reach, (sql, args): (store::Sql, Vec<store::Arg>), out: &mut Out) -> Result<()> {
    out.buffer.extend_from_slice(BOM);
    line(&mut out.buffer, COLUMNS.iter().map(|name| (*name).to_owned()));
    let zone = log.reader().zone;
    let mut tx = log.request().db.snapshot().await?;
    let mut rows = tx.stream::<Row>(sql, args);
    while let Some(row) = rows.next().await {
        let row = row?;
        let fields = [
            calendar::csv(row.at, zone),
            row.username.unwrap_or_default(),
            row.actor.unwrap_or_default(),
            row.action,
            row.subject.unwrap_or_default(),
            row.detail,
            row.address,
            row.request_id,
            row.agent,
        ];
        line(&mut out.buffer, fields.into_iter().map(neutral));
        out.pass().await?;
    }
    Ok(())
}
