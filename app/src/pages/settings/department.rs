use model::ids::DepartmentId;
use model::profile::photo_address;
use model::settings::departments::{Colleague, DepartmentForm, DepartmentPage};
use model::text::{classes as c, settings as s};
use server_fn::ServerFn;

use super::api::{self, AddDepartmentMember, RemoveDepartment, RemoveDepartmentMember, SaveDepartment};
use super::departments::NameField;
use super::fields::{Hidden, Remove, kept};
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
    let DepartmentPage { id, name, head, members, q, found } = page;
    let form = FormState::plain(SaveDepartment::PATH);
    let named = vec![("school", school.clone()), ("id", id.to_string())];
    let drawn = DepartmentForm::drawn_from(&name, head.as_ref().map(|head| head.user_id));
    let head_id = head.as_ref().map(|head| head.user_id.to_string()).unwrap_or_default();
    // Whoever is in sight can head it, each named once.
    let mut heads: Vec<Colleague> = head.into_iter().collect();
    for person in members.iter().chain(&found) {
        if heads.iter().all(|it| it.user_id != person.user_id) {
            heads.push(person.clone());
        }
    }
    let nobody = (String::new(), t(s::NO_HEAD).to_owned());
    let options: Vec<_> = std::iter::once(nobody).chain(heads.iter().map(choice)).collect();
    view! {
        <InnerHead school=school.clone() part=Part::Departments title=name.clone()/>
        <Members school id members q found/>
        <section class="panel panel-form" id="department">
            <form method="post" action=SaveDepartment::PATH class="form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                <Hidden fields=named.clone()/>
                <NameField form name/>
                <Select
                    label=t(s::HEAD)
                    name=form.name("head")
                    options
                    selected=kept(form, "head", head_id)
                    hint=t(s::HEAD_HINT)
                    error=form.problem("head")
                />
                <Button>{t(s::SAVE)}</Button>
            </form>
        </section>
        <Remove path=RemoveDepartment::PATH fields=named label=s::REMOVE_DEPARTMENT question=s::REMOVE_DEPARTMENT_ASK/>
    }
}

#[component]
fn Members(school: String, id: DepartmentId, members: Vec<Colleague>, q: String, found: Vec<Colleague>) -> impl IntoView {
    let form = FormState::plain(AddDepartmentMember::PATH);
    let (action, asked) = (format!("/s/{school}/settings/departments/{id}"), !q.is_empty());
    let nobody = (asked && found.is_empty()).then(|| view! { <p class="muted">{t(c::NOBODY_FOUND)}</p> });
    let add = (!found.is_empty()).then(|| {
        let open = (String::new(), t(s::CHOOSE_MEMBER).to_owned());
        let options: Vec<_> = std::iter::once(open).chain(found.iter().map(choice)).collect();
        view! {
            <form method="post" action=AddDepartmentMember::PATH class="form">
                <FormProblem form/>
                <Hidden fields=vec![("school", school.clone()), ("id", id.to_string())]/>
                <Select label=t(s::ADD_MEMBER) name="user" options error=form.problem("user") required=true/>
                <div class="form-actions">
                    <Button variant=Variant::Quiet icon="user-plus">{t(s::ADD)}</Button>
                </div>
            </form>
        }
    });
    let empty = members.is_empty().then(|| view! { <p class="muted">{t(s::NO_MEMBERS)}</p> });
    let line = |person: Colleague| {
        let fields = vec![("school", school.clone()), ("id", id.to_string()), ("user", person.user_id.to_string())];
        view! {
            <li>
                <Avatar name=person.name.clone() photo=photo_address(&person.photo)/>
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
            <FilterBar action label=t(c::FIND) value=q submit=t(c::FIND_NOW) clear=t(c::CLEAR) active=asked/>
            {nobody}
            {add}
        </section>
    }
}

/// Somebody as a list to choose from names them.
fn choice(person: &Colleague) -> (String, String) {
    (person.user_id.to_string(), format!("{} ({})", person.name, person.username))
}
