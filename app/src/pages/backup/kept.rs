//! The backups that are kept: how they stand, making one, the list, and when they are made by themselves.

use std::time::Duration;

use model::backup::kept::{
    Cause, Every, KeptCard, KeptPage, KeptState, KeptStatus, ShelfCard, ShelfKind, Standing, TestStatus, Tested,
};
use model::text::{backup as b, restore as r};
use server_fn::ServerFn;

use super::api::{self, KeepNow, RemoveKept, RestoreKept, SetSchedule, TestKept, VerifyKept};
use super::head::{Head, Part, address, use_reach};
use crate::prelude::*;
use crate::text::{number, problem, size};

/// Seconds between two looks while one is being made.
const EVERY: Duration = Duration::from_secs(3);

#[component]
pub fn Kept() -> impl IntoView {
    let school = use_reach();
    let page = Resource::new(move || school.get(), api::show_kept);
    view! {
        <Loaded of=page view=move |shown: KeptPage| {
            let moves = shown.moves();
            view! {
                <Whole page=shown/>
                {moves.then(|| view! { <LookAgain of=page/> })}
            }
                .into_any()
        }/>
    }
}

/// Asks again while something is on its way.
#[component]
fn LookAgain(of: Resource<KeptPage>) -> impl IntoView {
    of.follow(EVERY);
}

#[component]
fn Whole(page: KeptPage) -> impl IntoView {
    let shut = page.shut().map(|it| view! { <Notice tone=Tone::Bad title=t(b::SHUT)>{problem(it)}</Notice> });
    let KeptPage { school, parts, status, backups, running, testing, can_test, schedule, zone, shelves, locks } = page;
    let slug = school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let keep = FormState::plain(KeepNow::PATH);
    let far = backups.iter().find(|it| it.state == KeptState::Running).map(|it| it.files);
    let test = status.test.clone();
    let hint = matches!(status.standing, Standing::None | Standing::Unplanned).then(|| view! { <p>{t(b::PLAN_ONE)}</p> });
    view! {
        <Head part=Part::Kept school parts/>
        <p class="muted">{t(b::KEPT_ABOUT)}</p>
        <StatusNotice status/>
        {shut}
        {hint}
        <Test slug=slug.clone() test testing can_test/>
        <section class="panel" id="kept">
            <header>
                <h2>{t(b::KEPT)}</h2>
                <form method="post" action=KeepNow::PATH>
                    <input type="hidden" name="school" value=slug.clone()/>
                    <Button icon="plus" disabled=running>{t(b::MAKE_NOW)}</Button>
                </form>
            </header>
            <FormProblem form=keep alone=true/>
            <FormProblem form=FormState::plain(VerifyKept::PATH) alone=true/>
            <FormProblem form=FormState::plain(RemoveKept::PATH) alone=true/>
            <FormProblem form=FormState::plain(RestoreKept::PATH) alone=true/>
            {running
                .then(|| {
                    let far = far.filter(|files| *files > 0).map(|files| tn(b::SO_FAR, files));
                    let unknown: Option<f64> = None;
                    view! { <ProgressLine label=t(b::IS_MADE) value=unknown text=far/> }
                })}
            <List slug=slug.clone() backups/>
        </section>
        <div class="split">
            <div><Schedule slug every=schedule.every hour=schedule.hour zone/></div>
            <aside><Where shelves locks/></aside>
        </div>
    }
}

const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Good => Tone::Good,
        Standing::Waiting => Tone::Info,
        Standing::Late | Standing::None | Standing::Unplanned => Tone::Warn,
        Standing::Failed => Tone::Bad,
    }
}

const fn tone_of_test(standing: Tested) -> Tone {
    match standing {
        Tested::Good => Tone::Good,
        Tested::Waiting => Tone::Info,
        Tested::Late | Tested::Never => Tone::Warn,
        Tested::Failed => Tone::Bad,
    }
}

/// How the tests of the backups stand, and asking for one.
#[component]
fn Test(slug: String, test: TestStatus, testing: bool, can_test: bool) -> impl IntoView {
    let disabled = testing || !can_test;
    let on_its_way = testing.then(|| {
        let unknown: Option<f64> = None;
        view! { <ProgressLine label=t(b::IS_TESTED) value=unknown/> }
    });
    view! {
        <TestNotice test>
            {on_its_way}
            <form method="post" action=TestKept::PATH>
                <input type="hidden" name="school" value=slug/>
                <Button variant=Variant::Quiet disabled>{t(b::TEST_NOW)}</Button>
            </form>
        </TestNotice>
        <FormProblem form=FormState::plain(TestKept::PATH) alone=true/>
    }
}

