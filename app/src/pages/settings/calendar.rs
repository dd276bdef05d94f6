use model::settings::calendar::{CalendarPage, HolidayCard, Span, TermCard, YearCard};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, CreateHoliday, CreateYear};
use super::fields::SpanFields;
use super::head::{Head, Part};
use crate::prelude::*;

#[component]
pub fn Calendar() -> impl IntoView {
    let school = use_school();
    let page = Resource::new(move || school.get(), api::show_calendar);
    view! { <Loaded of=page view=move |page: CalendarPage| view! { <Whole school=school.get_untracked() page/> }.into_any()/> }
}

#[component]
fn Whole(school: String, page: CalendarPage) -> impl IntoView {
    let base = format!("/s/{school}/settings");
    let CalendarPage { years, holidays } = page;
    let none = years.is_empty().then(|| view! { <EmptyState icon="calendar" title=t(s::NO_YEARS) text=t(s::NO_YEARS_HINT)/> });
    let year = |year| view! { <Year base=base.clone() year/> };
    view! {
        <Head school=school.clone() part=Part::Calendar/>
        <div class="split">
            <div class="stack stack-wide">
                <h2>{t(s::YEARS)}</h2>
                {none}
                {years.into_iter().map(year).collect_view()}
                <NewSpan school=school.clone() path=CreateYear::PATH of="year" title=s::NEW_YEAR hint=s::YEAR_NAME_HINT act=s::ADD_YEAR/>
            </div>
            <aside>
                <Holidays base=base.clone() holidays/>
                <NewSpan school path=CreateHoliday::PATH of="holiday" title=s::NEW_HOLIDAY hint=s::HOLIDAY_NAME_HINT act=s::ADD_HOLIDAY/>
            </aside>
        </div>
    }
}

#[component]
fn Year(base: String, year: YearCard) -> impl IntoView {
    let name = year.span.name.clone();
    view! {
        <section class="panel" data-year=name>
            <header>
                <h3><A href=format!("{base}/years/{}", year.id)>{year.span.name}</A></h3>
                {year.span.now.then(|| view! { <Badge tone=Tone::Good>{t(s::NOW)}</Badge> })}
            </header>
            <p class="muted">{year.span.words}</p>
            <Terms base terms=year.terms/>
        </section>
    }
}

/// The terms of a year.
#[component]
pub fn Terms(base: String, terms: Vec<TermCard>) -> impl IntoView {
    let none = terms.is_empty().then(|| view! { <p class="muted">{t(s::NO_TERMS)}</p> });
    let line = |term: TermCard| view! { <Days href=format!("{base}/terms/{}", term.id) span=term.span/> };
    view! {
        {none}
        <ul class="list">{terms.into_iter().map(line).collect_view()}</ul>
    }
}

#[component]
fn Holidays(base: String, holidays: Vec<HolidayCard>) -> impl IntoView {
    let none = holidays.is_empty().then(|| view! { <p class="muted">{t(s::NO_HOLIDAYS)}</p> });
    let line = |holiday: HolidayCard| view! { <Days href=format!("{base}/holidays/{}", holiday.id) span=holiday.span/> };
    view! {
        <section class="panel" id="holidays">
            <header><h2>{t(s::HOLIDAYS)}</h2></header>
            {none}
            <ul class="list">{holidays.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Days(href: String, span: Span) -> impl IntoView {
    view! {
        <li>
            <div>
                <A href=href attr:class="title">{span.name}</A>
                <span class="meta muted">{span.words}</span>
            </div>
            {span.now.then(|| view! { <Badge tone=Tone::Good>{t(s::NOW)}</Badge> })}
        </li>
    }
}

/// The form for a further year or holiday.
#[component]
fn NewSpan(school: String, path: &'static str, of: &'static str, title: Key, hint: Key, act: Key) -> impl IntoView {
    let form = FormState::plain(path);
    view! {
        <section class="panel panel-form">
            <h2>{t(title)}</h2>
            <form method="post" action=path class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school/>
                <SpanFields form of hint span=None/>
                <Button variant=Variant::Quiet icon="plus">{t(act)}</Button>
            </form>
        </section>
    }
}
