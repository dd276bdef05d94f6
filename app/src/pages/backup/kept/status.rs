//! How the kept backups and their tests stand, in words and colour, with what can be done about it.

use model::When;
use model::backup::kept::{Cause, Covered, KeptStatus, Standing, TestStatus, Tested};
use model::text::backup as b;
use server_fn::ServerFn;

use crate::pages::backup::api::KeepNow;
use crate::pages::backup::head::address;
use crate::prelude::*;
use crate::text::number;

/// `covered`: the platform's backups hold the school.
pub const fn tone(standing: Standing, covered: bool) -> Tone {
    match standing {
        Standing::Good => Tone::Good,
        Standing::None | Standing::Unplanned if covered => Tone::Info,
        Standing::Waiting => Tone::Info,
        Standing::Late | Standing::None | Standing::Unplanned => Tone::Warn,
        Standing::Failed => Tone::Bad,
    }
}

/// `covered`: nobody expects a test of backups that a school need not have.
const fn tone_of_test(standing: Tested, covered: bool) -> Tone {
    match standing {
        Tested::Good => Tone::Good,
        Tested::Never if covered => Tone::Info,
        Tested::Waiting => Tone::Info,
        Tested::Late | Tested::Never => Tone::Warn,
        Tested::Failed => Tone::Bad,
    }
}

/// How the tests stand, in words and colour, and what the last good one proved of which backup. `covered` are the platform's
/// backups, where they hold the school.
#[component]
pub fn TestNotice(test: TestStatus, covered: Option<Covered>, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let TestStatus { standing, last, of, proof, error } = test;
    let is_covered = covered.is_some();
    let platform = covered.filter(|_| standing == Tested::Never);
    let title = if platform.is_some() { b::TESTED_OF_PLATFORM } else { standing.label() };
    let said = |key: Key, when: When| {
        let said = tf(key, &[("when", &when.local)]);
        view! { <p><InBrief said own=when.own/></p> }.into_any()
    };
    let last = match (last, platform) {
        (Some(when), _) => said(b::LAST_TEST, when),
        (None, Some(Covered { tested: Some(when), .. })) => said(b::LAST_TEST_OF_PLATFORM, when),
        (None, Some(_)) => view! { <p>{t(b::NO_TEST_OF_PLATFORM)}</p> }.into_any(),
        (None, None) => view! { <p>{t(b::NO_LAST_TEST)}</p> }.into_any(),
    };
    let proven = proof.zip(of).map(|(proof, of)| {
        let (rows, files) = (number(proof.rows as i64), number(proof.files as i64));
        view! { <p>{tf(proof.label(), &[("when", &of.local), ("rows", &rows), ("files", &files)])}</p> }
    });
    let cause = (!error.is_empty()).then(|| view! { <p>{cause(&error)}</p> });
    view! {
        <Notice tone=tone_of_test(standing, is_covered) title=t(title)>
            {last}
            {proven}
            {cause}
            {children.map(|children| children())}
        </Notice>
    }
}

/// That the platform is backed up, or will be, and when.
pub fn of_platform(it: &Covered) -> Option<String> {
    Some(tf(it.label()?, &[("hour", &format!("{:02}:00", it.schedule.hour))]))
}

/// How the backups stand, in words and colour.
#[component]
pub fn StatusNotice(
    status: KeptStatus,
    /// Whether one is being made: then nobody is told that there is none.
    #[prop(optional)]
    making: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (covered, already) = (status.is_covered(), status.is_good_already());
    let KeptStatus { standing, last, error, next, unlocked, covered: platform, test: _ } = status;
    let platform = platform.filter(|_| covered);
    // A good one of their own comes before those of the platform that are still to come.
    let (standing, title) = match platform.as_ref().and_then(of_platform) {
        Some(_) if already => (Standing::Good, t(Standing::Good.label()).to_owned()),
        Some(schedule) => (standing, schedule),
        None => (standing, t(standing.label()).to_owned()),
    };
    let said = |key: Key, when: When| {
        let said = tf(key, &[("when", &when.local)]);
        view! { <p><InBrief said own=when.own/></p> }.into_any()
    };
    let own = platform.map(|it| {
        let first = if already { it.schedule.every.first_of_platform() } else { Some(b::COMING_TEXT) };
        match (it.made, it.last, it.next) {
            (true, newest, _) => view! {
                {newest.map(|when| said(b::LAST_OF_PLATFORM, when))}
                <p>{t(b::COVERED_TEXT)}</p>
            }
            .into_any(),
            (false, _, next) => first.zip(next).map(|(key, when)| said(key, when)).into_any(),
        }
    });
    let next = next.map(|when| said(if last.is_some() { b::NEXT_AT } else { b::FIRST_AT }, when));
    let last = match last {
        Some(when) => said(b::LAST_GOOD, when),
        None if making => view! { <p>{t(b::FIRST_IS_MADE)}</p> }.into_any(),
        None if covered => view! { <p>{t(b::NO_LAST_OWN)}</p> }.into_any(),
        None => view! { <p>{t(b::NO_LAST)}</p> }.into_any(),
    };
    let (of_own, last) = if already { (Some(last), None) } else { (None, Some(last)) };
    let cause = (!error.is_empty()).then(|| view! { <p>{cause(&error)}</p> });
    let unlocked = unlocked.then(|| view! { <Notice tone=Tone::Bad title=t(b::UNLOCKED)>{t(b::UNLOCKED_TEXT)}</Notice> });
    view! {
        <Notice tone=tone(standing, covered) title>
            {of_own}
            {own}
            {last}
            {cause}
            {next}
            {children.map(|children| children())}
        </Notice>
        {unlocked}
    }
}

/// Why one failed.
pub fn cause(error: &str) -> String {
    let words = error.parse::<Cause>().map_or(error, |it| t(it.label()));
    tf(b::CAUSE, &[("cause", &words)])
}

/// The same on the overview, with what can be done at once, and the way to the list.
#[component]
pub fn StatusCard(slug: String, status: KeptStatus) -> impl IntoView {
    let (test, covered) = (status.test.clone(), status.covering().cloned());
    let kept = address(&slug, "/kept");
    let never = status.is_covered().then(|| view! { <p>{t(b::OWN_NEVER)}</p> });
    let plan = status.standing.is_by_hand().then(|| {
        view! { <LinkButton href=format!("{kept}#schedule")>{t(b::SET_ONE)}</LinkButton> }
    });
    view! {
        <StatusNotice status>
            {never}
            <p><a href=kept>{t(b::TO_KEPT)}</a></p>
            <div class="actions">
                <form method="post" action=KeepNow::PATH>
                    <input type="hidden" name="school" value=slug/>
                    <Button variant=Variant::Quiet icon="plus">{t(b::MAKE_NOW)}</Button>
                </form>
                {plan}
            </div>
        </StatusNotice>
        <FormProblem form=FormState::plain(KeepNow::PATH) alone=true/>
        <TestNotice test covered/>
    }
}
