use leptos_router::hooks::use_location;
use model::jobs::{JOBS, JobFilter, JobLine, JobState, JobsPage, KINDS, label};
use model::text::{courses, dashboards as d, desks as k, jobs as j};
use server_fn::ServerFn;

use super::api::{RetryDeadJobs, RetryJob, ThrowJobAway, list_jobs};
use crate::folded::{self, FoldedFilters};
use crate::paged::Paged;
use crate::params::encode;
use crate::prelude::*;

fn use_filter() -> Memo<JobFilter> {
    let query = use_location().query;
    Memo::new(move |_| {
        let query = query.read();
        let said = |name: &str| query.get(name).unwrap_or_default();
        JobFilter { kind: said("kind"), state: said("state"), page: said("page").parse().unwrap_or(1) }
    })
}

/// What waits, runs, was given up or done.
#[component]
pub fn Jobs() -> impl IntoView {
    let filter = use_filter();
    let page = Resource::new(move || filter.get(), list_jobs);
    view! {
        <Title text=t(j::JOBS)/>
        <Loaded of=page view=move |page: JobsPage| view! { <Whole filter=filter.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Whole(filter: JobFilter, page: JobsPage) -> impl IntoView {
    let crumbs = vec![(t(d::PLATFORM).to_owned(), "/admin".to_owned())];
    let [kind, state] = [&filter.kind, &filter.state].map(|it| encode(it));
    let href = move |page| format!("/admin/jobs?kind={kind}&state={state}&page={page}");
    let body = if page.jobs.is_empty() {
        let (icon, title, text) =
            if filter.is_narrow() { ("search", j::NO_MATCH, j::NO_MATCH_HINT) } else { ("check", j::NONE, j::NONE_HINT) };
        view! { <EmptyState icon title=t(title) text=t(text)/> }.into_any()
    } else {
        view! { <ul class="list outbox" id="jobs">{page.jobs.into_iter().map(|job| view! { <Job job/> }).collect_view()}</ul> }
            .into_any()
    };
    let again = (page.dead > 0).then(|| view! { <AllAgain kind=filter.kind().unwrap_or_default().to_owned() dead=page.dead/> });
    view! {
        <PageHead title=t(j::JOBS) subtitle=t(j::JOBS_HINT) crumbs crumbs_label=t(courses::WHERE)/>
        <FormProblem form=FormState::plain(RetryJob::PATH) alone=true/>
        <FormProblem form=FormState::plain(RetryDeadJobs::PATH) alone=true/>
        <FormProblem form=FormState::plain(ThrowJobAway::PATH) alone=true/>
        <Filter filter/>
        <section class="stack">
            {again}
            {body}
            <Paged page=page.page per_page=JOBS total=page.total href/>
        </section>
    }
}

#[component]
fn Filter(filter: JobFilter) -> impl IntoView {
    let kinds = KINDS.iter().map(|(kind, label)| (*kind, t(*label)));
    let kinds: Vec<(&str, &str)> = std::iter::once(("", t(j::EVERY_KIND))).chain(kinds).collect();
    let states = JobState::ALL.iter().map(|it| (it.text(), t(it.label())));
    let states: Vec<(&str, &str)> = std::iter::once(("", t(j::NOT_DONE))).chain(states).collect();
    let set = folded::set(&[&filter.kind, &filter.state]);
    let clear = filter.is_narrow().then(|| view! { <a class="filters-clear" href="/admin/jobs">{t(j::EVERY)}</a> });
    view! {
        <form class="filters" method="get" action="/admin/jobs" id="jobs-filter">
            <FoldedFilters set>
                <Select label=t(j::KIND) name="kind" id="jobs-kind" options=kinds selected=filter.kind/>
                <Select label=t(j::STATE) name="state" id="jobs-state" options=states selected=filter.state/>
            </FoldedFilters>
            <div class="filters-actions">
                <Button variant=Variant::Quiet>{t(j::SHOW)}</Button>
                {clear}
            </div>
        </form>
    }
}

/// One click after the mail server is back, instead of one for each mail.
#[component]
fn AllAgain(kind: String, dead: i64) -> impl IntoView {
    view! {
        <Ask label=t(j::RETRY_ALL) question=tn(j::RETRY_ALL_ASK, dead) id="retry-all">
            <form method="post" action=RetryDeadJobs::PATH>
                <input type="hidden" name="kind" value=kind/>
                <Button>{t(j::RETRY_ALL_NOW)}</Button>
            </form>
        </Ask>
    }
}

#[component]
fn Job(job: JobLine) -> impl IntoView {
    let name = label(&job.kind).map_or_else(|| job.kind.clone(), |label| t(label).to_owned());
    let state = job.state;
    let (tone, when) = match state {
        JobState::Running => (Tone::Info, j::HELD),
        JobState::Dead => (Tone::Bad, j::GIVEN_UP),
        JobState::Waiting if job.tries > 0 => (Tone::Warn, j::AGAIN_AT),
        JobState::Waiting => (Tone::Neutral, j::DUE),
        JobState::Done => (Tone::Good, j::ENDED),
    };
    let when = tf(when, &[("when", &job.at.local)]);
    let tries = (job.tries > 0).then(|| format!(" · {}", tn(k::TRIES, job.tries)));
    let error = job.error.clone().map(|error| {
        view! {
            <Notice tone=Tone::Bad title=t(j::WHY)>
                <p><bdi>{error}</bdi></p>
                <p class="muted">{tf(j::IN_LOG, &[("id", &job.id)])}</p>
            </Notice>
        }
    });
    view! {
        <li data-state=state.text()>
            <details>
                <summary>
                    <span class="outbox-of">
                        <span class="title">{name.clone()}</span>
                        <span class="meta muted">{when} {tries}</span>
                    </span>
                    <Badge tone>{t(state.label())}</Badge>
                </summary>
                <div class="outbox-body">
                    {error}
                    <p class="muted"><code>{job.kind.clone()}</code> " · " {tf(j::ADDED, &[("when", &job.added.local)])}</p>
                    <Acts job name/>
                </div>
            </details>
        </li>
    }
}

/// What can be done about a job that failed.
#[component]
fn Acts(job: JobLine, name: String) -> impl IntoView {
    let id = job.id.to_string();
    let retry = job.can_retry.then(|| {
        view! {
            <form method="post" action=RetryJob::PATH>
                <input type="hidden" name="id" value=id.clone()/>
                <Button variant=Variant::Quiet small=true label=tf(j::RETRY_OF, &[("what", &name)])>{t(j::RETRY)}</Button>
            </form>
        }
    });
    let throw_away = job.can_drop.then(|| {
        view! {
            <Ask label=t(j::DROP) spoken=tf(j::DROP_OF, &[("what", &name)]) question=t(j::DROP_ASK) small=true>
                <form method="post" action=ThrowJobAway::PATH>
                    <input type="hidden" name="id" value=id.clone()/>
                    <Button variant=Variant::Danger>{t(j::DROP_NOW)}</Button>
                </form>
            </Ask>
        }
    });
    (job.can_retry || job.can_drop).then(|| view! { <div class="row">{retry} {throw_away}</div> })
}
