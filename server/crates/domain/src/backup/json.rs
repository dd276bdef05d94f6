//! Everything as one JSON document that a person can read: a line a row, instants in ISO 8601, all of one instant.

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use model::At;
use serde_json::{Map, Value, json};
use store::{Arg, Cell, Cells, Sql, Tx};

use super::manifest::{Column, Kind, TABLES};
use super::stream::{self, Out, Place};
use crate::{Reach, Result, calendar, secrets};

pub(super) fn stream(reach: Reach, place: Place) -> BoxStream<'static, std::io::Result<Bytes>> {
    stream::run(place, async move |mut out: Out| {
        let written = write(&reach, &mut out).await;
        (out, written)
    })
}

async fn write(reach: &Reach, out: &mut Out) -> Result<()> {
    let request = reach.request();
    let schema = store::migrate::history(request.db.kind())?.last().map(|(version, _, _)| *version);
    let school = match reach {
        Reach::Platform(_) => None,
        Reach::School(scope) => Some(json!({ "slug": scope.place.slug, "name": scope.place.name })),
    };
    let meta = json!({
        "app": "Lyceum",
        "version": env!("CARGO_PKG_VERSION"),
        "schema": schema,
        "exported_at": calendar::iso(request.now),
        "school": school,
    });
    let mut counts = Map::new();
    let mut tx = request.db.snapshot().await?;
    text(out, &format!("{{\"meta\":{meta},\n\"tables\":{{"));
    for table in TABLES {
        let Some((sql, args)) = table.open.of(reach.school()) else { continue };
        text(out, if counts.is_empty() { "\n" } else { ",\n" });
        text(out, &format!("\"{}\":[", table.name));
        let rows = rows(&mut tx, sql, args, table.columns, out).await?;
        text(out, if rows == 0 { "]" } else { "\n]" });
        counts.insert(table.name.to_owned(), rows.into());
    }
    // The last thing of the document: where it is missing, the download was cut short.
    text(out, &format!("\n}},\n\"counts\":{}}}\n", Value::Object(counts)));
    Ok(())
}

fn text(out: &mut Out, text: &str) {
    out.buffer.extend_from_slice(text.as_bytes());
}

/// Writes the rows of a table; answers how many there were.
async fn rows(tx: &mut Tx, sql: Sql, args: Vec<Arg>, columns: &[Column], out: &mut Out) -> Result<u64> {
    let mut count = 0;
    let mut rows = tx.stream::<Cells>(sql, args);
    while let Some(row) = rows.next().await {
        let Cells(cells) = row?;
        out.buffer.extend_from_slice(if count == 0 { b"\n{" } else { b",\n{" });
        for (index, (column, cell)) in columns.iter().zip(cells).enumerate() {
            if index > 0 {
                out.buffer.push(b',');
            }
            out.buffer.push(b'"');
            out.buffer.extend_from_slice(column.name.as_bytes());
            out.buffer.extend_from_slice(b"\":");
            serde_json::to_writer(&mut out.buffer, &value(column.kind, cell))?;
        }
        out.buffer.push(b'}');
        count += 1;
        out.pass().await?;
    }
    Ok(count)
}

fn value(kind: Kind, cell: Cell) -> Value {
    match (kind, cell) {
        (Kind::At, Cell::Int(at)) => calendar::iso(At(at)).into(),
        (_, cell) => plain(cell),
    }
}

/// A cell as it stands in the database.
pub(super) fn plain(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => number.into(),
        Cell::Text(text) => text.into(),
        Cell::Bool(yes) => yes.into(),
        Cell::Float(number) => number.into(),
        Cell::Bytes(bytes) => secrets::hex(&bytes).into(),
    }
}
