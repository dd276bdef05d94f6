use model::settings::calendar::{HolidayCard, Span, TermCard};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, RemoveHoliday, RemoveTerm, SaveHoliday, SaveTerm};
use super::fields::{Hidden, Remove, SpanFields};
use super::head::{InnerHead, Part};
use crate::prelude::*;

#[component]
pub fn TermShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let term = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_term(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Loaded of=term view=move |term: TermCard| {
            let named = vec![("school", school.get_untracked()), ("id", term.id.to_string())];
            view! {
                <Dates named path=SaveTerm::PATH hint=s::TERM_NAME_HINT span=term.span/>
                <Remove
                    path=RemoveTerm::PATH
                    fields=vec![("school", school.get_untracked()), ("id", term.id.to_string())]
                    label=s::REMOVE_TERM
                    question=s::REMOVE_TERM_ASK
                />
            }
                .into_any()
        }/>
    }
}

#[component]
pub fn HolidayShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let holiday = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_holiday(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Loaded of=holiday view=move |holiday: HolidayCard| {
            let named = vec![("school", school.get_untracked()), ("id", holiday.id.to_string())];
            view! {
                <Dates named path=SaveHoliday::PATH hint=s::HOLIDAY_NAME_HINT span=holiday.span/>
                <Remove
                    path=RemoveHoliday::PATH
                    fields=vec![("school", school.get_untracked()), ("id", holiday.id.to_string())]
                    label=s::REMOVE_HOLIDAY
                    question=s::REMOVE_HOLIDAY_ASK
                />
            }
                .into_any()
        }/>
    }
}

/// The form of a term or a holiday.
#[component]
fn Dates(named: Vec<(&'static str, String)>, path: &'static str, hint: Key, span: Span) -> impl IntoView {
    let form = FormState::plain(path);
    let school = named.first().map(|(_, school)| school.clone()).unwrap_or_default();
    view! {
        <InnerHead school part=Part::Calendar title=span.name.clone()/>
        <section class="panel panel-form">
            <form method="post" action=path class="form">
                <FormProblem form/>
                <Hidden fields=named/>
                <SpanFields form of="dates" hint span=Some(span)/>
                <Button>{t(s::SAVE)}</Button>
            </form>
        </section>
    }
}
