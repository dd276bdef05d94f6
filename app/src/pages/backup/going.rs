//! A restore, a try-out or a clear while it goes on: its steps, and how far it is, looked at every second.

use std::time::Duration;

use leptos::task::spawn_local;
use model::Done;
use model::backup::restore::{Kind, Running, Step};
use model::ids::UploadId;
use model::text::{backup as b, clear as c, restore as r};

use super::api;
use crate::layout::is_refusal;
use crate::prelude::*;
use crate::text::{number, size};
use crate::told::Telling;

/// Between two looks.
const EVERY: Duration = Duration::from_secs(1);

/// What was told over the page as being on its way has ended.
#[component]
pub fn Ended(begun: &'static [Done], end: Option<Done>) -> impl IntoView {
    let telling = use_context::<Telling>();
    // Effects run in the browser only.
    Effect::new(move |_| {
        if let Some(telling) = telling {
            telling.end(begun, end);
        }
    });
}

#[component]
pub fn Going(
    slug: String,
    /// The archive on its page; a clear has none.
    of: Option<UploadId>,
    first: Running,
    /// The page itself, for who has no script.
    here: String,
    /// Asks for the page again, which says what came of it.
    ended: Callback<()>,
) -> impl IntoView {
    let now = RwSignal::new(first);
    let slug = StoredValue::new(slug);
    // One look at a time, and none after the last.
    let asks = StoredValue::new(false);
    let look = move || {
        let Some(slug) = slug.try_get_value().filter(|_| !asks.try_get_value().unwrap_or(true)) else { return };
        asks.set_value(true);
        spawn_local(async move {
            let running = match of {
                Some(id) => api::show_running(slug, id).await,
                None => api::show_clearing(slug).await,
            };
            match running {
                Ok(Some(running)) => {
                    let _ = now.try_set(running);
                    let _ = asks.try_set_value(false);
                }
                // The page may have been left meanwhile.
                Ok(None) if asks.try_get_value().is_some() => ended.run(()),
                Err(error) if is_refusal(&error) && asks.try_get_value().is_some() => ended.run(()),
                // Without a network, or where the server is busy, the next second asks again.
                _ => {
                    let _ = asks.try_set_value(false);
                }
            }
        });
    };
    // Effects run in the browser only.
    Effect::new(move |_| {
        if let Ok(handle) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || handle.clear());
        }
    });
    let step = Memo::new(move |_| now.get().step);
    let share = Signal::derive(move || share(now.get()));
    let far = Signal::derive(move || figures(now.get()));
    let (title, text) = match first.kind {
        Kind::Restore => (r::RESTORING, r::RESTORING_TEXT),
        Kind::Drill => (r::TRYING_OUT, r::TRYING_OUT_TEXT),
        Kind::Clear => (c::CLEARING, c::CLEARING_TEXT),
    };
    let steps =
        move || view! { <Steps label=t(r::STEPS) done=t(r::STEP_DONE_WORD) stages=stages(first.kind.steps(), step.get())/> };
    view! {
        <section class="panel" id="going">
            <h2>{t(title)}</h2>
            <p>{t(text)}</p>
            {steps}
            <p class="visually-hidden" role="status">{move || t(step.get().label())}</p>
            <ProgressLine label=t(r::PROGRESS) value=share text=far/>
            <div class="actions">
                <LinkButton href=here icon="refresh-cw" small=true>{t(r::LOOK_AGAIN)}</LinkButton>
            </div>
        </section>
    }
}

fn share(it: Running) -> Option<f64> {
    (it.of > 0).then(|| it.done as f64 / it.of as f64)
}

/// How far one is in a line: its share where that is known, and its step with the figures.
pub fn far(it: Running) -> (Option<f64>, String) {
    let step = t(it.step.label());
    (share(it), figures(it).map_or_else(|| step.to_owned(), |figures| format!("{step} · {figures}")))
}

/// How much of how much, where that is known.
fn figures(it: Running) -> Option<String> {
    if it.step.counts_files() && it.done > 0 {
        let done = it.done as i64;
        let of = (it.of > 0).then(|| tf(b::FILES_OF, &[("n", &number(done)), ("of", &number(it.of as i64))]));
        return Some(of.unwrap_or_else(|| tn(b::SO_FAR, done)));
    }
    if it.of == 0 || it.step.counts_files() {
        return None;
    }
    if it.step.counts_bytes() {
        return Some(tf(r::SENDING, &[("sent", &size(it.done as i64)), ("whole", &size(it.of as i64))]));
    }
    Some(tf(r::ROWS_OF, &[("done", &number(it.done as i64)), ("of", &number(it.of as i64))]))
}

/// Each of the steps as it stands: what is before it is done.
pub fn stages(steps: &[Step], now: Step) -> Vec<Stage> {
    let first = steps.first().copied().unwrap_or_default();
    // Before its first step it is about to take it.
    let now = now.max(first);
    let stage = |step: &Step| {
        let label = t(step.label());
        match step.cmp(&now) {
            std::cmp::Ordering::Less => Stage::done(label),
            std::cmp::Ordering::Equal => Stage::current(label),
            std::cmp::Ordering::Greater => Stage::coming(label),
        }
    };
    steps.iter().map(stage).collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn how_far_it_is_is_told_by_what_its_step_counts() {
        for (step, done, of, share, said) in [
            (Step::Wait, 0, 0, None, "Waiting to begin"),
            (Step::Fetch, 3, 4, Some(0.75), "Fetch the backup · Files: 3 of about 4"),
            (Step::Check, 0, 0, None, "Check the archive"),
            (Step::Stage, 50, 200, Some(0.25), "Read its rows · 50 of 200 rows"),
        ] {
            assert_eq!(far(Running { kind: Kind::Drill, step, done, of }), (share, said.to_owned()));
        }
    }
}
