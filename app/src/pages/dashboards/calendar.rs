use model::settings::calendar::{OpenCalendar, OpenYear, Span};
use model::text::{common, settings as s};

use super::api;
use crate::prelude::*;
use crate::text::facts;

/// The school's calendar as every member reads it.
#[component]
pub fn CalendarShow() -> impl IntoView {
    let school = use_school();
    let calendar = Resource::new(move || school.get(), api::read_calendar);
    view! {
        <Title text=t(s::SCHOOL_CALENDAR)/>
        <Loaded of=calendar view=move |calendar: OpenCalendar| {
            view! { <Whole base=format!("/s/{}", school.get_untracked()) calendar/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(base: String, calendar: OpenCalendar) -> impl IntoView {
    let term = calendar.term().map(|term| tf(s::TERM_UNTIL, &[("term", &term.name), ("day", &term.until)]));
    let term = term.unwrap_or_else(|| t(s::NO_TERM_NOW).to_owned());
    let OpenCalendar { today, years, holidays, can_change } = calendar;
    let subtitle = facts([tf(s::TODAY_IS, &[("day", &today)]), term]);
    let change = format!("{base}/settings/calendar");
    let none = years.is_empty().then(|| {
        view! { <EmptyState icon="calendar" title=t(s::NO_OPEN_YEAR) text=t(s::NO_OPEN_YEAR_HINT)/> }
    });
    let others = (!holidays.is_empty()).then(|| {
        view! {
            <section class="panel" id="other-holidays">
                <h2>{t(s::OTHER_HOLIDAYS)}</h2>
                <Spans spans=holidays none=s::NO_HOLIDAYS/>
            </section>
        }
    });
    let crumbs = vec![(t(common::DASHBOARD).to_owned(), base)];
    view! {
        <PageHead title=t(s::SCHOOL_CALENDAR) subtitle crumbs crumbs_label=t(text::courses::WHERE)>
            {can_change.then(|| view! { <LinkButton href=change icon="pencil">{t(s::CHANGE_CALENDAR)}</LinkButton> })}
        </PageHead>
        <div class="stack stack-wide">
            {none}
            {years.into_iter().map(|year| view! { <Year year/> }).collect_view()}
            {others}
        </div>
    }
}

#[component]
fn Year(year: OpenYear) -> impl IntoView {
    let OpenYear { span, terms, holidays } = year;
    let name = span.name.clone();
    view! {
        <section class="panel" data-year=name>
            <header>
                <h2>{span.name}</h2>
                {span.now.then(|| view! { <Badge tone=Tone::Good>{t(s::NOW)}</Badge> })}
            </header>
            <p class="muted">{span.words}</p>
            <h3>{t(s::TERMS)}</h3>
            <Spans spans=terms none=s::NO_TERMS/>
            <h3>{t(s::HOLIDAYS)}</h3>
            <Spans spans=holidays none=s::NO_HOLIDAYS/>
        </section>
    }
}

/// Terms or holidays; what today is one of is marked.
#[component]
fn Spans(spans: Vec<Span>, none: Key) -> impl IntoView {
    let empty = spans.is_empty().then(|| view! { <p class="muted">{t(none)}</p> });
    let line = |span: Span| {
        view! {
            <li>
                <div>
                    <span class="title">{span.name}</span>
                    <span class="meta muted">{span.words}</span>
                </div>
                {span.now.then(|| view! { <Badge tone=Tone::Good>{t(s::NOW)}</Badge> })}
            </li>
        }
    };
    let lines = (!spans.is_empty()).then(|| view! { <ul class="list">{spans.into_iter().map(line).collect_view()}</ul> });
    view! {
        {empty}
        {lines}
    }
}
