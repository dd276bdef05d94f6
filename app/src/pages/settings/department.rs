use model::ids::DepartmentId;
use model::settings::departments::{Colleague, DepartmentPage};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, AddDepartmentMember, RemoveDepartment, RemoveDepartmentMember, SaveDepartment};
use super::departments::{DepartmentFields, FindStaff, choice};
use super::fields::{Hidden, Remove};
use super::head::{InnerHead, Part};
use crate::prelude::*;

#[component]
pub fn DepartmentShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let q = use_query_value("q");
    let page = Resource::new(
        move || (school.get(), id.get(), q.get().unwrap_or_default()),
        |(school, id, q)| async move { api::show_department(school, id.ok_or(model::Error::NotFound)?, q).await },
    );
    view! { <Loaded of=page view=move |page: DepartmentPage| view! { <Department school=school.get_untracked() page/> }.into_any()/> }
}

#[component]
fn Department(school: String, page: DepartmentPage) -> impl IntoView {
    let DepartmentPage { id, name, head_id, members, staff } = page;
    let form = FormState::plain(SaveDepartment::PATH);
    let named = vec![("school", school.clone()), ("id", id.to_string())];
    let head = head_id.map(|head| head.to_string()).unwrap_or_default();
    let others: Vec<_> =
        staff.people.iter().filter(|it| members.iter().all(|member| member.user_id != it.user_id)).cloned().collect();
    view! {
        <InnerHead school=school.clone() part=Part::Departments title=name.clone()/>
        <FindStaff action=format!("/s/{school}/settings/departments/{id}") staff=staff.clone()/>
        <Members school id members others/>
        <section class="panel panel-form" id="department">
            <form method="post" action=SaveDepartment::PATH class="form">
                <FormProblem form/>
                <Hidden fields=named.clone()/>
                <DepartmentFields form staff=staff.people name head/>
                <Button>{t(s::SAVE)}</Button>
            </form>
        </section>
        <Remove path=RemoveDepartment::PATH fields=named label=s::REMOVE_DEPARTMENT question=s::REMOVE_DEPARTMENT_ASK/>
    }
}

#[component]
fn Members(school: String, id: DepartmentId, members: Vec<Colleague>, others: Vec<Colleague>) -> impl IntoView {
    let form = FormState::plain(AddDepartmentMember::PATH);
    let add = (!others.is_empty()).then(|| {
        let options: Vec<_> = others.iter().map(choice).collect();
        view! {
            <form method="post" action=AddDepartmentMember::PATH class="filters">
                <FormProblem form/>
                <Hidden fields=vec![("school", school.clone()), ("id", id.to_string())]/>
                <Select label=t(s::ADD_MEMBER) name="user" options error=form.problem("user")/>
                <Button variant=Variant::Quiet icon="user-plus">{t(s::ADD)}</Button>
            </form>
        }
    });
    let empty = members.is_empty().then(|| view! { <p class="muted">{t(s::NO_MEMBERS)}</p> });
    let line = |person: Colleague| {
        let fields = vec![("school", school.clone()), ("id", id.to_string()), ("user", person.user_id.to_string())];
        view! {
            <li>
                <Avatar name=person.name.clone()/>
                <div>
                    <span class="title">{person.name.clone()}</span>
                    <span class="meta">{person.username}</span>
                </div>
                <form method="post" action=RemoveDepartmentMember::PATH class="trailing">
                    <Hidden fields/>
                    <Button variant=Variant::Quiet icon="x" small=true label=tf(s::REMOVE_MEMBER, &[("name", &person.name)])/>
                </form>
            </li>
        }
    };
    view! {
        <section class="panel" id="members">
            <h2>{t(s::MEMBERS)}</h2>
            {empty}
            <ul class="list people">{members.into_iter().map(line).collect_view()}</ul>
            {add}
        </section>
    }
}