/// How the tests stand, in words and colour, and what the last good one proved.
#[component]
pub fn TestNotice(test: TestStatus, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let TestStatus { standing, last, proof, error } = test;
    let last = match last {
        Some(when) => {
            let said = tf(b::LAST_TEST, &[("when", &when.local)]);
            view! { <p><InBrief said own=when.own/></p> }.into_any()
        }
        None => view! { <p>{t(b::NO_LAST_TEST)}</p> }.into_any(),
    };
    let proven = proof.map(|proof| {
        let (rows, files) = (number(proof.rows as i64), number(proof.files as i64));
        view! { <p>{tf(proof.label(), &[("rows", &rows), ("files", &files)])}</p> }
    });
    let cause = (!error.is_empty()).then(|| view! { <p>{cause(&error)}</p> });
    view! {
        <Notice tone=tone_of_test(standing) title=t(standing.label())>
            {last}
            {proven}
            {cause}
            {children.map(|children| children())}
        </Notice>
    }
}

/// How the backups stand, in words and colour.
#[component]
pub fn StatusNotice(status: KeptStatus, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let KeptStatus { standing, last, error, next, unlocked, test: _ } = status;
    let last = match last {
        Some(when) => {
            let said = tf(b::LAST_GOOD, &[("when", &when.local)]);
            view! { <p><InBrief said own=when.own/></p> }.into_any()
        }
        None => view! { <p>{t(b::NO_LAST)}</p> }.into_any(),
    };
    let next = next.map(|when| {
        let said = tf(b::NEXT_AT, &[("when", &when.local)]);
        view! { <p><InBrief said own=when.own/></p> }
    });
    let cause = (!error.is_empty()).then(|| view! { <p>{cause(&error)}</p> });
    let unlocked = unlocked.then(|| view! { <Notice tone=Tone::Bad title=t(b::UNLOCKED)>{t(b::UNLOCKED_TEXT)}</Notice> });
    view! {
        <Notice tone=tone(standing) title=t(standing.label())>
            {last}
            {cause}
            {next}
            {children.map(|children| children())}
        </Notice>
        {unlocked}
    }
}

/// Why one failed.
fn cause(error: &str) -> String {
    let words = error.parse::<Cause>().map_or(error, |it| t(it.label()));
    tf(b::CAUSE, &[("cause", &words)])
}

/// The same on the overview, with the way to the list.
#[component]
pub fn StatusCard(slug: String, status: KeptStatus) -> impl IntoView {
    let test = status.test.clone();
    view! {
        <StatusNotice status>
            <p><a href=address(&slug, "/kept")>{t(b::TO_KEPT)}</a></p>
        </StatusNotice>
        <TestNotice test/>
    }
}

