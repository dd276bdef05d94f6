use model::limits;
use model::settings::departments::{Colleague, DepartmentCard, DepartmentList};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, CreateDepartment};
use super::fields::kept;
use super::head::{Head, Part};
use crate::prelude::*;

#[component]
pub fn Departments() -> impl IntoView {
    let school = use_school();
    let list = Resource::new(move || school.get(), api::list_departments);
    view! { <Loaded of=list view=move |list: DepartmentList| view! { <List school=school.get_untracked() list/> }.into_any()/> }
}

#[component]
fn List(school: String, list: DepartmentList) -> impl IntoView {
    let DepartmentList { departments, staff } = list;
    let base = format!("/s/{school}/settings/departments");
    let shown = if departments.is_empty() {
        view! { <EmptyState icon="users" title=t(s::NO_DEPARTMENTS) text=t(s::NO_DEPARTMENTS_HINT)/> }.into_any()
    } else {
        let card = |department| view! { <li><Card base=base.clone() department/></li> };
        view! { <ul class="cards">{departments.into_iter().map(card).collect_view()}</ul> }.into_any()
    };
    let form = FormState::plain(CreateDepartment::PATH);
    view! {
        <Head school=school.clone() part=Part::Departments/>
        {shown}
        <section class="panel panel-form" id="new">
            <h2>{t(s::NEW_DEPARTMENT)}</h2>
            <form method="post" action=CreateDepartment::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school/>
                <DepartmentFields form staff name=String::new() head=String::new()/>
                <Button>{t(s::CREATE_DEPARTMENT)}</Button>
            </form>
        </section>
    }
}

#[component]
fn Card(base: String, department: DepartmentCard) -> impl IntoView {
    let head = department.head.map(|name| tf(s::HEADED_BY, &[("name", &name)]));
    view! {
        <CardLink href=format!("{base}/{}", department.id) title=department.name>
            <p class="muted">{head.map(|head| format!("{head} · "))} {tn(s::COUNT_MEMBERS, department.members)}</p>
        </CardLink>
    }
}

/// Its name and its head.
#[component]
pub fn DepartmentFields(form: FormState, staff: Vec<Colleague>, name: String, head: String) -> impl IntoView {
    let nobody = (String::new(), t(s::NO_HEAD).to_owned());
    let options: Vec<_> = std::iter::once(nobody).chain(staff.iter().map(choice)).collect();
    view! {
        <Field
            label=t(s::NAME)
            name=form.name("name")
            value=kept(form, "name", name)
            error=form.problem("name")
            hint=t(s::DEPARTMENT_NAME_HINT)
            maxlength=limits::NAME
            required=true
        />
        <Select
            label=t(s::HEAD)
            name=form.name("head")
            options
            selected=kept(form, "head", head)
            hint=t(s::HEAD_HINT)
            error=form.problem("head")
        />
    }
}

/// Somebody as a list to choose from names them.
pub fn choice(person: &Colleague) -> (String, String) {
    (person.user_id.to_string(), format!("{} ({})", person.name, person.username))
}
