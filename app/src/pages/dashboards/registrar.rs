use model::dashboards::{ClassSize, RegistrarBoard};
use model::people::{NO_CLASS, PeopleFilter, Standing};
use model::schools::TeacherLabel;
use model::text::{classes as c, dashboards as d, desks as k};
use model::{Permission, Permissions, Role};

use super::admin;
use super::lists::{Line, ListPanel, Newest};
use super::people::{FindPeople, PeoplePanel};
use crate::pages::people::query;
use crate::prelude::*;

/// For the registrar: the search first, then people who need a class or an answer.
#[component]
pub fn RegistrarView(base: String, by: Permissions, teacher_label: TeacherLabel, board: RegistrarBoard) -> impl IntoView {
    let RegistrarBoard { newest, waiting, without_class, classes } = board;
    let asks = waiting.total > 0;
    let all_asking = admin::asking(&base, by).map(|href| (k::ALL_IN_LIST, href));
    let in_no_class = PeopleFilter {
        role: Role::Student.to_string(),
        status: Standing::Active.to_string(),
        class: NO_CLASS.to_owned(),
        ..PeopleFilter::default()
    };
    let all = (without_class.total > 0).then(|| (k::ALL_IN_LIST, format!("{base}/people{}", query(&in_no_class))));
    view! {
        <FindPeople base=base.clone()/>
        <div class="split">
            <div>
                {asks
                    .then(|| {
                        view! {
                            <PeoplePanel
                                id="waiting"
                                title=k::WAITING_PEOPLE
                                since=k::ASKED
                                none=d::NOBODY
                                base=base.clone()
                                people=waiting
                                more=all_asking
                            />
                        }
                    })}
                <PeoplePanel
                    id="without-class"
                    title=k::WITHOUT_CLASS
                    since=d::JOINED
                    none=k::WITHOUT_CLASS_NONE
                    base=base.clone()
                    people=without_class
                    more=all
                />
                <Newest base=base.clone() people=newest teacher_label/>
            </div>
            <aside><Classes base by classes/></aside>
        </div>
    }
}

#[component]
fn Classes(base: String, by: Permissions, classes: Vec<ClassSize>) -> impl IntoView {
    let more = by.can(Permission::ClassesCreate).then(|| (d::NEW_CLASS, format!("{base}/classes/new")));
    let hint = if more.is_some() { k::NO_CLASS_YET_HINT } else { k::NO_CLASS_YET_OTHERS };
    let empty = view! { <EmptyState icon="users" title=t(k::NO_CLASS_YET) text=t(hint)/> }.into_any();
    let line = |it: ClassSize| {
        let meta = format!("{} · {}", tn(c::COUNT_STUDENTS, it.students), tn(k::COUNT_TEACHERS, it.teachers));
        view! { <Line icon="users" href=format!("{base}/classes/{}", it.id) title=it.name meta/> }.into_any()
    };
    let lines = classes.into_iter().map(line).collect();
    view! { <ListPanel id="classes" title=k::CLASS_SIZES more empty lines/> }
}
