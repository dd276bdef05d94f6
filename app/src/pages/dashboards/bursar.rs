use model::dashboards::{BursarBoard, ClassCount, DepartmentCount};
use model::people::{Group, NO_CLASS, PeopleFilter};
use model::text::{classes as c, dashboards as d, desks as k, people as p};
use model::{Permission, Permissions, Role};

use super::lists::{Line, ListPanel, rest};
use super::people::{FindPeople, LeftAndCame, list_of, with_role};
use crate::pages::people::query;
use crate::prelude::*;
use crate::text::number;

/// The students of the list of people.
fn students_now() -> PeopleFilter {
    with_role(Role::Student)
}

/// For the bursar: how many students there are and where, who left and who came. Each figure leads to those it counts.
#[component]
pub fn BursarView(base: String, by: Permissions, board: BursarBoard) -> impl IntoView {
    let BursarBoard { students, without_class, came, left, classes, all_classes, departments, all_departments } = board;
    let (new, gone) = (came.total, left.total);
    let all = list_of(&base, &students_now());
    let in_no_class = list_of(&base, &PeopleFilter { class: NO_CLASS.to_owned(), ..students_now() });
    let new_ones = list_of(&base, &PeopleFilter { group: Group::NewMonth.to_string(), ..students_now() });
    let tone = if without_class > 0 { Tone::Warn } else { Tone::Neutral };
    let export = by.can(Permission::MembersExport);
    let of_class = |it: ClassCount| (PeopleFilter { class: it.id.to_string(), ..students_now() }, it.name, it.students);
    let classes = classes.into_iter().map(of_class).collect();
    let no_class = view! { <p class="muted">{t(k::NO_CLASS_YET)}</p> }.into_any();
    let of_department =
        |it: DepartmentCount| (PeopleFilter { department: it.id.to_string(), ..students_now() }, it.name, it.students);
    let by_department = (!departments.is_empty()).then(|| {
        let groups = departments.into_iter().map(of_department).collect();
        view! {
            <Groups
                id="departments"
                title=k::BY_DEPARTMENT
                icon="school"
                empty=().into_any()
                base=base.clone()
                groups
                all=all_departments
            />
        }
    });
    view! {
        <Stats>
            <Stat label=t(d::STUDENTS) value=number(students) tone=Tone::Info href=all/>
            <Stat label=t(k::CAME_LATELY) value=number(new) tone=Tone::Good href=new_ones/>
            <Stat label=t(k::LEFT_LATELY) value=number(gone)/>
            <Stat label=t(k::WITHOUT_CLASS) value=number(without_class) tone href=in_no_class/>
        </Stats>
        <FindPeople base=base.clone()/>
        <div class="split">
            <div>
                <LeftAndCame
                    base=base.clone()
                    of=students_now()
                    says_left=(k::STUDENTS_LEFT, k::STUDENTS_LEFT_NONE)
                    says_came=(k::STUDENTS_CAME, k::STUDENTS_CAME_NONE)
                    left
                    came
                />
            </div>
            <aside>
                {export.then(|| view! { <Export base=base.clone()/> })}
                {by_department}
                <Groups
                    id="classes"
                    title=k::BY_CLASS
                    icon="users"
                    empty=no_class
                    base
                    groups=classes
                    all=all_classes
                />
            </aside>
        </div>
    }
}

/// The students as a file, for those who may take the list away.
#[component]
fn Export(base: String) -> impl IntoView {
    let query = query(&students_now());
    let base = format!("{base}/people/export");
    view! {
        <section class="panel" id="export">
            <header><h2>{t(k::STUDENTS_AS_FILE)}</h2></header>
            <p class="row">
                <LinkButton href=format!("{base}.csv{query}") icon="download" download=true>{t(p::EXPORT_CSV)}</LinkButton>
                <LinkButton href=format!("{base}.xlsx{query}") icon="download" download=true>{t(p::EXPORT_XLSX)}</LinkButton>
            </p>
        </section>
    }
}

/// The students of some groups, each with the way to those in it.
#[component]
fn Groups(
    id: &'static str,
    title: Key,
    icon: &'static str,
    /// In the place of no groups.
    empty: AnyView,
    base: String,
    /// How the list of people is asked for those of a group, its name, and how many they are.
    groups: Vec<(PeopleFilter, String, i64)>,
    /// How many groups there are, shown or not.
    all: i64,
) -> impl IntoView {
    let rest = rest(groups.len(), all);
    let line = |(filter, name, students): (PeopleFilter, String, i64)| {
        view! { <Line icon href=list_of(&base, &filter) title=name meta=tn(c::COUNT_STUDENTS, students)/> }.into_any()
    };
    let lines = groups.into_iter().map(line).collect();
    view! {
        <div>
            <ListPanel id title empty lines/>
            {rest}
        </div>
    }
}
