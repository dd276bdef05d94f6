//! Restores and try-outs that were: the list of them, and how one went.

use model::backup::cause::Cause;
use model::backup::restore::{By, RunCard, RunState, Step};
use model::text::restore as r;

use super::known_as;
use crate::prelude::*;
use crate::text::sentence;

/// Why it failed, in words.
pub fn cause(it: &RunCard) -> String {
    let words = it.cause.as_ref().map(why).unwrap_or_default();
    if it.detail.is_empty() { words } else { format!("{words} {}", tf(r::CAUSE, &[("cause", &it.detail)])) }
}

/// The same, without what the machine says.
pub fn why(cause: &Cause) -> String {
    let key = match cause {
        Cause::Broken { first, more } => {
            let first = tf(r::CAUSE_BROKEN, &[("problem", &sentence(&first.text()))]);
            return if *more > 0 { format!("{first} {}", tn(r::MORE, *more)) } else { first };
        }
        Cause::Unfit(unfit) => return sentence(&unfit.text()),
        Cause::Refused(error) => return crate::text::error(error).1,
        Cause::Stopped => r::CAUSE_STOPPED,
        Cause::Interrupted => r::STOPPED_TEXT,
        Cause::NoSafety => r::CAUSE_SAFETY,
        Cause::NoRoom => r::CAUSE_ROOM,
        Cause::Fault => r::CAUSE_FAULT,
    };
    t(key).to_owned()
}

/// The steps it took, and how long each of them did.
#[component]
pub fn Log(log: Vec<(Step, u64)>) -> impl IntoView {
    let all: u64 = log.iter().map(|(_, took)| took).sum();
    let line = |(step, ms): (Step, u64)| view! { <li>{format!("{} · {}", t(step.label()), took(ms))}</li> };
    (!log.is_empty()).then(|| {
        view! {
            <Disclosure label=tf(r::LOG, &[("all", &took(all))])>
                <ol class="tips" id="log">{log.into_iter().map(line).collect_view()}</ol>
            </Disclosure>
        }
    })
}

/// A time in milliseconds: short ones to a tenth of a second.
fn took(ms: u64) -> String {
    match ms {
        0..10_000 => tf(r::TOOK_SECONDS, &[("n", &format!("{}.{}", ms / 1_000, ms % 1_000 / 100))]),
        10_000..60_000 => tf(r::TOOK_SECONDS, &[("n", &(ms / 1_000))]),
        _ => tf(r::TOOK_MINUTES, &[("minutes", &(ms / 60_000)), ("seconds", &(ms % 60_000 / 1_000))]),
    }
}

fn by(it: &By) -> String {
    match it {
        By::Person(name) => name.clone(),
        By::Left => t(r::BY_LEFT).to_owned(),
        By::Itself => t(r::BY_ITSELF).to_owned(),
        By::Command => t(r::BY_COMMAND).to_owned(),
    }
}

/// The last ones.
#[component]
pub fn Runs(runs: Vec<RunCard>) -> impl IntoView {
    let columns = vec![
        Column::text(t(r::RUN_WHAT)),
        Column::text(t(r::RUN_WHEN)),
        Column::text(t(r::RUN_BY)),
        Column::text(t(r::RUN_OUTCOME)),
    ];
    let body = if runs.is_empty() {
        view! { <p class="muted">{t(r::RUNS_NONE)}</p> }.into_any()
    } else {
        let lines = runs.into_iter().map(|it| view! { <Line it/> }).collect_view();
        view! { <Table caption=t(r::RUNS) caption_hidden=true columns>{lines}</Table> }.into_any()
    };
    view! {
        <section class="panel" id="runs">
            <h2>{t(r::RUNS)}</h2>
            {body}
        </section>
    }
}

const fn tone(state: RunState) -> Tone {
    match state {
        RunState::Running | RunState::Loading => Tone::Info,
        RunState::Done => Tone::Good,
        RunState::Failed => Tone::Bad,
    }
}

#[component]
fn Line(it: RunCard) -> impl IntoView {
    let whose = it.school.clone().unwrap_or_else(|| t(r::WHOLE_PLATFORM).to_owned());
    let why = (it.state == RunState::Failed).then(|| view! { <span class="meta muted">{cause(&it)}</span> });
    let reason = (!it.reason.is_empty()).then(|| view! { <span class="meta muted">{it.reason.clone()}</span> });
    let archive = it.kept.as_ref().map_or_else(|| it.archive.clone(), known_as);
    let about = format!("{whose}, {archive}");
    let (label, by) = (t(it.label()), by(&it.by));
    view! {
        <tr>
            <RowHead>{label} " " <span class="meta muted">{about}</span></RowHead>
            <Cell label=t(r::RUN_WHEN)><InBrief said=it.begun.local own=it.begun.own/></Cell>
            <Cell label=t(r::RUN_BY)>{by} " " {reason}</Cell>
            <Cell label=t(r::RUN_OUTCOME)>
                <Badge tone=tone(it.state)>{t(it.state.label())}</Badge>
                " "
                {why}
            </Cell>
        </tr>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_as_exactly_as_it_matters() {
        for (ms, text) in
            [(0, "0.0 s"), (340, "0.3 s"), (9_999, "9.9 s"), (10_000, "10 s"), (59_999, "59 s"), (61_000, "1 min 1 s")]
        {
            assert_eq!(took(ms), text);
        }
    }
}
