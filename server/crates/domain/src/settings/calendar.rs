//! The school's year: the whole calendar and the academic years.

use model::accounts::nested;
use model::ids::{HolidayId, TermId, YearId};
use model::settings::calendar::{
    CalendarPage, FirstTermForm, HolidayCard, OpenCalendar, OpenYear, Span, SpanForm, TermCard, YearCard,
};
use model::{Check, Day, Error, Permission, Problem};
use serde_json::{Value, json};
use store::{args, sql};

use super::{change, lock, removed, terms};
use crate::accounts::fold;
use crate::scope::Actor;
use crate::{Result, Scope, Work, drawn, twice};

/// Days with a name, as any of the tables keeps them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Row {
    pub name: String,
    pub starts_on: Day,
    pub ends_on: Day,
}

impl Row {
    pub(super) fn of(form: &SpanForm) -> Result<Row> {
        let (starts_on, ends_on) = form.validate()?;
        Ok(Row { name: form.name.trim().to_owned(), starts_on, ends_on })
    }

    pub(super) fn is(&self, other: &Row) -> bool {
        (&self.name, self.starts_on, self.ends_on) == (&other.name, other.starts_on, other.ends_on)
    }

    /// Refuses a form that was drawn from another.
    pub(super) fn check(&self, form: &SpanForm) -> Result<()> {
        drawn::check(&form.drawn, &SpanForm::drawn_from(&self.name, self.starts_on, self.ends_on))
    }

    pub(super) fn json(&self) -> Value {
        json!({ "name": self.name, "starts_on": self.starts_on, "ends_on": self.ends_on })
    }

    pub(crate) fn span(self, scope: &Scope) -> Span {
        let (reader, today) = (scope.reader(), scope.reader().today(scope.now));
        let (from, until) = (reader.date(self.starts_on), reader.date(self.ends_on));
        let words = if self.starts_on == self.ends_on { until.clone() } else { format!("{from} – {until}") };
        let now = (self.starts_on..=self.ends_on).contains(&today);
        Span { name: self.name, starts_on: self.starts_on, ends_on: self.ends_on, words, until, now }
    }
}

/// A row with what it is and whose.
#[derive(sqlx::FromRow)]
struct Part {
    part: String,
    id: String,
    owner: String,
    #[sqlx(flatten)]
    row: Row,
}

/// Every year with its terms, the latest first, and every holiday.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub async fn show(scope: &Scope) -> Result<CalendarPage> {
    scope.require(Permission::SchoolSettings)?;
    whole(scope).await
}

/// The years that have not ended with their terms and holidays, and the holidays to come that lie in none: for every
/// member.
///
/// # Errors
/// As the database answers.
pub async fn read(scope: &Scope) -> Result<OpenCalendar> {
    let today = scope.reader().today(scope.now);
    let page = whole(scope).await?;
    let mut holidays: Vec<Span> = page.holidays.into_iter().map(|it| it.span).collect();
    let mut years = Vec::new();
    for YearCard { span, terms, .. } in page.years.into_iter().rev().filter(|year| year.span.ends_on >= today) {
        let (inside, others): (Vec<Span>, Vec<Span>) =
            holidays.into_iter().partition(|it| it.starts_on <= span.ends_on && it.ends_on >= span.starts_on);
        holidays = others;
        years.push(OpenYear { span, terms: terms.into_iter().map(|it| it.span).collect(), holidays: inside });
    }
    holidays.retain(|it| it.ends_on >= today);
    Ok(OpenCalendar { today: scope.reader().day(scope.now), years, holidays, can_change: scope.can(Permission::SchoolSettings) })
}

/// All of the calendar, the latest year first.
async fn whole(scope: &Scope) -> Result<CalendarPage> {
    let parts: Vec<Part> = scope
        .db
        .all(
            sql!(
                "select part, id, owner, name, starts_on, ends_on from (
                   select cast('a year' as text) as part, id, '' as owner, name, starts_on, ends_on
                   from academic_years where school_id = $1
                   union all
                   select 'b term', id, year_id, name, starts_on, ends_on from terms where school_id = $1
                   union all
                   select 'c holiday', id, '', name, starts_on, ends_on from holidays where school_id = $1
                 ) as parts order by part, starts_on, id"
            ),
            args![scope.school_id()],
        )
        .await?;
    let odd = |error: model::ParseTextError| anyhow::anyhow!(error);
    let mut page = CalendarPage::default();
    for Part { part, id, owner, row } in parts {
        let span = row.span(scope);
        match part.as_str() {
            "a year" => page.years.push(YearCard { id: id.parse().map_err(odd)?, span, terms: Vec::new() }),
            "b term" => {
                let card = TermCard { id: id.parse::<TermId>().map_err(odd)?, year_id: owner.parse().map_err(odd)?, span };
                if let Some(year) = page.years.iter_mut().find(|year| year.id == card.year_id) {
                    year.terms.push(card);
                }
            }
            _ => page.holidays.push(HolidayCard { id: id.parse::<HolidayId>().map_err(odd)?, span }),
        }
    }
    page.years.reverse();
    Ok(page)
}

/// One academic year with its terms.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn show_year(scope: &Scope, id: YearId) -> Result<YearCard> {
    let page = show(scope).await?;
    page.years.into_iter().find(|year| year.id == id).ok_or_else(|| Error::NotFound.into())
}