#[component]
fn List(slug: String, backups: Vec<KeptCard>) -> impl IntoView {
    if backups.is_empty() {
        return view! { <EmptyState icon="archive" title=t(b::NO_KEPT) text=t(b::NO_KEPT_TEXT)/> }.into_any();
    }
    let columns = vec![
        Column::text(t(b::MADE)),
        Column::text(t(b::WHY)),
        Column::text(t(b::PLACE)),
        Column::number(t(b::ROWS)),
        Column::number(t(b::SIZE)),
        Column::text(t(b::CHECKED)),
        Column::text(t(b::STATE)),
        Column::actions(t(b::ACTIONS)),
    ];
    view! {
        <Table caption=t(b::KEPT) caption_hidden=true columns=columns>
            {backups.into_iter().map(|card| view! { <Line slug=slug.clone() card/> }).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn Line(slug: String, card: KeptCard) -> impl IntoView {
    let shut = card.lock.is_some_and(|lock| lock.problem().is_some());
    let encrypted = card.lock.map(|_| view! { <Badge tone=Tone::Info>{t(b::ENCRYPTED)}</Badge> });
    let (state, tone) = match card.state {
        _ if card.checking => (b::STATE_CHECKING, Tone::Info),
        KeptState::Running => (b::STATE_RUNNING, Tone::Info),
        KeptState::Kept if shut => (b::STATE_LOCKED, Tone::Warn),
        KeptState::Kept => (b::STATE_KEPT, Tone::Good),
        KeptState::Failed | KeptState::Gone => (b::STATE_FAILED, Tone::Bad),
    };
    let files = format!("{} · {}", number(card.files), size(card.bytes));
    let new =
        (card.state == KeptState::Kept).then(|| tf(b::NEW_OF, &[("new", &size(card.new_bytes)), ("all", &size(card.bytes))]));
    let checked = match card.verified.clone() {
        Some(when) => view! { <InBrief said=when.local own=when.own/> }.into_any(),
        None => t(b::NOT_CHECKED).into_any(),
    };
    let lacking = (card.lacking > 0).then(|| view! { <span class="meta">{tn(b::LACKING, card.lacking)}</span> });
    let cause = (!card.error.is_empty()).then(|| view! { <span class="meta">{cause(&card.error)}</span> });
    let (when, own) = (card.begun.local.clone(), card.begun.own.clone());
    let known_as = if shut { "locked" } else { card.state.text() };
    view! {
        <tr data-state=known_as>
            <RowHead><InBrief said=when own/></RowHead>
            <Cell label=t(b::WHY)>{t(card.why.label())}</Cell>
            <Cell label=t(b::PLACE)>{t(card.shelf.label())}</Cell>
            <Cell label=t(b::ROWS) number=true>{number(card.rows)}</Cell>
            <Cell label=t(b::SIZE) number=true>{files} {new.map(|new| view! { <span class="meta muted">{new}</span> })}</Cell>
            <Cell label=t(b::CHECKED)>{checked}</Cell>
            <Cell label=t(b::STATE)><Badge tone>{t(state)}</Badge> {encrypted} {lacking} {cause}</Cell>
            <Cell actions=true><Acts slug card/></Cell>
        </tr>
    }
}

/// What can be done with a backup; nothing while it is made.
#[component]
fn Acts(slug: String, card: KeptCard) -> impl IntoView {
    if card.state == KeptState::Running {
        return None;
    }
    let when = card.begun.local.clone();
    let id = card.id.to_string();
    let restore = card.can_restore.then(|| {
        view! {
            <li>
                <form method="post" action=RestoreKept::PATH>
                    <Named slug=slug.clone() id=id.clone()/>
                    <button>{t(r::RESTORE_KEPT)}</button>
                </form>
            </li>
        }
    });
    let good = (card.state == KeptState::Kept).then(|| {
        let query = if slug.is_empty() { String::new() } else { format!("?school={slug}") };
        view! {
            // External: the answer is a file, no page for the router.
            <li><a href=format!("/backup/kept/{id}/download{query}") rel="external">{t(b::DOWNLOAD_KEPT)}</a></li>
            <li>
                <form method="post" action=VerifyKept::PATH>
                    <Named slug=slug.clone() id=id.clone()/>
                    <button>{t(b::CHECK_AGAIN)}</button>
                </form>
            </li>
            {restore}
        }
    });
    let remove = (!card.last_good).then(|| {
        view! {
            <li>
                <Ask label=t(b::DELETE) question=tf(b::DELETE_ASK, &[("when", &when)])>
                    <form method="post" action=RemoveKept::PATH>
                        <Named slug=slug.clone() id=id.clone()/>
                        <Button variant=Variant::Danger>{t(b::DELETE_NOW)}</Button>
                    </form>
                </Ask>
            </li>
        }
    });
    Some(view! { <Menu label=tf(b::ACTIONS_OF, &[("when", &when)]) icon="ellipsis">{good} {remove}</Menu> })
}

#[component]
fn Named(slug: String, id: String) -> impl IntoView {
    view! {
        <input type="hidden" name="school" value=slug/>
        <input type="hidden" name="id" value=id/>
    }
}

#[component]
fn Schedule(slug: String, every: Every, hour: i64, zone: String) -> impl IntoView {
    let form = FormState::plain(SetSchedule::PATH);
    let refused = form.refused().get_untracked();
    let chosen = |field: &str, stored: String| if refused { form.typed(field) } else { stored };
    let often: Vec<_> = Every::ALL.iter().map(|it| (it.text(), t(it.label()))).collect();
    let hours: Vec<_> = (0..24).map(|hour| (hour.to_string(), format!("{hour:02}:00"))).collect();
    view! {
        <section class="panel panel-form" id="schedule">
            <h2>{t(b::SCHEDULE)}</h2>
            <form method="post" action=SetSchedule::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=slug/>
                <Select
                    label=t(b::HOW_OFTEN)
                    name=form.name("every")
                    options=often
                    selected=chosen("every", every.text().to_owned())
                    error=form.problem("every")
                />
                <Select
                    label=t(b::AT_HOUR)
                    name=form.name("hour")
                    options=hours
                    selected=chosen("hour", hour.to_string())
                    hint=tf(b::AT_HOUR_HINT, &[("zone", &zone)])
                    error=form.problem("hour")
                />
                <Button>{t(b::SAVE_SCHEDULE)}</Button>
            </form>
            <p class="muted">{t(b::RETENTION)}</p>
        </section>
    }
}

/// Where they lie. Folders and buckets are the platform's to know.
#[component]
fn Where(shelves: Vec<ShelfCard>, locks: bool) -> impl IntoView {
    let alone = !shelves.iter().any(|it| it.kind == ShelfKind::S3);
    let told = shelves.iter().any(|it| it.place.is_some());
    let shelf = |it: ShelfCard| {
        let place = it.place.map(|place| view! { <span class="meta"><bdi dir="ltr">{place}</bdi></span> });
        view! {
            <li>
                <Icon name="archive"/>
                <div><span class="title">{t(it.kind.label())}</span> {place}</div>
            </li>
        }
    };
    view! {
        <section class="card" id="shelves">
            <h2>{t(b::WHERE)}</h2>
            <ul class="list">{shelves.into_iter().map(shelf).collect_view()}</ul>
            {(alone && told).then(|| view! { <p class="muted">{t(b::NO_COPY)}</p> })}
            {locks.then(|| view! { <Notice tone=Tone::Warn title=t(b::ENCRYPTS)>{t(b::ENCRYPTS_TEXT)}</Notice> })}
        </section>
    }
}
