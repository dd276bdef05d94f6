use model::limits;
use model::text::classes as c;

use super::api::{self, CreateClass};
use crate::prelude::*;

#[component]
pub fn ClassNew() -> impl IntoView {
    let school = use_school();
    let may = Resource::new(move || school.get(), api::new_class);
    view! { <Loaded of=may view={move |()| view! { <NewForm school/> }.into_any()}/> }
}

#[component]
fn NewForm(school: Memo<String>) -> impl IntoView {
    let create = ServerAction::<CreateClass>::new();
    let form = FormState::of(create);
    view! {
        <Title text=t(c::NEW)/>
        <PageHead title=t(c::NEW)/>
        <section class="panel panel-form">
            <ActionForm action=create attr:class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=move || school.get()/>
                <Field
                    label=t(c::NAME)
                    name=form.name("name")
                    value=form.typed("name")
                    error=form.problem("name")
                    hint=t(c::NAME_HINT)
                    maxlength=limits::CLASS_NAME
                    required=true
                />
                <Button busy=form.busy()>{t(c::CREATE)}</Button>
            </ActionForm>
        </section>
    }
}
