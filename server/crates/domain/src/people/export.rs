//! The list as a file (product.md section 4): CSV for programs, in codes that never change, and a workbook for people, in
//! the reader's language.

use bytes::Bytes;
use futures::stream::{self as streams, StreamExt};
use model::people::{PeopleFilter, Standing};
use model::schools::{MembershipStatus, TeacherLabel};
use model::text::{Language, accounts, people as t};
use model::{At, Key, Permission, Role};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::json;
use store::{Sql, sql};

use super::search::{arguments, matching};
use crate::backup::csv::{BOM, line, neutral};
use crate::backup::stream::{self, Download, Out};
use crate::scope::Actor;
use crate::{Result, Scope, bounds, calendar};

/// Bytes of a workbook handed on at a time.
const PIECE: usize = 64 * 1024;

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    username: String,
    email: String,
    role: Role,
    status: MembershipStatus,
    suspended_at: Option<At>,
    classes: Option<String>,
    number: String,
    joined_on: Option<String>,
    created_at: At,
}

/// What a cell of the workbook holds.
enum Cell {
    Text(String),
    Day(ExcelDateTime),
    Instant(ExcelDateTime),
}

/// The columns are part of the product. E-mails are for those who manage members, and of those who have not left.
const COLUMNS: &[&str] = &["name", "username", "email", "role", "status", "classes", "number", "joined_on", "joined"];
/// What they are called in the workbook.
const HEAD: [Key; COLUMNS.len()] =
    [t::NAME, accounts::USERNAME, t::EMAIL, t::ROLE, t::STATUS, t::CLASSES, t::NUMBER, t::JOINED_ON, t::CAME];
const EMAIL: usize = 2;

impl Row {
    /// In the order of [`COLUMNS`].
    fn fields(self, zone: &str) -> [String; COLUMNS.len()] {
        let standing = Standing::of(self.status, self.suspended_at);
        [
            self.name,
            self.username,
            if standing.shows_contact() { self.email } else { String::new() },
            self.role.to_string(),
            standing.to_string(),
            self.classes.unwrap_or_default(),
            self.number,
            self.joined_on.unwrap_or_default(),
            calendar::csv(self.created_at, zone),
        ]
    }

    /// The same for people: roles and standings in their words, days and instants as what sorts.
    fn cells(self, language: Language, teachers: TeacherLabel, zone: &str) -> [Cell; COLUMNS.len()] {
        let standing = Standing::of(self.status, self.suspended_at);
        let label = |key: Key| Cell::Text(language.text(key).to_owned());
        [
            Cell::Text(self.name),
            Cell::Text(self.username),
            Cell::Text(if standing.shows_contact() { self.email } else { String::new() }),
            label(self.role.label_in(teachers)),
            label(standing.label()),
            Cell::Text(self.classes.unwrap_or_default()),
            Cell::Text(self.number),
            date(self.joined_on.unwrap_or_default(), Cell::Day),
            date(calendar::input(self.created_at, zone), Cell::Instant),
        ]
    }
}

/// What no workbook has a date for stays a text.
fn date(text: String, cell: fn(ExcelDateTime) -> Cell) -> Cell {
    match ExcelDateTime::parse_from_str(&text) {
        Ok(date) => cell(date),
        Err(_) => Cell::Text(text),
    }
}

