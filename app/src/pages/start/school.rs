use model::limits;
use model::schools::SchoolForm;
use model::text::{accounts as a, start as s};
use server_fn::ServerFn;

use super::api::{self, CorrectSchool};
use super::steps::{Step, StepHead, Ways};
use crate::pages::accounts::api::time_zones;
use crate::pages::accounts::fields::{MoneyAndLanguage, ZoneField};
use crate::prelude::*;

/// What was written when the school was founded, to be put right.
#[component]
pub fn StartSchool() -> impl IntoView {
    let school = use_school();
    let data =
        Resource::new(move || school.get(), |school| async move { Ok((api::show_founding(school).await?, time_zones().await?)) });
    view! {
        <Loaded of=data view=move |(founded, zones): (SchoolForm, Vec<String>)| {
            let school = school.get_untracked();
            let on = Step::Term.path(&school);
            view! {
                <StepHead school=school.clone() step=Step::School title=s::SCHOOL_TITLE hint=t(s::SCHOOL_HINT).to_owned()/>
                <section class="panel panel-form">
                    <Fields school founded zones/>
                    <Ways back=None on/>
                </section>
            }
                .into_any()
        }/>
    }
}

#[component]
fn Fields(school: String, founded: SchoolForm, zones: Vec<String>) -> impl IntoView {
    let form = FormState::plain(CorrectSchool::PATH);
    // What was typed and refused stands in the place of what is.
    let again = form.refused().get_untracked();
    let value = move |field: &str, now: String| if again { form.typed(field) } else { now };
    let chosen = (value("currency", founded.currency), value("locale", founded.locale));
    view! {
        <form method="post" action=CorrectSchool::PATH class="form">
            <FormProblem form/>
            <input type="hidden" name="school" value=school/>
            <Field
                label=t(a::SCHOOL_NAME)
                name=form.name("name")
                value=value("name", founded.name)
                error=form.problem("name")
                autocomplete="organization"
                maxlength=limits::SCHOOL_NAME
                required=true
            />
            <ZoneField
                label=a::TIME_ZONE
                name=form.name("time_zone")
                zones
                selected=value("time_zone", founded.time_zone)
                error=form.problem("time_zone")
            />
            <MoneyAndLanguage form currency="currency" locale="locale" chosen/>
            <Button>{t(s::SAVE)}</Button>
        </form>
    }
}
