use model::classes::ClassPage;
use model::limits;
use model::text::start as s;
use server_fn::ServerFn;

use super::api;
use super::steps::{Step, StepHead, Ways};
use crate::prelude::*;

/// The first class.
#[component]
pub fn FirstClass() -> impl IntoView {
    let school = use_school();
    let newest = Resource::new(move || school.get(), api::newest_class);
    let draw = move |newest: Option<ClassPage>| {
        let school = school.get_untracked();
        let hint = match &newest {
            Some(class) => tf(s::CLASS_MADE, &[("class", &class.name)]),
            None => t(s::CLASS_HINT).to_owned(),
        };
        let (back, on) = (Some(Step::Term.path(&school)), Step::People.path(&school));
        view! {
            <StepHead school=school.clone() step=Step::Class title=s::CLASS_TITLE hint/>
            <section class="panel panel-form">
                <NewClass school/>
                <Ways back on/>
            </section>
        }
        .into_any()
    };
    view! { <Loaded of=newest view=draw/> }
}

#[component]
fn NewClass(school: String) -> impl IntoView {
    let form = FormState::plain(api::StartClass::PATH);
    view! {
        <form method="post" action=api::StartClass::PATH class="form">
            <FormProblem form/>
            <input type="hidden" name="school" value=school/>
            <Field
                label=t(s::CLASS_NAME)
                name=form.name("name")
                value=form.typed("name")
                error=form.problem("name")
                hint=t(s::CLASS_NAME_HINT)
                maxlength=limits::CLASS_NAME
                required=true
            />
            <Button>{t(s::CREATE)}</Button>
        </form>
    }
}
