use model::dashboards::{SchoolBoard, SchoolFigures};
use model::people::{Group, PeopleFilter};
use model::schools::TeacherLabel;
use model::settings::calendar::{Span, Today};
use model::text::{dashboards as d, invitations as i, joining as j, settings as s};
use model::{Permission, Permissions, Role};

use super::first_steps::FirstStepsPanel;
use super::health::HealthPanel;
use super::lists::{ListPanel, Newest};
use super::people::{active, list_of, of_group, with_role};
use crate::pages::backup::Gone;
use crate::prelude::*;
use crate::text::{number, share, size};

/// The school's figures, for those who run it. A new school has none that tell anything: it has first steps.
#[component]
pub fn AdminBoard(
    base: String,
    school: String,
    by: Permissions,
    teacher_label: TeacherLabel,
    calendar: Today,
    board: SchoolBoard,
) -> impl IntoView {
    let SchoolBoard { figures, health, newest, first_steps, cleared } = board;
    let new = figures.is_new();
    // Of a school that was emptied, one asks whether its backups are well.
    let well = !new || !cleared.is_empty();
    view! {
        <Gone href=format!("{base}/backup/clear") cleared/>
        {(!new).then(|| view! { <Figures base=base.clone() by figures=figures.clone()/> })}
        <div class="split">
            <div>
                {first_steps.map(|steps| view! { <FirstStepsPanel base=base.clone() school by steps/> })}
                {well.then(|| view! { <HealthPanel base=base.clone() by health/> })}
                {(!new).then(|| view! { <Newest base=base.clone() people=newest teacher_label/> })}
            </div>
            <aside>
                <SchoolYear base=base.clone() calendar/>
                <Shortcuts base=base.clone() by/>
                {(figures.quota_bytes > 0).then(|| view! { <Storage base by figures/> })}
            </aside>
        </div>
    }
}

/// Each leads to the list of those it counts, for those who may read it. There is no list of courses.
#[component]
fn Figures(base: String, by: Permissions, figures: SchoolFigures) -> impl IntoView {
    let people = |filter: PeopleFilter| by.can(Permission::MembersRead).then(|| list_of(&base, &filter));
    let reads = by.can(Permission::ClassesRead) && by.can(Permission::ClassesReadAll);
    let classes = reads.then(|| format!("{base}/classes"));
    let (learning, teaching) = (people(with_role(Role::Student)), people(of_group(Group::Teaching)));
    let (newest, everybody) = (people(of_group(Group::NewWeek)), people(active()));
    let asking = asking(&base, by);
    view! {
        <Stats>
            <Stat label=t(d::STUDENTS) value=number(figures.students) tone=Tone::Info href=learning/>
            <Stat label=t(d::TEACHERS) value=number(figures.teachers) href=teaching/>
            <Stat label=t(d::CLASS_COUNT) value=number(figures.classes) href=classes/>
            <Stat label=t(d::COURSES) value=number(figures.courses)/>
            <Stat label=t(d::SIGN_UPS) value=number(figures.sign_ups) tone=Tone::Good href=newest/>
            <Stat label=t(d::PEOPLE) value=number(figures.people) href=everybody/>
            {(figures.asking > 0)
                .then(|| view! { <Stat label=t(j::REQUESTS) value=number(figures.asking) href=asking tone=Tone::Warn/> })}
        </Stats>
    }
}

/// Where the classes stand that people wait to be let into, for those who may let into all of them.
pub fn asking(base: &str, by: Permissions) -> Option<String> {
    let may = [Permission::ClassesRead, Permission::ClassesReadAll, Permission::ClassesManage];
    may.iter().all(|permission| by.can(*permission)).then(|| format!("{base}/classes?asking=1"))
}

/// Where the school is in its year.
#[component]
pub fn SchoolYear(base: String, calendar: Today) -> impl IntoView {
    let Today { term, holiday } = calendar;
    let said = |span: Option<Span>, none: Key| match span {
        Some(span) => view! { {span.name} <br/> <span class="muted">{span.words}</span> }.into_any(),
        None => view! { <span class="muted">{t(none)}</span> }.into_any(),
    };
    view! {
        <section class="panel" id="school-year">
            <header><h2>{t(s::SCHOOL_YEAR)}</h2> <A href=format!("{base}/calendar")>{t(s::SCHOOL_CALENDAR)}</A></header>
            <Pairs>
                <Pair term=t(s::CURRENT_TERM)>{said(term, s::NO_TERM_NOW)}</Pair>
                <Pair term=t(s::NEXT_HOLIDAY)>{said(holiday, s::NO_HOLIDAY_NEXT)}</Pair>
            </Pairs>
        </section>
    }
}

#[component]
fn Shortcuts(base: String, by: Permissions) -> impl IntoView {
    let classes = format!("{base}/classes");
    let links = [
        (d::ALL_CLASSES, classes.clone(), "users", Permission::ClassesRead),
        (d::NEW_CLASS, format!("{classes}/new"), "plus", Permission::ClassesCreate),
        (i::INVITE, format!("{base}/invitations"), "user-plus", Permission::MembersManage),
        (d::BACKUP, format!("{base}/backup"), "database", Permission::BackupRead),
    ];
    let line = |(label, href, icon, _): (Key, String, &'static str, Permission)| {
        view! {
            <li>
                <Icon name=icon/>
                <div><A href=href attr:class="title">{t(label)}</A></div>
            </li>
        }
        .into_any()
    };
    let lines = links.into_iter().filter(|(.., permission)| by.can(*permission)).map(line).collect();
    view! { <ListPanel id="shortcuts" title=d::SHORTCUTS empty=().into_any() lines/> }
}

#[component]
fn Storage(base: String, by: Permissions, figures: SchoolFigures) -> impl IntoView {
    let all = by.can(Permission::SchoolSettings).then(|| {
        view! { <A href=format!("{base}/settings/storage")>{t(d::BY_CLASS)}</A> }
    });
    let used = share(figures.storage_bytes, figures.quota_bytes);
    let label = tf(d::STORAGE_OF, &[("used", &size(figures.storage_bytes)), ("quota", &size(figures.quota_bytes))]);
    view! {
        <section class="panel" id="storage">
            <header><h2>{t(d::STORAGE)}</h2> {all}</header>
            <Meter label value=figures.storage_bytes as f64 max=figures.quota_bytes as f64 text=used/>
        </section>
    }
}
