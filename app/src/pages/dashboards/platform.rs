use model::backup::kept::KeptBrief;
use model::dashboards::{DeadJob, NewSchool, PlatformBoard, PlatformFigures};
use model::schools::SchoolFilter;
use model::text::{backup as b, dashboards as d, desks as k, jobs as j, schools as s};

use super::api;
use super::health::of_backups;
use super::lists::{Line, ListPanel};
use crate::pages::backup::HandedToYou;
use crate::prelude::*;
use crate::text::{number, percent, share, size};

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
    let tells_addresses = board.tells_addresses;
    let PlatformBoard { figures: f, cache_hits, database_bytes, errors, newest, dead, backup, handed, .. } = board;
    let since = tf(d::ERRORS_SINCE, &[("when", &errors.began.local)]);
    let per_cent = |mille: i64| percent(format!("{}.{}", mille / 10, mille % 10));
    let hits = cache_hits.map_or_else(|| "–".to_owned(), per_cent);
    let bad = |count: i64| if count > 0 { Tone::Bad } else { Tone::Good };
    view! {
        <PageHead title=t(d::PLATFORM) subtitle=t(d::PLATFORM_HINT)>
            <LinkButton href="/admin/mails" icon="mail">{t(d::OUTBOX)}</LinkButton>
            <LinkButton href="/backup" icon="database">{t(d::BACKUP)}</LinkButton>
        </PageHead>
        <Trouble figures=f.clone() errors=errors.last_hour tells_addresses/>
        <HandedToYou handed/>
        <Stats>
            <Stat label=t(d::SCHOOLS) value=number(f.schools) href="/admin/schools"/>
            <Stat label=t(d::USERS) value=number(f.users) tone=Tone::Info href="/admin/people"/>
            <Stat label=t(d::SIGN_UPS) value=number(f.sign_ups)/>
            <Stat label=t(d::DATABASE) value=size(database_bytes)/>
            <Stat label=t(d::CACHE_HITS) value=hits/>
        </Stats>
        <Stats>
            <Stat label=t(d::MAILS_WAITING) value=number(f.mails_waiting) href="/admin/mails?state=waiting"/>
            <Stat
                label=t(d::MAILS_FAILED)
                value=number(f.mails_failed)
                tone=bad(f.mails_failed)
                href="/admin/mails?state=failed"
            />
            <Stat label=t(d::JOBS_WAITING) value=number(f.jobs_waiting) href="/admin/jobs"/>
            <Stat label=t(d::JOBS_DEAD) value=number(f.jobs_dead) tone=bad(f.jobs_dead) href="#dead-jobs"/>
            <Stat label=t(d::ERRORS_HOUR) value=number(errors.last_hour) tone=bad(errors.last_hour)/>
            <Stat label=since value=number(errors.total)/>
        </Stats>
        <div class="split">
            <div>
                <Dead dead/>
                <NewestSchools newest/>
            </div>
            <aside>
                <section class="panel"><ByStatus figures=f/></section>
                <Backups backup/>
            </aside>
        </div>
    }
}

#[component]
fn Backups(backup: KeptBrief) -> impl IntoView {
    let (tone, word) = match &backup {
        it if it.has_failed() => (Tone::Bad, d::HEALTH_BAD),
        it if it.needs_look() => (Tone::Warn, d::HEALTH_LOOK),
        it if it.is_to_come() => (Tone::Info, d::HEALTH_TO_COME),
        _ => (Tone::Good, d::HEALTH_FINE),
    };
    let said = of_backups(&backup);
    let own = backup.last.and_then(|when| when.own);
    view! {
        <section class="panel" id="backups">
            <header>
                <h2><A href="/backup/kept">{t(b::KEPT)}</A></h2>
                <Badge tone>{t(word)}</Badge>
            </header>
            <p class="muted"><InBrief said own/></p>
        </section>
    }
}

