use leptos::task::spawn_local;
use model::classes::{OwnRequest, RequestStatus};
use model::text::joining as j;

use crate::pages::accounts::api::my_requests;
use crate::prelude::*;

/// The page it stands on.
const HERE: &str = "/schools";

/// The classes one has asked to be let into, and what came of it.
#[component]
pub fn Waiting(requests: Vec<OwnRequest>) -> impl IntoView {
    let any = !requests.is_empty();
    if requests.iter().any(|it| it.status == RequestStatus::Waiting) {
        look_when_seen_again(requests.clone());
    }
    let line = |request: OwnRequest| {
        let OwnRequest { class, school, status, asked } = request;
        let waits = status == RequestStatus::Waiting;
        let title = tf(if waits { j::WAITING_FOR } else { j::DECLINED_BY }, &[("class", &class)]);
        let meta = format!("{school} · {}", tf(j::ASKED_WHEN, &[("when", &asked.local)]));
        view! {
            <li>
                <Icon name=if waits { "clock" } else { "info" }/>
                <div>
                    <span class="title">{title}</span>
                    <span class="meta">{meta}</span>
                    {(!waits).then(|| view! { <span class="meta">{t(j::DECLINED_HINT)}</span> })}
                </div>
            </li>
        }
    };
    any.then(|| {
        view! {
            <section class="panel" id="waiting">
                <header>
                    <h2>{t(j::WAITING)}</h2>
                    // A new document: who was let in meanwhile sees it in the whole frame.
                    <a href=HERE rel="external">{t(j::LOOK_AGAIN)}</a>
                </header>
                <ul class="list">{requests.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}

/// A tab that waits asks what came of it whenever it is brought to the front again. If something did, a new document takes
/// the place of frame and page.
fn look_when_seen_again(shown: Vec<OwnRequest>) {
    let shown = StoredValue::new(shown);
    // Effects run in the browser only.
    Effect::new(move |_| {
        let seen = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                return;
            }
            spawn_local(async move {
                let Ok(now) = my_requests().await else { return };
                // The page may have been left meanwhile.
                if shown.try_get_value().is_some_and(|before| before != now) {
                    let _ = location().assign(HERE);
                }
            });
        });
        on_cleanup(move || seen.remove());
    });
}
