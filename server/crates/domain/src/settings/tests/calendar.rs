use model::ids::{HolidayId, TermId, YearId};
use model::settings::calendar::{Span, SpanForm};
use model::{Error, Problem};
use store::testing::each_db;

use super::audited;
use crate::settings::{calendar, holidays, terms};
use crate::testing::Scene;
use crate::{Scope, dashboards};

fn span(name: &str, starts_on: &str, ends_on: &str) -> SpanForm {
    SpanForm { name: name.into(), starts_on: starts_on.into(), ends_on: ends_on.into(), ..SpanForm::default() }
}

async fn year(scope: &Scope) -> YearId {
    calendar::create_year(scope, &span("2026/27", "2026-09-07", "2027-07-16")).await.unwrap()
}

#[tokio::test]
async fn a_year_has_terms_and_the_dashboard_shows_the_one_that_goes_on_and_the_next_holiday() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let year = year(&it.admin).await;
        assert_eq!(self::year(&it.admin).await, year, "a double click adds one");
        let autumn = span("Autumn term", "2026-09-07", "2026-12-18");
        let term = terms::create(&it.admin, year, &autumn).await.unwrap();
        assert_eq!(terms::create(&it.admin, year, &autumn).await.unwrap(), term);
        terms::create(&it.admin, year, &span("Spring term", "2027-01-11", "2027-03-26")).await.unwrap();
        for (name, from, until) in [
            ("Past", "2026-10-01", "2026-10-02"),
            ("Christmas", "2026-12-19", "2027-01-10"),
            ("Founders' day", "2026-11-30", "2026-11-30"),
        ] {
            holidays::create(&it.admin, &span(name, from, until)).await.unwrap();
        }
        let page = calendar::show(&it.admin).await.unwrap();
        assert_eq!((page.years.len(), page.years[0].terms.len(), page.holidays.len()), (1, 2, 3));
        assert_eq!(page.years[0].terms[0].span.words, "7 Sep 2026 – 18 Dec 2026");
        for scope in [&it.admin, &it.student] {
            let today = dashboards::show(scope).await.unwrap().calendar;
            let term = today.term.unwrap();
            assert_eq!((term.name.as_str(), term.until.as_str(), term.now), ("Autumn term", "18 Dec 2026", true));
            let holiday = today.holiday.unwrap();
            assert_eq!((holiday.name.as_str(), holiday.words.as_str(), holiday.now), ("Founders' day", "30 Nov 2026", false));
        }
        let other = it.other();
        assert_eq!(dashboards::show(&other.admin).await.unwrap().calendar, Default::default());
        assert_eq!(calendar::show(&other.admin).await.unwrap(), Default::default());
    })
    .await;
}

#[tokio::test]
async fn every_member_reads_the_years_that_have_not_ended_and_another_school_sees_nothing_of_them() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        calendar::create_year(&it.admin, &span("2025/26", "2025-09-08", "2026-07-17")).await.unwrap();
        calendar::create_year(&it.admin, &span("2027/28", "2027-09-06", "2028-07-14")).await.unwrap();
        let year = year(&it.admin).await;
        terms::create(&it.admin, year, &span("Spring", "2027-01-11", "2027-03-26")).await.unwrap();
        terms::create(&it.admin, year, &span("Autumn", "2026-09-07", "2026-12-18")).await.unwrap();
        for (name, from, until) in [
            ("Last summer", "2026-07-18", "2026-09-06"),
            ("Harvest", "2026-10-01", "2026-10-02"),
            ("Long summer", "2027-07-17", "2027-09-05"),
            ("Open doors", "2027-09-06", "2027-09-06"),
        ] {
            holidays::create(&it.admin, &span(name, from, until)).await.unwrap();
        }
        fn names(spans: &[Span]) -> Vec<&str> {
            spans.iter().map(|span| span.name.as_str()).collect()
        }
        for (scope, can_change) in [(&it.student, false), (&it.teacher, false), (&it.admin, true)] {
            let page = calendar::read(scope).await.unwrap();
            let years: Vec<_> = page.years.iter().map(|year| (year.span.name.as_str(), year.span.now)).collect();
            assert_eq!(years, [("2026/27", true), ("2027/28", false)]);
            assert_eq!(page.term().map(|term| term.name.as_str()), Some("Autumn"));
            assert_eq!(names(&page.years[0].terms), ["Autumn", "Spring"]);
            assert_eq!(names(&page.years[0].holidays), ["Harvest"]);
            assert_eq!(names(&page.years[1].holidays), ["Open doors"]);
            assert_eq!(names(&page.holidays), ["Long summer"], "what is over and in no year is gone");
            assert_eq!(page.can_change, can_change);
        }
        let page = calendar::read(&it.other().admin).await.unwrap();
        assert_eq!((page.years, page.holidays), (Vec::new(), Vec::new()));
    })
    .await;
}

