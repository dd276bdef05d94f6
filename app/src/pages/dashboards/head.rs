use model::Role;
use model::dashboards::{
    ClassSize, CourseMarks, Exception, ExceptionKind, ExceptionLine, HeadBoard, Headed, OWN_CLASSES, Week, WorkDone,
};
use model::people::Group;
use model::text::{classes as c, dashboards as d, desks as k};

use super::lists::{Line, ListPanel, rest};
use super::people::{FindPeople, list_of, of_group, with_role};
use crate::prelude::*;
use crate::text::{facts, number, percent, share, whole_list};

/// For those who lead: figures, charts, and what needs a look.
#[component]
pub fn HeadView(base: String, board: HeadBoard) -> impl IntoView {
    let HeadBoard { students, teachers, classes, courses, joined, has_statistics, work, marks, exceptions, headed } = board;
    let whose = headed.as_ref().filter(|it| !it.departments.is_empty()).map(|it| {
        view! { <p class="muted">{tf(k::OF_DEPARTMENTS, &[("departments", &whole_list(&it.departments))])}</p> }
    });
    let own = headed.map(|headed| view! { <OwnClasses base=base.clone() headed/> });
    let any = classes > 0 || courses > 0;
    let all_classes = format!("{base}/classes");
    let learning = list_of(&base, &with_role(Role::Student));
    let teaching = list_of(&base, &of_group(Group::Teaching));
    view! {
        {whose}
        <Stats>
            <Stat label=t(d::STUDENTS) value=number(students) tone=Tone::Info href=learning/>
            <Stat label=t(d::TEACHERS) value=number(teachers) href=teaching/>
            <Stat label=t(d::CLASS_COUNT) value=number(classes) href=all_classes/>
            <Stat label=t(d::COURSES) value=number(courses)/>
        </Stats>
        <div class="split">
            <Exceptions base=base.clone() exceptions any/>
            <aside>
                {own}
                <FindPeople base/>
                {has_statistics.then(|| view! { <section class="panel"><Work work/></section> })}
            </aside>
        </div>
        <div class="panels">
            <section class="panel"><Joined joined/></section>
            {has_statistics.then(|| view! { <section class="panel"><Marks marks/></section> })}
        </div>
    }
}

/// The classes of the departments one heads.
#[component]
fn OwnClasses(base: String, headed: Headed) -> impl IntoView {
    let (title, text) = match headed.departments.is_empty() {
        true => (k::NO_DEPARTMENT, k::NO_DEPARTMENT_HINT),
        false => (k::NO_CLASS_YET, k::NO_DEPARTMENT_CLASS_HINT),
    };
    let empty = view! { <EmptyState icon="users" title=t(title) text=t(text)/> }.into_any();
    let line = |it: ClassSize| {
        let meta = format!("{} · {}", tn(c::COUNT_STUDENTS, it.students), tn(k::COUNT_TEACHERS, it.teachers));
        view! { <Line icon="users" href=format!("{base}/classes/{}", it.id) title=it.name meta/> }.into_any()
    };
    let all = (headed.classes.len() >= OWN_CLASSES)
        .then(|| view! { <li><A href=format!("{base}/classes")>{t(d::ALL_CLASSES)}</A></li> }.into_any());
    let lines = headed.classes.into_iter().map(line).chain(all).collect();
    view! { <ListPanel id="classes" title=k::CLASS_SIZES empty lines/> }
}

fn words() -> ChartWords {
    ChartWords { table: t(k::CHART_TABLE).into(), missing: "–".into(), empty: t(k::CHART_EMPTY).into() }
}

fn figure(count: i64) -> Figure {
    Figure::new(count as f64, number(count))
}

#[component]
fn Joined(joined: Vec<Week>) -> impl IntoView {
    let counts = joined.iter().map(|week| Some(figure(week.count))).collect();
    let figures = Figures::new(t(k::WEEK), joined.into_iter().map(|week| week.from).collect()).series(t(k::NEW_PEOPLE), counts);
    let axis = Axis::new(|value| number(value as i64)).whole();
    view! { <BarChart id="joined" caption=t(k::JOINED_BY_WEEK) figures axis words=words()/> }
}

