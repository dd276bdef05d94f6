use model::classes::ClassPage;
use model::limits;
use model::text::courses as c;

use super::api::CreateCourse;
use crate::pages::classes::api::show_class;
use crate::prelude::*;

/// A new course for a class, for those who teach it.
#[component]
pub fn CourseNew() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let class = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move {
            let class = show_class(school, id.ok_or(model::Error::NotFound)?, 1).await?;
            if class.may_create_courses { Ok(class) } else { Err(model::Error::Forbidden) }
        },
    );
    view! {
        <Title text=t(c::NEW)/>
        <Loaded of=class view=move |class: ClassPage| view! { <NewForm school=school.get_untracked() class/> }.into_any()/>
    }
}

#[component]
fn NewForm(school: String, class: ClassPage) -> impl IntoView {
    let create = ServerAction::<CreateCourse>::new();
    let form = FormState::of(create);
    view! {
        <PageHead title=t(c::NEW) subtitle=tf(c::FOR_CLASS, &[("class", &class.name)])/>
        <section class="panel panel-form">
            <ActionForm action=create attr:class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="class" value=class.id.to_string()/>
                <Field
                    label=t(c::TITLE)
                    name=form.name("title")
                    value=form.typed("title")
                    error=form.problem("title")
                    maxlength=limits::TITLE
                    required=true
                />
                <TextArea
                    label=t(c::SUMMARY)
                    name=form.name("summary")
                    value=form.typed("summary")
                    error=form.problem("summary")
                    hint=t(c::SUMMARY_HINT)
                    maxlength=limits::BRIEF
                />
                <Button busy=form.busy()>{t(c::CREATE)}</Button>
            </ActionForm>
        </section>
    }
}
