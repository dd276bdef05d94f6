use model::classes::{ClassPage, ClassSettingsForm, NO_DEPARTMENT};
use model::limits;
use model::text::{classes as c, common};
use server_fn::ServerFn;

use super::api::{self, ArchiveClass, LeaveClass, RenameClass};
use super::parts::{ClassHead, Part};
use crate::prelude::*;

/// The name of a class, its department, its end, and the way out of it.
#[component]
pub fn ClassSettings() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let class = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_class(school, id.ok_or(model::Error::NotFound)?, 1).await },
    );
    view! {
        <Loaded of=class view=move |class: ClassPage| view! { <Whole school=school.get_untracked() class/> }.into_any()/>
    }
}

#[component]
fn Whole(school: String, class: ClassPage) -> impl IntoView {
    let manage = class.may_manage.then(|| {
        view! {
            {(!class.archived).then(|| view! { <Rename school=school.clone() class=class.clone()/> })}
            <Archive school=school.clone() class=class.clone()/>
        }
    });
    let leave = class.own_role.is_some().then(|| view! { <Leave school=school.clone() class=class.clone()/> });
    view! {
        <ClassHead school class here=Part::Settings/>
        {manage}
        {leave}
    }
}

#[component]
fn Rename(school: String, class: ClassPage) -> impl IntoView {
    let form = FormState::plain(RenameClass::PATH);
    let typed = form.typed("name");
    let drawn = ClassSettingsForm::drawn_from(&class.name, class.department);
    let department = (!class.departments.is_empty()).then(|| view! { <Department form class=class.clone()/> });
    view! {
        <section class="panel panel-form" id="name">
            // A new document, as the page it leads to is this one: only then is it told that it is saved.
            <form method="post" action=RenameClass::PATH class="form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="class" value=class.id.to_string()/>
                <Field
                    label=t(c::RENAME)
                    name=form.name("name")
                    value=if typed.is_empty() { class.name } else { typed }
                    error=form.problem("name")
                    maxlength=limits::CLASS_NAME
                    required=true
                />
                {department}
                <Button>{t(c::SAVE)}</Button>
            </form>
        </section>
    }
}

/// The department it belongs to, for those who may choose it.
#[component]
fn Department(form: FormState, class: ClassPage) -> impl IntoView {
    let none = match class.department {
        None => Some(String::new()),
        Some(_) => class.may_leave_department.then(|| NO_DEPARTMENT.to_owned()),
    };
    let none = none.map(|value| (value, t(c::NO_DEPARTMENT).to_owned()));
    let choices = class.departments.into_iter().map(|it| (it.id.to_string(), it.name));
    let options: Vec<_> = none.into_iter().chain(choices).collect();
    let typed = form.typed("department");
    let own = class.department.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <Select
            label=t(common::DEPARTMENT)
            name=form.name("department")
            options
            selected=if typed.is_empty() { own } else { typed }
            hint=t(c::DEPARTMENT_HINT)
            error=form.problem("department")
        />
    }
}

#[component]
fn Archive(school: String, class: ClassPage) -> impl IntoView {
    let (label, question) = if class.archived { (c::RESTORE, c::RESTORE_ASK) } else { (c::ARCHIVE, c::ARCHIVE_ASK) };
    let variant = if class.archived { Variant::Primary } else { Variant::Danger };
    view! {
        <section class="panel" id="archive">
            <Ask label=t(label) question=t(question)>
                <form method="post" action=ArchiveClass::PATH>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="class" value=class.id.to_string()/>
                    <input type="hidden" name="archived" value=(!class.archived).to_string()/>
                    <Button variant>{t(label)}</Button>
                </form>
            </Ask>
        </section>
    }
}

#[component]
fn Leave(school: String, class: ClassPage) -> impl IntoView {
    let form = FormState::plain(LeaveClass::PATH);
    view! {
        <section class="panel" id="leave">
            <FormProblem form/>
            <Ask label=t(c::LEAVE) question=t(c::LEAVE_ASK)>
                <form method="post" action=LeaveClass::PATH>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="class" value=class.id.to_string()/>
                    <Button variant=Variant::Danger>{t(c::LEAVE)}</Button>
                </form>
            </Ask>
        </section>
    }
}
