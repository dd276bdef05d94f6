use leptos_router::hooks::use_location;
use model::classes::{ClassCard, ClassFilter, ClassList as Listed, ClassTeacher, PAGE};
use model::profile::photo_address;
use model::settings::departments::DepartmentChoice;
use model::text::{classes as c, common};

use super::api;
use crate::folded::{self, FoldedFilters};
use crate::paged::Paged;
use crate::params::encode;
use crate::prelude::*;
use crate::text::list;

/// Classes that are overlooked at a glance, without searching.
const FEW: i64 = 12;

/// The filter in the address.
fn use_filter() -> Memo<ClassFilter> {
    let query = use_location().query;
    Memo::new(move |_| {
        let query = query.read();
        ClassFilter {
            q: query.get("q").unwrap_or_default(),
            archived: query.get("archived").is_some(),
            asking: query.get("asking").is_some(),
            department: query.get("department").unwrap_or_default(),
            page: query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1),
        }
    })
}

#[component]
pub fn ClassList() -> impl IntoView {
    let (school, filter) = (use_school(), use_filter());
    let classes = Resource::new(move || (school.get(), filter.get()), |(school, filter)| api::list_classes(school, filter));
    view! {
        <Title text=t(c::CLASSES)/>
        <Loaded of=classes view=move |list: Listed| {
            let base = format!("/s/{}/classes", school.get_untracked());
            view! { <Whole base filter=filter.get_untracked() list/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(base: String, filter: ClassFilter, list: Listed) -> impl IntoView {
    let Listed { classes, total, page, departments, may_create } = list;
    let filter = ClassFilter { page, ..filter };
    let new = may_create.then(|| {
        view! { <LinkButton href=format!("{base}/new") variant=Variant::Primary icon="plus">{t(c::NEW)}</LinkButton> }
    });
    let first = ClassFilter { page: 1, ..filter.clone() };
    let asking = filter.asking.then(|| Pill::new(address(&base, &first), t(text::joining::REQUESTS), true));
    let shelf = |archived: bool| address(&base, &ClassFilter { archived, asking: false, ..first.clone() });
    let pills = [
        Pill::new(shelf(false), t(c::IN_USE), !filter.archived && !filter.asking),
        Pill::new(shelf(true), t(c::ARCHIVED), filter.archived && !filter.asking),
    ];
    let pills: Vec<_> = pills.into_iter().chain(asking).collect();
    let search = (total > FEW || filter.is_narrow() || !departments.is_empty())
        .then(|| view! { <Search base=base.clone() filter=filter.clone() departments/> });
    let pager = {
        let (base, filter) = (base.clone(), filter.clone());
        let href = move |page| address(&base, &ClassFilter { page, ..filter.clone() });
        view! { <Paged page per_page=PAGE total href/> }
    };
    let rows = if classes.is_empty() {
        view! { <Nothing filter may_create/> }.into_any()
    } else {
        view! {
            <ul class="cards">
                {classes.into_iter().map(|class| view! { <li><ClassLink base=base.clone() class/></li> }).collect_view()}
            </ul>
        }
        .into_any()
    };
    view! {
        <PageHead title=t(c::CLASSES)>{new}</PageHead>
        <Pills label=t(c::WHICH) pills/>
        {search}
        {rows}
        {pager}
        <p class="muted"><A href="/join">{t(text::accounts::BY_CODE)}</A></p>
    }
}

/// Why there is nothing to list.
#[component]
fn Nothing(filter: ClassFilter, may_create: bool) -> impl IntoView {
    let (icon, title, hint) = match (filter.q.trim().is_empty(), filter.department.is_empty(), filter.archived) {
        (false, ..) => ("search", c::NONE_FOUND, Some(c::NONE_FOUND_HINT)),
        (true, false, _) => ("users", c::NONE_IN_DEPARTMENT, None),
        (true, true, _) if filter.asking => ("check", text::dashboards::HEALTH_NOBODY_ASKS, None),
        (true, true, true) => ("users", c::NONE_ARCHIVED, None),
        (true, true, false) => ("users", c::NONE, Some(if may_create { c::NONE_HINT } else { c::NONE_HINT_OTHERS })),
    };
    match hint {
        Some(hint) => view! { <EmptyState icon title=t(title) text=t(hint)/> }.into_any(),
        None => view! { <EmptyState icon title=t(title)/> }.into_any(),
    }
}

/// Where the list stands with what was chosen.
fn address(base: &str, filter: &ClassFilter) -> String {
    let page = if filter.page > 1 { filter.page.to_string() } else { String::new() };
    let archived = if filter.archived { "1" } else { "" };
    let asking = if filter.asking { "1" } else { "" };
    let pairs =
        [("archived", archived), ("asking", asking), ("q", filter.q.trim()), ("department", &filter.department), ("page", &page)];
    let said = pairs.iter().filter(|(_, value)| !value.is_empty());
    let said = said.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
    if said.is_empty() { base.to_owned() } else { format!("{base}?{said}") }
}

/// A part of the name, and a department where there are any: a form that the browser sends itself.
#[component]
fn Search(base: String, filter: ClassFilter, departments: Vec<DepartmentChoice>) -> impl IntoView {
    let all = ClassFilter { archived: filter.archived, asking: filter.asking, ..ClassFilter::default() };
    let (active, clear) = (filter.is_narrow(), address(&base, &all));
    let set = folded::set(&[&filter.department]);
    let department = (!departments.is_empty()).then(|| {
        let every = (String::new(), t(common::EVERY_DEPARTMENT).to_owned());
        let options: Vec<_> =
            std::iter::once(every).chain(departments.into_iter().map(|it| (it.id.to_string(), it.name))).collect();
        let selected = filter.department;
        view! {
            <FoldedFilters set>
                <Select label=t(common::DEPARTMENT) name="department" id="classes-department" options selected/>
            </FoldedFilters>
        }
    });
    view! {
        <FilterBar
            action=base
            called=t(c::FIND_CLASS)
            label=t(c::NAME)
            id="classes-q"
            value=filter.q
            submit=t(c::FIND_NOW)
            clear=t(c::CLEAR)
            all=clear
            active
        >
            {filter.archived.then(|| view! { <input type="hidden" name="archived" value="1"/> })}
            {filter.asking.then(|| view! { <input type="hidden" name="asking" value="1"/> })}
            {department}
        </FilterBar>
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
    let label = tn(c::COUNT_TEACHERS, teachers.len());
    let people: Vec<_> = teachers.into_iter().map(|it| (it.name, photo_address(&it.photo))).collect();
    view! {
        <span class="taught-by">
            <AvatarStack label people most=NAMED/>
            <span>{names}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_chosen_and_no_more() {
        assert_eq!(address("/c", &ClassFilter::default()), "/c");
        let archived = ClassFilter { archived: true, page: 1, ..ClassFilter::default() };
        assert_eq!(address("/c", &archived), "/c?archived=1");
        let asking = ClassFilter { asking: true, ..ClassFilter::default() };
        assert_eq!(address("/c", &asking), "/c?asking=1");
        let narrow = ClassFilter { q: " 2 b ".into(), department: "a&b".into(), page: 3, ..archived };
        assert_eq!(address("/c", &narrow), "/c?archived=1&q=2%20b&department=a%26b&page=3");
    }
}
