use model::dashboards::{PlatformBoard, PlatformFigures, SchoolLine};
use model::text::dashboards as d;

use super::api;
use crate::prelude::*;
use crate::text::{number, size};

/// The platform admin's first page.
#[component]
pub fn PlatformPage() -> impl IntoView {
    let board = Resource::new(|| (), |()| api::show_platform());
    view! {
        <Title text=t(d::PLATFORM)/>
        <Loaded of=board view=move |board: PlatformBoard| view! { <Whole board/> }.into_any()/>
    }
}

#[component]
fn Whole(board: PlatformBoard) -> impl IntoView {
    let PlatformBoard { figures: f, cache_hits, database_bytes, schools } = board;
    let hits = cache_hits.map_or_else(|| "–".to_owned(), |share| format!("{}.{} %", share / 10, share % 10));
    let bad = |count: i64| if count > 0 { Tone::Bad } else { Tone::Good };
    view! {
        <PageHead title=t(d::PLATFORM) subtitle=t(d::PLATFORM_HINT)>
            <LinkButton href="/admin/mails" icon="mail">{t(d::OUTBOX)}</LinkButton>
            <LinkButton href="/backup" icon="database">{t(d::BACKUP)}</LinkButton>
        </PageHead>
        <Trouble figures=f.clone()/>
        <Stats>
            <Stat label=t(d::SCHOOLS) value=number(f.schools)/>
            <Stat label=t(d::USERS) value=number(f.users) tone=Tone::Info/>
            <Stat label=t(d::SIGN_UPS) value=number(f.sign_ups)/>
            <Stat label=t(d::DATABASE) value=size(database_bytes)/>
            <Stat label=t(d::CACHE_HITS) value=hits/>
        </Stats>
        <Stats>
            <Stat label=t(d::MAILS_WAITING) value=number(f.mails_waiting) href="/admin/mails"/>
            <Stat label=t(d::MAILS_FAILED) value=number(f.mails_failed) tone=bad(f.mails_failed) href="/admin/mails"/>
            <Stat label=t(d::JOBS_WAITING) value=number(f.jobs_waiting)/>
            <Stat label=t(d::JOBS_DEAD) value=number(f.jobs_dead) tone=bad(f.jobs_dead)/>
        </Stats>
        {if schools.is_empty() {
            view! { <EmptyState icon="school" title=t(d::NO_SCHOOLS) text=t(d::NO_SCHOOLS_HINT)/> }.into_any()
        } else {
            view! { <Schools schools/> }.into_any()
        }}
    }
}

/// What somebody should look at.
#[component]
fn Trouble(figures: PlatformFigures) -> impl IntoView {
    let mails = (figures.mails_failed > 0).then(|| {
        view! { <Notice tone=Tone::Warn>{tn(d::TROUBLE_MAILS, figures.mails_failed)}</Notice> }
    });
    let jobs = (figures.jobs_dead > 0).then(|| {
        let text = tn(d::TROUBLE_JOBS, figures.jobs_dead);
        view! { <Notice tone=Tone::Bad>{text} " " {t(d::MORE_IN_LOG)}</Notice> }
    });
    view! {
        {mails}
        {jobs}
    }
}

#[component]
fn Schools(schools: Vec<SchoolLine>) -> impl IntoView {
    let columns = vec![
        Column::text(t(d::SCHOOL)),
        Column::number(t(d::STUDENTS)),
        Column::number(t(d::TEACHERS)),
        Column::number(t(d::CLASS_COUNT)),
        Column::number(t(d::STORAGE)),
        Column::text(t(d::ZONE)),
        Column::text(t(d::FOUNDED)),
    ];
    view! {
        <section class="panel" id="schools">
            <header><h2>{t(d::SCHOOLS)}</h2></header>
            <Table caption=t(d::SCHOOLS) caption_hidden=true columns>
                {schools
                    .into_iter()
                    .map(|school| {
                        view! {
                            <tr>
                                <RowHead>{school.name}</RowHead>
                                <Cell label=t(d::STUDENTS) number=true>{number(school.students)}</Cell>
                                <Cell label=t(d::TEACHERS) number=true>{number(school.teachers)}</Cell>
                                <Cell label=t(d::CLASS_COUNT) number=true>{number(school.classes)}</Cell>
                                <Cell label=t(d::STORAGE) number=true>{size(school.storage_bytes)}</Cell>
                                <Cell label=t(d::ZONE)>{school.time_zone}</Cell>
                                <Cell label=t(d::FOUNDED)>{school.founded.local}</Cell>
                            </tr>
                        }
                    })
                    .collect_view()}
            </Table>
        </section>
    }
}
