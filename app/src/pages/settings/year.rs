use model::settings::calendar::YearCard;
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, CreateTerm, RemoveYear, SaveYear};
use super::calendar::Terms;
use super::fields::{Hidden, Remove, SpanFields};
use super::head::{InnerHead, Part};
use crate::prelude::*;

#[component]
pub fn YearShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let year = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_year(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! { <Loaded of=year view=move |year: YearCard| view! { <Year school=school.get_untracked() year/> }.into_any()/> }
}

#[component]
fn Year(school: String, year: YearCard) -> impl IntoView {
    let YearCard { id, span, terms } = year;
    let (form, term) = (FormState::plain(SaveYear::PATH), FormState::plain(CreateTerm::PATH));
    let named = vec![("school", school.clone()), ("id", id.to_string())];
    view! {
        <InnerHead school=school.clone() part=Part::Calendar title=span.name.clone()/>
        <section class="panel" id="terms">
            <h2>{t(s::TERMS)}</h2>
            <Terms base=format!("/s/{school}/settings") terms/>
        </section>
        <section class="panel panel-form" id="new-term">
            <h2>{t(s::NEW_TERM)}</h2>
            <form method="post" action=CreateTerm::PATH class="form">
                <FormProblem form=term/>
                <Hidden fields=vec![("school", school), ("year", id.to_string())]/>
                <SpanFields form=term of="term" hint=s::TERM_NAME_HINT span=None/>
                <Button variant=Variant::Quiet icon="plus">{t(s::ADD_TERM)}</Button>
            </form>
        </section>
        <section class="panel panel-form" id="year">
            <h2>{span.name.clone()}</h2>
            <form method="post" action=SaveYear::PATH class="form">
                <FormProblem form/>
                <Hidden fields=named.clone()/>
                <SpanFields form of="year" hint=s::YEAR_NAME_HINT span=Some(span)/>
                <Button>{t(s::SAVE)}</Button>
            </form>
        </section>
        <Remove path=RemoveYear::PATH fields=named label=s::REMOVE_YEAR question=s::REMOVE_YEAR_ASK/>
    }
}
