use model::settings::calendar::CalendarPage;
use model::text::{settings, start as s};
use server_fn::ServerFn;

use super::api;
use super::steps::{Step, StepHead, Ways};
use crate::pages::settings::api::show_calendar;
use crate::pages::settings::fields::SpanFields;
use crate::prelude::*;

/// The first academic year and its first term.
#[component]
pub fn FirstTerm() -> impl IntoView {
    let school = use_school();
    let calendar = Resource::new(move || school.get(), show_calendar);
    let draw = move |calendar: CalendarPage| {
        let school = school.get_untracked();
        let made = calendar.years.first().and_then(|year| Some((year, year.terms.first()?)));
        let hint = match made {
            Some((year, term)) => tf(s::TERM_MADE, &[("year", &year.span.name), ("term", &term.span.name)]),
            None => t(s::TERM_HINT).to_owned(),
        };
        let new = made.is_none().then(|| view! { <NewTerm school=school.clone()/> });
        let (back, on) = (Some(Step::School.path(&school)), Step::Class.path(&school));
        let done = new.is_none();
        view! {
            <StepHead school step=Step::Term title=s::TERM_TITLE hint/>
            <section class="panel panel-form">{new} <Ways back on done/></section>
        }
        .into_any()
    };
    view! { <Loaded of=calendar view=draw/> }
}

#[component]
fn NewTerm(school: String) -> impl IntoView {
    let form = FormState::plain(api::StartTerm::PATH);
    view! {
        <form method="post" action=api::StartTerm::PATH class="form">
            <FormProblem form/>
            <input type="hidden" name="school" value=school/>
            <fieldset>
                <legend>{t(s::YEAR)}</legend>
                <SpanFields form=form.inner("year") of="year" hint=settings::YEAR_NAME_HINT span=None/>
            </fieldset>
            <fieldset>
                <legend>{t(s::TERM)}</legend>
                <SpanFields form=form.inner("term") of="term" hint=settings::TERM_NAME_HINT span=None/>
            </fieldset>
            <Button>{t(s::CREATE)}</Button>
        </form>
    }
}