fn rows() -> Sql {
    sql!(concat!(
        "select u.name, u.username, u.email, m.role, m.status, m.suspended_at,
                (select string_agg(g.name, '; ' order by g.name_key, g.id)
                 from class_members k join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 where k.school_id = m.school_id and k.user_id = m.user_id and ",
        bounds::class!("k.class_id", "$10"),
        ") as classes,
                m.number, m.joined_on, m.created_at
         from memberships m join users u on u.id = m.user_id where ",
        matching!(),
        " order by m.search_key, m.user_id"
    ))
}

/// Those of the columns that the reader may see.
fn seen<T>(scope: &Scope, fields: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
    let email = scope.can(Permission::MembersManage);
    fields.into_iter().enumerate().filter(move |(index, _)| email || *index != EMAIL).map(|(_, field)| field)
}

/// Notes who takes the list away: before the first byte.
async fn note(scope: &Scope, filter: &PeopleFilter, format: &str) -> Result<()> {
    scope.require(Permission::MembersExport)?;
    let mut work = scope.begin().await?;
    work.audit("members.exported", scope.school_id(), json!({ "format": format, "filter": filter })).await?;
    work.commit().await
}

fn file_name(scope: &Scope, ending: &str) -> String {
    format!("people_{}.{ending}", calendar::file_stamp(scope.now, &scope.place.time_zone))
}

/// The members that match, as CSV, streamed.
///
/// # Errors
/// `Forbidden` without `members.export`, `TooMany` while several downloads run already.
pub async fn csv(scope: &Scope, filter: &PeopleFilter) -> Result<Download> {
    scope.require(Permission::MembersExport)?;
    let place = scope.downloads.take()?;
    note(scope, filter, "csv").await?;
    let (scope, filter) = (scope.clone(), filter.clone());
    let file_name = file_name(&scope, "csv");
    let body = stream::run(place, async move |mut out: Out| {
        let written = write_csv(&scope, &filter, &mut out).await;
        (out, written)
    });
    Ok(Download { file_name, media_type: "text/csv; charset=utf-8", body })
}

async fn write_csv(scope: &Scope, filter: &PeopleFilter, out: &mut Out) -> Result<()> {
    out.buffer.extend_from_slice(BOM);
    line(&mut out.buffer, seen(scope, COLUMNS.iter().map(|name| (*name).to_owned())));
    let mut tx = scope.db.snapshot().await?;
    let mut rows = tx.stream::<Row>(rows(), arguments(scope, filter));
    while let Some(row) = rows.next().await {
        line(&mut out.buffer, seen(scope, row?.fields(&scope.place.time_zone)).map(neutral));
        out.pass().await?;
    }
    Ok(())
}

/// The same as a workbook in the reader's language. It is made as a whole, since its index stands at its end.
///
/// # Errors
/// As [`csv`].
pub async fn xlsx(scope: &Scope, filter: &PeopleFilter) -> Result<Download> {
    scope.require(Permission::MembersExport)?;
    let place = scope.downloads.take()?;
    note(scope, filter, "xlsx").await?;
    let language = scope.reader().language();
    let head: Vec<&str> = seen(scope, HEAD).map(|key| language.text(key)).collect();
    let lines = lines(scope, filter, language).await?;
    let book = tokio::task::spawn_blocking(move || workbook(language, &head, &lines)).await.map_err(anyhow::Error::from)?;
    let book = Bytes::from(book.map_err(anyhow::Error::from)?);
    let pieces = (0..book.len()).step_by(PIECE).map(move |from| Ok(book.slice(from..book.len().min(from + PIECE))));
    // The place is given back with the last piece.
    let body = streams::iter(pieces)
        .chain(streams::once(async move {
            drop(place);
            Ok(Bytes::new())
        }))
        .boxed();
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Download { file_name: file_name(scope, "xlsx"), media_type, body })
}

/// What stands in the workbook below its head.
async fn lines(scope: &Scope, filter: &PeopleFilter, language: Language) -> Result<Vec<Vec<Cell>>> {
    let mut tx = scope.db.snapshot().await?;
    let rows: Vec<Row> = tx.all(rows(), arguments(scope, filter)).await?;
    let place = &scope.place;
    Ok(rows.into_iter().map(|row| seen(scope, row.cells(language, place.teacher_label, &place.time_zone)).collect()).collect())
}

/// Texts stay texts, whatever they begin with: a workbook says which cells are formulas.
fn workbook(language: Language, head: &[&str], lines: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let (day, instant) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("yyyy-mm-dd hh:mm"));
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(language.text(t::PEOPLE))?;
    sheet.set_right_to_left(language.locale().dir() == "rtl").set_freeze_panes(1, 0)?;
    for (column, name) in (0_u16..).zip(head) {
        sheet.set_column_width(column, 22)?;
        sheet.write_string_with_format(0, column, *name, &bold)?;
    }
    for (row, line) in (1_u32..).zip(lines) {
        for (column, cell) in (0_u16..).zip(line) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                Cell::Day(date) => sheet.write_datetime_with_format(row, column, date, &day)?,
                Cell::Instant(date) => sheet.write_datetime_with_format(row, column, date, &instant)?,
            };
        }
    }
    book.save_to_buffer()
}