#[tokio::test]
async fn days_that_are_anothers_are_refused_with_its_name() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let year = year(&it.admin).await;
        let autumn = terms::create(&it.admin, year, &span("Autumn", "2026-09-07", "2026-12-18")).await.unwrap();
        let spring = terms::create(&it.admin, year, &span("Spring", "2026-12-19", "2027-03-26")).await.unwrap();
        let clash = |field: &str, problem, name: &str| Err(Error::clash(field, problem, name));
        let refused = |result: crate::Result<()>| result.map_err(crate::Error::answer);
        let late = span("Late", "2026-12-18", "2026-12-20");
        assert_eq!(
            refused(terms::create(&it.admin, year, &late).await.map(|_| ())),
            clash("starts_on", Problem::Overlaps, "Autumn")
        );
        let longer = span("Spring", "2026-12-18", "2027-03-26");
        assert_eq!(
            refused(terms::save(&it.admin, spring, &longer).await.map(|_| ())),
            clash("starts_on", Problem::Overlaps, "Autumn")
        );
        let outside = span("Summer", "2027-07-01", "2027-07-17");
        assert_eq!(
            refused(terms::create(&it.admin, year, &outside).await.map(|_| ())),
            clash("ends_on", Problem::OutsideYear, "2026/27")
        );
        let shorter = span("2026/27", "2026-09-08", "2027-07-16");
        assert_eq!(
            refused(calendar::save_year(&it.admin, year, &shorter).await),
            clash("ends_on", Problem::TermsOutside, "Autumn")
        );
        let next = span("2027/28", "2027-07-16", "2028-07-14");
        assert_eq!(
            refused(calendar::create_year(&it.admin, &next).await.map(|_| ())),
            clash("starts_on", Problem::Overlaps, "2026/27")
        );
        assert!(calendar::create_year(&it.other().admin, &next).await.is_ok(), "another school has its own years");
        // Its own days are no clash, and the same days again change nothing.
        for _ in 0..2 {
            terms::save(&it.admin, autumn, &span("Autumn", "2026-09-07", "2026-12-17")).await.unwrap();
        }
        let (count, detail) = audited(&it, "term.changed").await;
        assert!(count == 1 && detail.contains("2026-12-18") && detail.contains("2026-12-17"), "{count} {detail}");
    })
    .await;
}

#[tokio::test]
async fn two_terms_added_at_once_do_not_come_to_overlap() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let year = year(&it.admin).await;
        let (one, two) = (span("One", "2026-09-07", "2026-12-18"), span("Two", "2026-12-01", "2027-02-01"));
        let (first, second) = tokio::join!(terms::create(&it.admin, year, &one), terms::create(&it.admin, year, &two));
        assert!(first.is_ok() != second.is_ok(), "one of them");
        assert_eq!(calendar::show_year(&it.admin, year).await.unwrap().terms.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_calendar_of_a_school_is_reached_by_no_other_and_what_is_removed_is_removed_once() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let year = year(&it.admin).await;
        let form = span("Autumn", "2026-09-07", "2026-12-18");
        let term = terms::create(&it.admin, year, &form).await.unwrap();
        let holiday = holidays::create(&it.admin, &form).await.unwrap();
        let answers = async |scope: &Scope, year: YearId, term: TermId, holiday: HolidayId| {
            let answers = [
                calendar::show_year(scope, year).await.map(|_| ()),
                calendar::save_year(scope, year, &form).await,
                calendar::remove_year(scope, year).await,
                terms::show(scope, term).await.map(|_| ()),
                terms::create(scope, year, &form).await.map(|_| ()),
                terms::save(scope, term, &form).await.map(|_| ()),
                terms::remove(scope, term).await,
                holidays::show(scope, holiday).await.map(|_| ()),
                holidays::save(scope, holiday, &form).await,
                holidays::remove(scope, holiday).await,
            ];
            answers.map(|answer| answer.unwrap_err().answer())
        };
        assert!(answers(&it.other().admin, year, term, holiday).await.iter().all(|it| *it == Error::NotFound));
        assert!(answers(&it.admin, YearId::new(), TermId::new(), HolidayId::new()).await.iter().all(|it| *it == Error::NotFound));
        assert!(answers(&it.teacher, year, term, holiday).await.iter().all(|it| *it == Error::Forbidden));
        for _ in 0..2 {
            holidays::remove(&it.admin, holiday).await.unwrap();
            calendar::remove_year(&it.admin, year).await.unwrap();
        }
        assert_eq!(terms::show(&it.admin, term).await.unwrap_err().answer(), Error::NotFound, "its terms went with it");
        for action in ["holiday.removed", "year.removed"] {
            assert_eq!(audited(&it, action).await.0, 1, "{action}");
        }
        let later = Scene::at(&it.admin, it.admin.now.plus_minutes(2));
        assert_eq!(calendar::remove_year(&later, year).await.unwrap_err().answer(), Error::NotFound, "no double click any more");
    })
    .await;
}