/// Adds an academic year.
///
/// # Errors
/// `Invalid` on `name` for one that there is, on `starts_on` with the year whose days these are.
pub async fn create_year(scope: &Scope, form: &SpanForm) -> Result<YearId> {
    scope.require(Permission::SchoolSettings)?;
    let row = Row::of(form)?;
    let mut work = scope.begin().await?;
    lock(&mut work, scope.school_id()).await?;
    let id = add_year(&mut work, scope, &row).await?;
    work.commit().await?;
    Ok(id)
}

/// Adds a school's first academic year with its first term.
///
/// # Errors
/// As [`create_year`] and [`terms::create`], the fields named `year[name]`, `term[name]` and so on.
pub async fn create_first_term(scope: &Scope, form: &FirstTermForm) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let (year, term) = match (Row::of(&form.year), Row::of(&form.term)) {
        (Ok(year), Ok(term)) => (year, term),
        (year, term) => {
            let mut check = Check::new();
            for (outer, row) in [("year", year), ("term", term)] {
                nested(&mut check, outer, row.map(|_| ()).map_err(Error::from));
            }
            return Ok(check.done()?);
        }
    };
    let mut work = scope.begin().await?;
    lock(&mut work, scope.school_id()).await?;
    let year = add_year(&mut work, scope, &year).await.map_err(|error| error.within("year"))?;
    terms::add(&mut work, scope, year, &term).await.map_err(|error| error.within("term"))?;
    work.commit().await
}

/// Adds a year, under the school's lock; the second of two clicks finds the first one's.
async fn add_year(work: &mut Work, scope: &Scope, row: &Row) -> Result<YearId> {
    let school = scope.school_id();
    let twin: Option<(YearId,)> = work
        .tx
        .maybe(
            sql!(
                "select id from academic_years
                 where school_id = $1 and name = $2 and starts_on = $3 and ends_on = $4 and created_at > $5"
            ),
            args![school, row.name.as_str(), row.starts_on, row.ends_on, twice::since(scope.now)],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    let id = YearId::new();
    refuse_overlap(work, scope, id, row).await?;
    work.tx
        .run(
            sql!(
                "insert into academic_years (school_id, id, name, name_key, starts_on, ends_on, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![school, id, row.name.as_str(), fold(&row.name), row.starts_on, row.ends_on, scope.now],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("year.created", id, row.json()).await?;
    Ok(id)
}

/// Changes an academic year.
///
/// # Errors
/// As [`create_year`]; on `ends_on` with the term that would lie outside; `NotFound` when it is not the school's; `Conflict`
/// when somebody changed it since the form was drawn.
pub async fn save_year(scope: &Scope, id: YearId, form: &SpanForm) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let (school, row) = (scope.school_id(), Row::of(form)?);
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let before = year(&mut work, scope, id).await?.ok_or(Error::NotFound)?;
    if before.is(&row) {
        return Ok(());
    }
    before.check(form)?;
    refuse_overlap(&mut work, scope, id, &row).await?;
    let outside: Option<(String,)> = work
        .tx
        .maybe(
            sql!(
                "select name from terms where school_id = $1 and year_id = $2 and (starts_on < $3 or ends_on > $4)
                 order by starts_on, id limit 1"
            ),
            args![school, id, row.starts_on, row.ends_on],
        )
        .await?;
    if let Some((term,)) = outside {
        return Err(Error::clash("ends_on", Problem::TermsOutside, &term).into());
    }
    work.tx
        .run(
            sql!(
                "update academic_years set name = $3, name_key = $4, starts_on = $5, ends_on = $6
                 where school_id = $1 and id = $2"
            ),
            args![school, id, row.name.as_str(), fold(&row.name), row.starts_on, row.ends_on],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("year.changed", id, change(before.json(), row.json())).await?;
    work.commit().await
}

/// Removes an academic year with its terms.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn remove_year(scope: &Scope, id: YearId) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let Some(before) = year(&mut work, scope, id).await? else { return removed(&mut work, scope, "year.removed", id).await };
    let terms: Vec<Row> = work
        .tx
        .all(
            sql!("select name, starts_on, ends_on from terms where school_id = $1 and year_id = $2 order by starts_on, id"),
            args![school, id],
        )
        .await?;
    work.tx.run(sql!("delete from terms where school_id = $1 and year_id = $2"), args![school, id]).await?;
    work.tx.run(sql!("delete from academic_years where school_id = $1 and id = $2"), args![school, id]).await?;
    let terms: Vec<Value> = terms.iter().map(Row::json).collect();
    work.audit("year.removed", id, change(json!({ "year": before.json(), "terms": terms }), json!(null))).await?;
    work.commit().await
}

/// The year, under the school's lock.
pub(super) async fn year(work: &mut Work, scope: &Scope, id: YearId) -> Result<Option<Row>> {
    Ok(work
        .tx
        .maybe(
            sql!("select name, starts_on, ends_on from academic_years where school_id = $1 and id = $2"),
            args![scope.school_id(), id],
        )
        .await?)
}

async fn refuse_overlap(work: &mut Work, scope: &Scope, id: YearId, row: &Row) -> Result<()> {
    let other: Option<(String,)> = work
        .tx
        .maybe(
            sql!(
                "select name from academic_years where school_id = $1 and id <> $2 and starts_on <= $4 and ends_on >= $3
                 order by starts_on, id limit 1"
            ),
            args![scope.school_id(), id, row.starts_on, row.ends_on],
        )
        .await?;
    other.map_or(Ok(()), |(name,)| Err(Error::clash("starts_on", Problem::Overlaps, &name).into()))
}
