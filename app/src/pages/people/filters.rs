use model::Role;
use model::people::{ClassChoice, Group, NO_CLASS, PeopleFilter, PeopleSort, Standing};
use model::schools::TeacherLabel;
use model::settings::departments::DepartmentChoice;
use model::text::{common, people as p};

use super::{ClassField, address};
use crate::folded::{self, FoldedFilters};
use crate::prelude::*;

/// What the list is asked for: a form that the browser sends itself.
#[component]
pub fn Filters(
    school: String,
    filter: PeopleFilter,
    classes: Vec<ClassChoice>,
    /// Whether they are too many to be offered all at once.
    many_classes: bool,
    /// The class that is asked for.
    class: Option<ClassChoice>,
    departments: Vec<DepartmentChoice>,
    teacher_label: TeacherLabel,
    may_manage: bool,
) -> impl IntoView {
    let (action, active) = (format!("/s/{school}/people"), filter.is_narrow());
    let set = folded::set(&[&filter.role, &filter.status, &filter.class, &filter.department, &filter.group]);
    let everybody = PeopleFilter { sort: filter.sort.clone(), ..PeopleFilter::default() };
    let everybody = address::list(&school, &everybody);
    let roles = choice(p::EVERY_ROLE, Role::ALL.iter().map(|role| (role.to_string(), t(role.label_in(teacher_label)))));
    let standings = choice(p::EVERY_STATUS, Standing::ALL.iter().map(|it| (it.to_string(), t(it.label()))));
    let no_class = (NO_CLASS.to_owned(), t(p::IN_NO_CLASS).to_owned());
    let classes = classes.into_iter().map(|it| (it.id.to_string(), it.name));
    let classes: Vec<_> = std::iter::once(no_class.clone()).chain(classes).collect();
    // Among many classes one types a name, which this is not.
    let to_no_class = (many_classes && !filter.in_no_class()).then(|| {
        let none = PeopleFilter { class: NO_CLASS.to_owned(), page: 1, ..filter.clone() };
        view! { <A href=address::list(&school, &none)>{t(p::IN_NO_CLASS)}</A> }.into_any()
    });
    // What is written and leads to no class stays to be put right.
    let class = match class {
        Some(class) => (class.id.to_string(), class.name),
        None if filter.in_no_class() => no_class,
        None => (String::new(), filter.class.clone()),
    };
    let department = (!departments.is_empty()).then(|| {
        let options = choice(common::EVERY_DEPARTMENT, departments.into_iter().map(|it| (it.id.to_string(), it.name)));
        let selected = filter.department.clone();
        view! { <Select label=t(common::DEPARTMENT) name="department" id="people-department" options selected/> }
    });
    let groups = Group::ALL.iter().filter(|it| may_manage || **it != Group::Unproven);
    let groups = choice(p::EVERY_GROUP, groups.map(|it| (it.to_string(), t(it.label()))));
    let sorts: Vec<_> = PeopleSort::ALL.iter().map(|it| (it.to_string(), t(it.label()))).collect();
    let sort = filter.sort().to_string();
    view! {
        <FilterBar
            action
            label=t(p::SEARCH)
            id="people-q"
            value=filter.q
            hint=t(p::SEARCH_HINT)
            submit=t(p::FIND)
            clear=t(p::CLEAR)
            all=everybody
            active
            more=to_no_class
        >
            <FoldedFilters set>
                <Select label=t(p::ROLE) name="role" id="people-role" options=roles selected=filter.role/>
                <Select label=t(p::STATUS) name="status" id="people-status" options=standings selected=filter.status/>
                <ClassField
                    school
                    label=p::CLASS
                    name="class"
                    words="class_name"
                    id="people-class"
                    open=p::EVERY_CLASS
                    classes
                    many=many_classes
                    selected=class
                />
                {department}
                <Select label=t(p::GROUP) name="group" id="people-group" options=groups selected=filter.group/>
                <Select label=t(p::SORT) name="sort" id="people-sort" options=sorts selected=sort/>
            </FoldedFilters>
        </FilterBar>
    }
}

/// Choices after the one that leaves it open.
fn choice<T: Into<String>>(open: Key, choices: impl Iterator<Item = (String, T)>) -> Vec<(String, String)> {
    let open = (String::new(), t(open).to_owned());
    std::iter::once(open).chain(choices.map(|(value, label)| (value, label.into()))).collect()
}
