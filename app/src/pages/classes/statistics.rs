use model::classes::{ClassPage, ClassStatistics, WorkAverage};
use model::text::classes as c;

use super::api;
use super::parts::{ClassHead, Part};
use crate::prelude::*;
use crate::text::{number, percent, share, size};

/// The class in figures, for those who may see how far its students are.
#[component]
pub fn ClassFigures() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let figures = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_statistics(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Loaded of=figures view=move |(class, figures): (ClassPage, ClassStatistics)| {
            view! { <Whole school=school.get_untracked() class figures/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: String, class: ClassPage, figures: ClassStatistics) -> impl IntoView {
    let storage = tf(c::STORAGE_OF, &[("used", &size(class.storage_bytes)), ("quota", &size(class.quota_bytes))]);
    let used = share(class.storage_bytes, class.quota_bytes);
    let average = figures.average.map_or_else(|| "–".to_owned(), |average| percent(average.round()));
    let due = figures.on_time + figures.late + figures.missing;
    let slice = |label: Key, count: i64| Slice::new(t(label), Figure::new(count as f64, number(count))).share(share(count, due));
    let parts = vec![slice(c::ON_TIME, figures.on_time), slice(c::LATE, figures.late), slice(c::MISSING, figures.missing)];
    let centre = share(figures.on_time, due);
    view! {
        <ClassHead school class here=Part::Statistics/>
        <Stats>
            <Stat label=t(c::STUDENTS) value=number(figures.students)/>
            <Stat label=t(c::ASSIGNMENTS) value=number(figures.assignments)/>
            <Stat label=t(c::AVERAGE) value=average/>
            <Stat label=t(c::ACTIVE) value=number(figures.active)/>
            <Stat label=storage value=used/>
        </Stats>
        <div class="panels">
            <Donut
                id="work"
                caption=t(c::HANDED_IN)
                parts
                head=t(c::STATUS)
                counted=t(c::PIECES)
                centre
                under=t(c::ON_TIME)
                words=words(c::NOT_DUE)
            />
            <Averages averages=figures.averages/>
        </div>
    }
}

/// How the marks went, from one assignment to the next.
#[component]
fn Averages(averages: Vec<WorkAverage>) -> impl IntoView {
    let figure = |share: f64| Figure::new(share, percent(share.round()));
    let (titles, marks): (Vec<_>, Vec<_>) = averages.into_iter().map(|it| (it.title, it.average.map(figure))).unzip();
    let figures = Figures::new(t(c::ASSIGNMENT), titles).series(t(c::AVERAGE), marks);
    let axis = Axis::new(percent).between(0.0, 100.0);
    view! { <LineChart id="averages" caption=t(c::AVERAGES) figures axis words=words(c::NOT_MARKED)/> }
}

fn words(empty: Key) -> ChartWords {
    ChartWords { table: t(c::AS_TABLE).into(), missing: "–".into(), empty: t(empty).into() }
}
