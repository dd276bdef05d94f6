//! Academic years with their terms, and holidays: days without a zone, both ends included.

use serde::{Deserialize, Serialize};

use crate::ids::{HolidayId, TermId, YearId};
use crate::{Check, Day, Problem, Result, limits};

/// A year, a term or a holiday as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpanForm {
    pub name: String,
    /// The first day, ISO 8601.
    pub starts_on: String,
    /// The last day.
    pub ends_on: String,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default)]
    pub drawn: String,
}

impl SpanForm {
    /// The seal of a year, a term or a holiday.
    pub fn drawn_from(name: &str, starts_on: Day, ends_on: Day) -> String {
        crate::drawn::of([name, &starts_on.to_string(), &ends_on.to_string()])
    }

    /// The first and the last day.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<(Day, Day)> {
        let (first, last) = (self.starts_on.trim().parse::<Day>().ok(), self.ends_on.trim().parse::<Day>().ok());
        Check::new()
            .line("name", &self.name, limits::NAME)
            .ensure(first.is_some(), "starts_on", Problem::NotADay)
            .ensure(last.is_some(), "ends_on", Problem::NotADay)
            .ensure(first <= last, "ends_on", Problem::EndsBeforeItStarts)
            .done()?;
        first.zip(last).ok_or_else(|| crate::Error::field("starts_on", Problem::NotADay))
    }
}

/// The first academic year of a school with its first term, as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FirstTermForm {
    pub year: SpanForm,
    pub term: SpanForm,
}

/// A year, a term or a holiday.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    pub name: String,
    pub starts_on: Day,
    pub ends_on: Day,
    /// Both days in words.
    pub words: String,
    /// The last day in words.
    pub until: String,
    /// Whether today is one of its days.
    pub now: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearCard {
    pub id: YearId,
    pub span: Span,
    /// The first one first.
    pub terms: Vec<TermCard>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermCard {
    pub id: TermId,
    pub year_id: YearId,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HolidayCard {
    pub id: HolidayId,
    pub span: Span,
}

/// Everything of the school's calendar, the latest year first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CalendarPage {
    pub years: Vec<YearCard>,
    pub holidays: Vec<HolidayCard>,
}

/// The calendar as every member reads it: what goes on and what is to come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenCalendar {
    /// Today in words.
    pub today: String,
    /// Those that have not ended, the first one first.
    pub years: Vec<OpenYear>,
    /// Those to come that lie in none of the years.
    pub holidays: Vec<Span>,
    /// Whether the reader may change it.
    pub can_change: bool,
}

impl OpenCalendar {
    /// The term that goes on.
    pub fn term(&self) -> Option<&Span> {
        self.years.iter().flat_map(|year| &year.terms).find(|term| term.now)
    }
}

/// An academic year with what lies in it, each list in the order of its days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenYear {
    pub span: Span,
    pub terms: Vec<Span>,
    pub holidays: Vec<Span>,
}

/// Where the school is in its year today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Today {
    /// The term that goes on.
    pub term: Option<Span>,
    /// The holiday that goes on or comes next.
    pub holiday: Option<Span>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_ends_on_its_first_day_or_later() {
        let form = |from: &str, to: &str| SpanForm {
            name: "Term 1".into(),
            starts_on: from.into(),
            ends_on: to.into(),
            ..SpanForm::default()
        };
        let day: Day = "2026-09-07".parse().unwrap();
        assert_eq!(form("2026-09-07", " 2026-09-07 ").validate(), Ok((day, day)));
        for (from, to, field, problem) in [
            ("2026-09-07", "2026-09-06", "ends_on", Problem::EndsBeforeItStarts),
            ("7 September", "2026-09-06", "starts_on", Problem::NotADay),
            ("2026-09-07", "", "ends_on", Problem::NotADay),
        ] {
            assert_eq!(form(from, to).validate().unwrap_err().problem_of(field), Some(problem), "{from} {to}");
        }
    }
}
