use model::classes::{ClassCard, ClassList as Listed, ClassTeacher};
use model::profile::photo_address;
use model::settings::departments::DepartmentChoice;
use model::text::{classes as c, common};

use super::api;
use crate::params::encode;
use crate::prelude::*;
use crate::text::list;

#[component]
pub fn ClassList() -> impl IntoView {
    let school = use_school();
    let archived = use_query_value("archived");
    let archived = Memo::new(move |_| archived.get().is_some());
    let department = use_query_value("department");
    let department = Memo::new(move |_| department.get().unwrap_or_default());
    let classes = Resource::new(
        move || (school.get(), archived.get(), department.get()),
        |(school, archived, department)| api::list_classes(school, archived, department),
    );
    view! {
        <Title text=t(c::CLASSES)/>
        <Loaded of=classes view=move |list: Listed| {
            let Listed { classes, departments, may_create } = list;
            let (archived, department) = (archived.get_untracked(), department.get_untracked());
            let base = format!("/s/{}/classes", school.get_untracked());
            let new = may_create.then(|| view! { <LinkButton href=format!("{base}/new") icon="plus">{t(c::NEW)}</LinkButton> });
            let pills = vec![
                Pill::new(address(&base, false, &department), t(c::IN_USE), !archived),
                Pill::new(address(&base, true, &department), t(c::ARCHIVED), archived),
            ];
            let is_narrow = !department.is_empty();
            let filter = (!departments.is_empty())
                .then(|| view! { <ByDepartment base=base.clone() archived departments selected=department/> });
            view! {
                <PageHead title=t(c::CLASSES)>{new}</PageHead>
                <Pills label=t(c::WHICH) pills/>
                {filter}
                {if is_narrow && classes.is_empty() {
                    view! { <EmptyState icon="users" title=t(c::NONE_IN_DEPARTMENT)/> }.into_any()
                } else if archived && classes.is_empty() {
                    view! { <EmptyState icon="users" title=t(c::NONE_ARCHIVED)/> }.into_any()
                } else if classes.is_empty() {
                    view! { <EmptyState icon="users" title=t(c::NONE) text=t(c::NONE_HINT)/> }.into_any()
                } else {
                    view! {
                        <ul class="cards">
                            {classes.into_iter().map(|class| view! { <li><ClassLink base=base.clone() class/></li> }).collect_view()}
                        </ul>
                    }
                        .into_any()
                }}
                <p class="muted"><A href="/join">{t(text::accounts::BY_CODE)}</A></p>
            }
                .into_any()
        }/>
    }
}

/// Where the list stands with what was chosen.
fn address(base: &str, archived: bool, department: &str) -> String {
    let department = (!department.is_empty()).then(|| format!("department={}", encode(department)));
    let said: Vec<_> = archived.then(|| "archived=1".to_owned()).into_iter().chain(department).collect();
    if said.is_empty() { base.to_owned() } else { format!("{base}?{}", said.join("&")) }
}

/// The classes of one department: a form that the browser sends itself.
#[component]
fn ByDepartment(base: String, archived: bool, departments: Vec<DepartmentChoice>, selected: String) -> impl IntoView {
    let every = (String::new(), t(common::EVERY_DEPARTMENT).to_owned());
    let options: Vec<_> = std::iter::once(every).chain(departments.into_iter().map(|it| (it.id.to_string(), it.name))).collect();
    view! {
        <form method="get" action=base class="filters" role="search" aria-label=t(common::DEPARTMENT)>
            {archived.then(|| view! { <input type="hidden" name="archived" value="1"/> })}
            <Select label=t(common::DEPARTMENT) name="department" id="classes-department" options selected/>
            <div class="form-actions"><Button icon="search">{t(c::FIND_NOW)}</Button></div>
        </form>
    }
}

#[component]
fn ClassLink(base: String, class: ClassCard) -> impl IntoView {
    let asking = (class.asking > 0).then(|| view! { <Badge tone=Tone::Warn>{tn(text::joining::ASKING, class.asking)}</Badge> });
    let teachers = Some(class.teachers).filter(|it| !it.is_empty()).map(|teachers| view! { <Teachers teachers/> });
    view! {
        <A href=format!("{base}/{}", class.id) attr:class="card card-link">
            <strong>{class.name}</strong>
            {asking}
            {teachers}
            <span class="muted">
                {tn(c::COUNT_STUDENTS, class.students)} " · " {tn(c::COUNT_COURSES, class.courses)}
            </span>
        </A>
    }
}

/// So many teachers are shown and named on a card; the others are counted.
const NAMED: usize = 3;

#[component]
fn Teachers(teachers: Vec<ClassTeacher>) -> impl IntoView {
    let names = list(teachers.iter().take(NAMED).map(|it| &it.name));
    let people: Vec<_> = teachers.into_iter().map(|it| (it.name, photo_address(&it.photo))).collect();
    view! {
        <span class="taught-by">
            <AvatarStack label=t(c::TEACHERS) people most=NAMED/>
            <span>{names}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_chosen_and_no_more() {
        assert_eq!(address("/c", false, ""), "/c");
        assert_eq!(address("/c", true, ""), "/c?archived=1");
        assert_eq!(address("/c", true, "a b"), "/c?archived=1&department=a%20b");
    }
}
