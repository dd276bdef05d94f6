//! The backups that are kept: how they stand, making one, the list, and when they are made by themselves.

mod list;
mod schools;
mod status;

use std::time::Duration;

use model::Done;
use model::backup::kept::{Covered, Every, KeptPage, KeptState, ShelfCard, ShelfKind, Standing, TestStatus};
use model::backup::restore::{Running, Step};
use model::text::{backup as b, clear as c, restore as r};
use server_fn::ServerFn;

use self::list::List;
use self::schools::BySchool;
pub use self::status::{StatusCard, of_platform};
use self::status::{StatusNotice, TestNotice};
use super::api::{self, KeepNow, RemoveKept, RestoreKept, SetSchedule, TestKept, VerifyKept};
use super::going::{Ended, far, stages};
use super::head::{Head, Part, address, use_reach};
use super::schools::use_asked;
use crate::prelude::*;
use crate::text::{number, problem, size};

/// Seconds between two looks while one is being made.
const EVERY: Duration = Duration::from_secs(3);

#[component]
pub fn Kept() -> impl IntoView {
    let school = use_reach();
    let asked = use_asked();
    let page = Resource::new(move || (school.get(), asked.get()), |(school, (q, page))| api::show_kept(school, q, page));
    // Whether one was being made, and whether anything was on its way, when it was drawn last.
    let before = StoredValue::new((false, false));
    view! {
        <Loaded of=page view=move |shown: KeptPage| {
            let (made, moves) = (shown.running, shown.moves());
            let (was_made, moved) = before.try_update_value(|it| std::mem::replace(it, (made, moves))).unwrap_or_default();
            let good = shown.backups.first().is_some_and(|it| it.state == KeptState::Kept);
            let ended = (was_made && !made)
                .then(|| view! { <Ended begun=&[Done::BackupAsked] end=good.then_some(Done::BackupMade)/> });
            let rests = (moved && !moves)
                .then(|| view! { <Ended begun=&[Done::BackupChecking, Done::BackupTesting] end=None/> });
            view! {
                <Whole page=shown/>
                {moves.then(|| view! { <LookAgain of=page/> })}
                {ended}
                {rests}
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
    let KeptPage {
        school,
        of_platform,
        parts,
        status,
        backups,
        running,
        expected,
        testing,
        tested,
        can_test,
        schedule,
        zone,
        shelves,
        locks,
        schools,
    } = page;
    let slug = school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    // Whoever has a place in the school knows its zone.
    let times = of_platform.then(|| tf(c::TIMES, &[("zone", &zone)]));
    let keep = FormState::plain(KeepNow::PATH);
    let made = backups.iter().find(|it| it.state == KeptState::Running).map(|it| (it.files, it.new_bytes));
    let (test, covered) = (status.test.clone(), status.covering().cloned());
    let plan = status.standing.is_by_hand().then(|| {
        let never = status.is_covered().then(|| t(b::OWN_NEVER));
        // Who has a good one, or makes one, is not asked to.
        let how = (!running && !status.is_good_already()).then(|| t(b::PLAN_ONE));
        view! { <p>{never} " " {how} " " <a href="#schedule">{t(b::SET_ONE)}</a></p> }
    });
    let is_held = status.standing == Standing::Good;
    let by_school = schools.map(|listed| view! { <BySchool listed covered=is_held/> });
    view! {
        <Head part=Part::Kept school parts of_platform/>
        <p class="muted">{t(b::KEPT_ABOUT)} " " {times}</p>
        <StatusNotice status making=running>{plan}</StatusNotice>
        {shut}
        <Test slug=slug.clone() test covered testing tested can_test/>
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
            {running.then(|| view! { <Making slug=slug.clone() made expected/> })}
            <List slug=slug.clone() backups running/>
        </section>
        {by_school}
        <div class="split">
            <div><Schedule slug every=schedule.every hour=schedule.hour zone/></div>
            <aside><Where shelves locks/></aside>
        </div>
    }
}

/// How far the one is that is being made: its files and new bytes so far, of about as many files as rows name.
#[component]
fn Making(slug: String, made: Option<(i64, i64)>, expected: Option<u64>) -> impl IntoView {
    let (files, new) = made.unwrap_or_default();
    let expected = expected.filter(|of| *of > 0);
    // About as many as rows name: from then on it reads what it has written.
    let have_come = expected.is_some_and(|of| files.unsigned_abs() >= of);
    let share = expected.filter(|_| files > 0 && !have_come).map(|of| files as f64 / of as f64);
    let far = (files > 0).then(|| {
        let new = size(new);
        match expected {
            Some(_) if have_come => t(b::READ_AGAIN).to_owned(),
            Some(of) => tf(b::SO_FAR_OF, &[("n", &number(files)), ("of", &number(of as i64)), ("new", &new)]),
            None => format!("{} · {}", tn(b::SO_FAR, files), tf(b::NEW_SO_FAR, &[("new", &new)])),
        }
    });
    view! {
        <ProgressLine label=t(b::IS_MADE) value=share text=far/>
        <div class="actions">
            <LinkButton href=address(&slug, "/kept") icon="refresh-cw" small=true>{t(r::LOOK_AGAIN)}</LinkButton>
        </div>
    }
}

/// How the tests of the backups stand, and asking for one.
#[component]
fn Test(
    slug: String,
    test: TestStatus,
    covered: Option<Covered>,
    testing: bool,
    tested: Option<Running>,
    can_test: bool,
) -> impl IntoView {
    let disabled = testing || !can_test;
    let on_its_way = testing.then(|| view! { <Testing slug=slug.clone() tested/> });
    let why_not = (!testing && !can_test).then(|| view! { <p class="muted">{t(b::NOTHING_TO_TEST)}</p> });
    view! {
        <TestNotice test covered>
            {on_its_way}
            {why_not}
            <form method="post" action=TestKept::PATH>
                <input type="hidden" name="school" value=slug/>
                <Button variant=Variant::Quiet disabled>{t(b::TEST_NOW)}</Button>
            </form>
        </TestNotice>
        <FormProblem form=FormState::plain(TestKept::PATH) alone=true/>
    }
}

/// How far a test is, with its steps like those of a restore; of one that waits for its turn that it does.
#[component]
fn Testing(slug: String, tested: Option<Running>) -> impl IntoView {
    let now = tested.filter(|it| it.step > Step::Wait);
    let (share, text) = now.map_or_else(|| (None, t(Step::Wait.label()).to_owned()), far);
    let follows = match now {
        Some(now) => {
            let stages = stages(Step::OF_TEST, now.step);
            view! { <Steps label=t(r::STEPS) done=t(r::STEP_DONE_WORD) stages/> }.into_any()
        }
        None => view! { <p class="muted">{t(b::TEST_WAITS)}</p> }.into_any(),
    };
    view! {
        <ProgressLine label=t(b::IS_TESTED) value=share text=Some(text)/>
        {follows}
        <div class="actions">
            <LinkButton href=address(&slug, "/kept") icon="refresh-cw" small=true>{t(r::LOOK_AGAIN)}</LinkButton>
        </div>
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
            <p class="muted">{t(b::RETENTION)}</p>
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
                <div class="form-actions"><Button>{t(b::SAVE_SCHEDULE)}</Button></div>
            </form>
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
            {alone.then(|| view! { <p class="muted">{t(if told { b::NO_COPY } else { b::NO_COPY_ASK })}</p> })}
            {locks.then(|| view! { <Notice tone=Tone::Warn title=t(b::ENCRYPTS)>{t(b::ENCRYPTS_TEXT)}</Notice> })}
        </section>
    }
}