#[component]
fn Work(work: WorkDone) -> impl IntoView {
    let all = work.all();
    let slice = |label: Key, count: i64| Slice::new(t(label), figure(count)).share(share(count, all));
    let parts = vec![slice(k::ON_TIME, work.on_time), slice(k::LATE, work.late), slice(k::MISSING, work.missing)];
    view! {
        <Donut
            id="work"
            caption=t(k::WORK_DONE)
            parts
            head=t(d::TO_DO)
            counted=t(k::WORK)
            centre=share(work.on_time, all)
            under=t(k::ON_TIME)
            words=words()
        />
    }
}

#[component]
fn Marks(marks: Vec<CourseMarks>) -> impl IntoView {
    let averages = marks.iter().map(|it| Some(Figure::new(it.percent as f64, percent(it.percent)))).collect();
    let figures = Figures::new(t(k::COURSE), marks.into_iter().map(|it| it.course).collect()).series(t(k::AVERAGE), averages);
    let axis = Axis::new(|value| percent(value as i64)).between(0.0, 100.0);
    view! { <BarChart id="averages" caption=t(k::MARKS_BY_COURSE) figures axis words=words() lying=true/> }
}

#[component]
fn Exceptions(
    base: String,
    exceptions: Vec<Exception>,
    /// Whether there is anything that could need a look.
    any: bool,
) -> impl IntoView {
    let (icon, title, text) = match any {
        true => ("check", k::EXCEPTIONS_NONE, k::EXCEPTIONS_NONE_HINT),
        false => ("users", k::EXCEPTIONS_EMPTY, k::EXCEPTIONS_EMPTY_HINT),
    };
    let none = exceptions.is_empty().then(|| {
        view! {
            <section class="panel" id="exceptions">
                <h2>{t(k::EXCEPTIONS)}</h2>
                <EmptyState icon title=t(title) text=t(text)/>
            </section>
        }
    });
    view! {
        <div>
            {none}
            {exceptions.into_iter().map(|it| view! { <OfKind base=base.clone() exception=it/> }).collect_view()}
        </div>
    }
}

#[component]
fn OfKind(base: String, exception: Exception) -> impl IntoView {
    let Exception { kind, total, lines } = exception;
    let (id, title, icon) = match kind {
        ExceptionKind::NoTeacher => ("no-teacher", k::NO_TEACHER, "users"),
        ExceptionKind::LongWait => ("long-wait", k::LONG_WAIT, "pencil"),
        ExceptionKind::NoWork => ("no-work", k::NO_WORK, "book-open"),
        ExceptionKind::Quiet => ("quiet", k::QUIET_CLASSES, "message-circle"),
    };
    let rest = rest(lines.len(), total);
    let line = |it: ExceptionLine| {
        let own = it.since.as_ref().and_then(|when| when.own.clone());
        let since = it.since.map(|when| tf(k::SINCE, &[("when", &when.local)]));
        let count = match kind {
            ExceptionKind::NoTeacher | ExceptionKind::Quiet => Some(tn(c::COUNT_STUDENTS, it.count)),
            ExceptionKind::LongWait | ExceptionKind::NoWork => None,
        };
        let note = Some(it.note).filter(|note| !note.is_empty());
        let meta = facts([note, count, since].into_iter().flatten());
        let wait =
            (kind == ExceptionKind::LongWait).then(|| view! { <Badge tone=Tone::Warn>{tn(k::WAITING_WORK, it.count)}</Badge> });
        view! { <Line icon href=format!("{base}{}", it.path) title=it.name meta own>{wait}</Line> }.into_any()
    };
    let lines = lines.into_iter().map(line).collect();
    view! {
        <ListPanel id title empty=().into_any() lines/>
        {rest}
    }
}
