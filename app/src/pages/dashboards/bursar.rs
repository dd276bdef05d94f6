use model::dashboards::{BursarBoard, ClassCount, DepartmentCount};
use model::people::{Group, NO_CLASS, PeopleFilter};
use model::text::{classes as c, dashboards as d, desks as k, people as p};
use model::{Permission, Permissions, Role};

use super::lists::{Line, ListPanel};
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
                {(!departments.is_empty()).then(|| view! { <Departments base=base.clone() departments all=all_departments/> })}
                <Classes base classes all=all_classes/>
            </aside>
        </div>
    }
}

/// How many of all the lines are shown, where they are not all.
fn rest(shown: usize, all: i64) -> impl IntoView + use<> {
    (all > shown as i64).then(|| view! { <p class="muted">{tf(k::SHOWN_OF, &[("shown", &shown), ("n", &all)])}</p> })
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

#[component]
fn Departments(base: String, departments: Vec<DepartmentCount>, all: i64) -> impl IntoView {
    let rest = rest(departments.len(), all);
    let line = |it: DepartmentCount| {
        let filter = PeopleFilter { department: it.id.to_string(), ..students_now() };
        let href = format!("{base}/people{}", query(&filter));
        view! { <Line icon="school" href title=it.name meta=tn(c::COUNT_STUDENTS, it.students)/> }.into_any()
    };
    let lines = departments.into_iter().map(line).collect();
    view! {
        <div>
            <ListPanel id="departments" title=k::BY_DEPARTMENT empty=().into_any() lines/>
            {rest}
        </div>
    }
}

#[component]
fn Classes(base: String, classes: Vec<ClassCount>, all: i64) -> impl IntoView {
    let rest = rest(classes.len(), all);
    let empty = view! { <p class="muted">{t(k::NO_CLASS_YET)}</p> }.into_any();
    let line = |it: ClassCount| {
        let filter = PeopleFilter { class: it.id.to_string(), ..students_now() };
        let href = format!("{base}/people{}", query(&filter));
        view! { <Line icon="users" href title=it.name meta=tn(c::COUNT_STUDENTS, it.students)/> }.into_any()
    };
    let lines = classes.into_iter().map(line).collect();
    view! {
        <div>
            <ListPanel id="classes" title=k::BY_CLASS empty lines/>
            {rest}
        </div>
    }
}
