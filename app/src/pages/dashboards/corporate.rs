use model::dashboards::{ClassSize, CorporateBoard, OWN_CLASSES};
use model::settings::calendar::Today as Calendar;
use model::text::{announcements as a, classes as c, dashboards as d, desks as k};
use model::{Permission, Permissions};

use super::admin::SchoolYear;
use super::lists::{Line, ListPanel};
use super::member::Today;
use crate::prelude::*;

/// For a company's representative: what is announced to them, their classes, and where the school is in its year.
#[component]
pub fn CorporateView(
    base: String,
    by: Permissions,
    calendar: Calendar,
    /// Whether nothing was announced to them; else it stands above.
    silent: bool,
    board: CorporateBoard,
) -> impl IntoView {
    view! {
        <div class="split">
            <div>
                {silent.then(|| view! { <NoNews base=base.clone()/> })}
                <Classes base=base.clone() by classes=board.classes/>
            </div>
            <aside>
                <SchoolYear base=base.clone() calendar/>
                <Today base by/>
            </aside>
        </div>
    }
}

#[component]
fn NoNews(base: String) -> impl IntoView {
    let more = Some((a::SEE_ALL, format!("{base}/announcements")));
    let empty = view! { <EmptyState icon="bell" title=t(a::NONE) text=t(a::NONE_HINT)/> }.into_any();
    view! { <ListPanel id="news" title=a::NEWS more empty lines=Vec::new()/> }
}

/// The own classes, each with the way to it for those who may open it.
#[component]
fn Classes(base: String, by: Permissions, classes: Vec<ClassSize>) -> impl IntoView {
    let opens = by.can(Permission::ClassesRead);
    let empty = view! {
        <EmptyState icon="users" title=t(d::NO_CLASSES) text=t(k::NO_CLASS_OF_REP)>
            <LinkButton href="/join" icon="key">{t(d::JOIN)}</LinkButton>
        </EmptyState>
    }
    .into_any();
    let more = (opens && classes.len() >= OWN_CLASSES).then(|| (d::ALL_CLASSES, format!("{base}/classes")));
    let line = |it: ClassSize| {
        let meta = format!("{} · {}", tn(c::COUNT_STUDENTS, it.students), tn(k::COUNT_TEACHERS, it.teachers));
        let href = opens.then(|| format!("{base}/classes/{}", it.id));
        view! { <Line icon="users" href title=it.name meta/> }.into_any()
    };
    let lines = classes.into_iter().map(line).collect();
    view! { <ListPanel id="classes" title=d::CLASSES more empty lines/> }
}
