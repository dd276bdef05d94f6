//! Tables as CSV (product.md section 22): UTF-8 with BOM, comma, a header, fixed columns, dates in the school's zone. Three
//! are made for people; every other one is a table of the [`manifest`](super::manifest) as it is.
//!
//! The columns are part of the product: spreadsheets and the import rely on them. `docs/backup-columns.md` lists them.

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use model::At;
use model::backup::Table;
use model::ids::SchoolId;
use store::{Arg, Cell, Cells, Sql, args, sql};

use super::manifest::{Column, Kind, TABLES, columns};
use super::stream::{self, Out, Place};
use crate::classes::members::{counts, never_came};
use crate::{Reach, Result, calendar};

#[cfg(test)]
mod libreoffice;
#[cfg(test)]
mod tests;

/// A CSV that is made for people: its columns and the statement that yields them in this order, of the school `$1` or of
/// all.
struct Made {
    columns: &'static [Column],
    rows: Sql,
}

/// The e-mail of somebody who has left is theirs again. Who asked to be let in and never came was no student.
static STUDENTS: Made = Made {
    columns: columns! {
        school: Text, username: Text, name: Text, email: Text, status: Text, classes: Text, joined: At,
    },
    rows: sql!(concat!(
        "select s.slug, u.username, u.name,
                case when m.status = 'ended' and m.suspended_at is null then '' else u.email end as email, m.status,
                (select string_agg(g.name, '; ' order by g.name_key, g.id)
                 from class_members k join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 where k.school_id = m.school_id and k.user_id = m.user_id and k.role = 'student') as classes,
                m.created_at
         from memberships m
         join users u on u.id = m.user_id
         join schools s on s.id = m.school_id
         where m.role = 'student' and (cast($1 as text) is null or m.school_id = $1) and not ",
        never_came!("m"),
        " order by m.school_id, m.user_id"
    )),
};

static COURSES: Made = Made {
    columns: columns! {
        id: Text, school: Text, title: Text, teacher: Text, classes: Text, students: Int, assignments: Int, created: At,
    },
    rows: sql!(concat!(
        "select c.id, s.slug, c.title, u.name,
                (select string_agg(g.name, '; ' order by g.name_key, g.id)
                 from course_classes k join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 where k.school_id = c.school_id and k.course_id = c.id) as classes,
                (select cast(count(*) as bigint) from enrollments e
                 where e.school_id = c.school_id and e.course_id = c.id and ",
        counts!("e"),
        ") as students,
                (select cast(count(*) as bigint) from assignments a
                 where a.school_id = c.school_id and a.course_id = c.id) as assignments,
                c.created_at
         from courses c
         join users u on u.id = c.teacher_id
         join schools s on s.id = c.school_id
         where (cast($1 as text) is null or c.school_id = $1)
         order by c.school_id, c.id"
    )),
};

static ENROLLMENTS: Made = Made {
    columns: columns! {
        course_id: Text, school: Text, course: Text, username: Text, name: Text, email: Text, enrolled: At,
    },
    rows: sql!(
        "select e.course_id, s.slug, c.title, u.username, u.name,
                case when m.status = 'ended' and m.suspended_at is null then '' else u.email end as email, e.enrolled_at
         from enrollments e
         join courses c on c.school_id = e.school_id and c.id = e.course_id
         join memberships m on m.school_id = e.school_id and m.user_id = e.user_id
         join users u on u.id = e.user_id
         join schools s on s.id = e.school_id
         where (cast($1 as text) is null or e.school_id = $1)
         order by e.school_id, e.course_id, e.user_id"
    ),
};

/// What is written.
pub struct Sheet {
    /// Whether each line begins with its number, which is in no column of the statement.
    numbered: bool,
    columns: &'static [Column],
    rows: Sql,
    args: Vec<Arg>,
}

impl Sheet {
    /// What a table is written as, of the school or of all; `None` for what no school has a part of.
    pub fn of(table: Table, school: Option<SchoolId>) -> Option<Sheet> {
        let made = match table {
            Table::Students => &STUDENTS,
            Table::Courses => &COURSES,
            Table::Enrollments => &ENROLLMENTS,
            _ => {
                let table = TABLES.iter().find(|it| it.name == table.text())?;
                let (rows, args) = table.open.of(school)?;
                return Some(Sheet { numbered: false, columns: table.columns, rows, args });
            }
        };
        Some(Sheet { numbered: table == Table::Students, columns: made.columns, rows: made.rows, args: args![school] })
    }

    /// The names of its columns, in order.
    pub fn header(&self) -> impl Iterator<Item = &'static str> {
        let number = self.numbered.then_some("number");
        number.into_iter().chain(self.columns.iter().map(|column| column.name))
    }
}

pub(super) fn stream(reach: Reach, sheet: Sheet, place: Place) -> BoxStream<'static, std::io::Result<Bytes>> {
    stream::run(place, async move |mut out: Out| {
        let written = write(&reach, sheet, &mut out).await;
        (out, written)
    })
}

/// Excel takes a file without it for the encoding of the machine.
pub(crate) const BOM: &[u8] = "\u{feff}".as_bytes();

async fn write(reach: &Reach, sheet: Sheet, out: &mut Out) -> Result<()> {
    let zone = super::zone(reach);
    out.buffer.extend_from_slice(BOM);
    line(&mut out.buffer, sheet.header().map(str::to_owned));
    let mut tx = reach.request().db.snapshot().await?;
    let mut rows = tx.stream::<Cells>(sheet.rows, sheet.args);
    let mut lines = 0_u64;
    while let Some(row) = rows.next().await {
        let Cells(cells) = row?;
        lines += 1;
        let number = sheet.numbered.then(|| lines.to_string());
        let fields = sheet.columns.iter().zip(cells).map(|(column, cell)| field(column.kind, cell, zone));
        line(&mut out.buffer, number.into_iter().chain(fields));
        out.pass().await?;
    }
    Ok(())
}

fn field(kind: Kind, cell: Cell, zone: &str) -> String {
    match (kind, cell) {
        (_, Cell::Null) => String::new(),
        (Kind::At, Cell::Int(at)) => calendar::csv(At(at), zone),
        (_, Cell::Int(number)) => number.to_string(),
        (_, Cell::Bool(yes)) => yes.to_string(),
        (_, Cell::Float(number)) => number.to_string(),
        (_, Cell::Text(text)) => neutral(text),
        (_, Cell::Bytes(bytes)) => crate::secrets::hex(&bytes),
    }
}

/// Adds a record (RFC 4180): quoted where it must be, ended by CR LF.
pub(crate) fn line(buffer: &mut Vec<u8>, fields: impl Iterator<Item = String>) {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            buffer.push(b',');
        }
        let blank_edge = field.starts_with(' ') || field.ends_with(' ');
        if blank_edge || field.contains([',', '"', '\r', '\n']) {
            buffer.push(b'"');
            buffer.extend_from_slice(field.replace('"', "\"\"").as_bytes());
            buffer.push(b'"');
        } else {
            buffer.extend_from_slice(field.as_bytes());
        }
    }
    buffer.extend_from_slice(b"\r\n");
}

/// Whether a spreadsheet would take the text for a formula. A text that has an apostrophe before one counts too, so
/// that [`neutral`] can be taken back without guessing.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text with an apostrophe before what a spreadsheet would run.
pub(crate) fn neutral(text: String) -> String {
    if is_formula(&text) { format!("'{text}") } else { text }
}

/// Takes [`neutral`] back: what the import reads is what was exported.
pub fn plain(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}