#[component]
fn ByStatus(figures: PlatformFigures) -> impl IntoView {
    let PlatformFigures { pending, active, inactive, suspended, .. } = figures;
    let all = pending + active + inactive + suspended;
    let slice = |label: Key, count: i64| Slice::new(t(label), Figure::new(count as f64, number(count))).share(share(count, all));
    let parts = vec![
        slice(k::ACCOUNTS_ACTIVE, active),
        slice(k::ACCOUNTS_PENDING, pending),
        slice(k::ACCOUNTS_SUSPENDED, suspended),
        slice(k::ACCOUNTS_INACTIVE, inactive),
    ];
    let words = ChartWords { table: t(k::CHART_TABLE).into(), missing: "–".into(), empty: t(k::CHART_EMPTY).into() };
    view! {
        <Donut
            id="by-status"
            caption=t(k::BY_STATUS)
            parts
            head=t(k::STATUS)
            counted=t(d::USERS)
            centre=number(all)
            under=t(d::USERS)
            words
        />
    }
}

#[component]
fn Dead(dead: Vec<DeadJob>) -> impl IntoView {
    let empty = view! { <p class="muted">{t(k::DEAD_NONE)}</p> }.into_any();
    let line = |job: DeadJob| {
        let meta = format!("{} · {}", tn(k::TRIES, job.tries), tf(k::GIVEN_UP, &[("when", &job.given_up.local)]));
        view! {
            <li>
                <Icon name="alert-triangle"/>
                <div>
                    <span class="title"><code>{job.kind}</code></span>
                    <span class="meta muted">{meta}</span>
                    <span class="meta">{job.error}</span>
                </div>
            </li>
        }
        .into_any()
    };
    let lines = dead.into_iter().map(line).collect();
    let more = Some((j::JOBS, "/admin/jobs".to_owned()));
    view! { <ListPanel id="dead-jobs" title=k::DEAD_JOBS more empty lines/> }
}

#[component]
fn NewestSchools(newest: Vec<NewSchool>) -> impl IntoView {
    let line = |it: NewSchool| {
        let meta = format!("{} · {}", tn(k::COUNT_PEOPLE, it.people), tf(k::FOUNDED_ON, &[("when", &it.founded.local)]));
        view! { <Line icon="school" href=format!("/admin/schools/{}", it.id) title=it.name meta/> }.into_any()
    };
    let empty = view! { <EmptyState icon="school" title=t(d::NO_SCHOOLS) text=t(d::NO_SCHOOLS_HINT)/> }.into_any();
    let lines = newest.into_iter().map(line).collect();
    let more = Some((s::SCHOOLS, "/admin/schools".to_owned()));
    view! { <ListPanel id="newest-schools" title=k::NEWEST_SCHOOLS more empty lines/> }
}

/// What somebody should look at.
#[component]
fn Trouble(figures: PlatformFigures, errors: i64, tells_addresses: bool) -> impl IntoView {
    let told = tells_addresses.then(|| {
        view! {
            <Notice tone=Tone::Warn>
                {t(d::TROUBLE_TOLD)} " " <A href="/help/super_admin#mail-server">{t(d::TROUBLE_TOLD_HELP)}</A>
            </Notice>
        }
    });
    let errors = (errors > 0).then(|| {
        view! { <Notice tone=Tone::Bad>{tn(d::TROUBLE_ERRORS, errors)} " " {t(d::MORE_IN_LOG)}</Notice> }
    });
    let mails = (figures.mails_failed > 0).then(|| {
        view! { <Notice tone=Tone::Warn>{tn(d::TROUBLE_MAILS, figures.mails_failed)}</Notice> }
    });
    let jobs = (figures.jobs_dead > 0).then(|| {
        let text = tn(d::TROUBLE_JOBS, figures.jobs_dead);
        view! { <Notice tone=Tone::Bad>{text} " " <A href="/admin/jobs?state=dead">{t(d::TROUBLE_JOBS_SHOW)}</A></Notice> }
    });
    let schools = (figures.without_admin > 0).then(|| {
        let text = tn(s::TROUBLE, figures.without_admin);
        let href = format!("/admin/schools?admins={}", SchoolFilter::NO_ADMIN);
        view! { <Notice tone=Tone::Warn>{text} " " <A href=href>{t(s::TROUBLE_SHOW)}</A></Notice> }
    });
    view! {
        {told}
        {errors}
        {schools}
        {mails}
        {jobs}
    }
}
