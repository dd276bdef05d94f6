use model::courses::CoursePage;
use model::limits;
use model::text::assignments as a;

use super::api::SetAssignment;
use crate::pages::courses::api::show_course;
use crate::prelude::*;

/// A new assignment in a course, for those who teach it.
#[component]
pub fn AssignmentNew() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let course = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move {
            let course = show_course(school, id.ok_or(model::Error::NotFound)?).await?;
            if course.may_set_assignments { Ok(course) } else { Err(model::Error::Forbidden) }
        },
    );
    view! {
        <Title text=t(a::NEW)/>
        <Loaded of=course view=move |course: CoursePage| view! { <NewForm school=school.get_untracked() course/> }.into_any()/>
    }
}

#[component]
fn NewForm(school: String, course: CoursePage) -> impl IntoView {
    let set = ServerAction::<SetAssignment>::new();
    let form = FormState::of(set);
    view! {
        <PageHead title=t(a::NEW) subtitle=course.title/>
        <section class="panel panel-form">
            <ActionForm action=set attr:class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="course" value=course.id.to_string()/>
                <Field
                    label=t(a::TITLE)
                    name=form.name("title")
                    value=form.typed("title")
                    error=form.problem("title")
                    maxlength=limits::TITLE
                    required=true
                />
                <TextArea
                    label=t(a::BRIEF)
                    name=form.name("brief")
                    value=form.typed("brief")
                    error=form.problem("brief")
                    hint=t(a::BRIEF_HINT)
                    maxlength=limits::BRIEF
                />
                <div class="form-columns">
                    <NumberField
                        label=t(a::POINTS)
                        name=form.name("points")
                        value=form.typed("points")
                        error=form.problem("points")
                        min="0"
                        step="0.01"
                        required=true
                    />
                    <DateTimeField
                        label=t(a::DUE)
                        name=form.name("due")
                        value=form.typed("due")
                        error=form.problem("due")
                        zone=course.zone
                        required=true
                    />
                </div>
                <Button busy=form.busy()>{t(a::SET)}</Button>
            </ActionForm>
        </section>
    }
}
