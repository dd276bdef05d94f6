use model::classes::{OwnRequest, RequestStatus};
use model::text::joining as j;

use crate::prelude::*;
use crate::text::facts;

/// The page it stands on.
const HERE: &str = "/schools";

/// The classes one has asked to be let into, and what came of it.
#[component]
pub fn Waiting(requests: Vec<OwnRequest>) -> impl IntoView {
    let any = !requests.is_empty();
    let line = |request: OwnRequest| {
        let OwnRequest { class, school, status, asked } = request;
        let waits = status == RequestStatus::Waiting;
        let title = tf(if waits { j::WAITING_FOR } else { j::DECLINED_BY }, &[("class", &class)]);
        let meta = facts([school, tf(j::ASKED_WHEN, &[("when", &asked.local)])]);
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
                    <h2>{t(j::ASKED_FOR)}</h2>
                    // A new document: who was let in meanwhile sees it in the whole frame.
                    <a href=HERE rel="external">{t(j::LOOK_AGAIN)}</a>
                </header>
                <ul class="list">{requests.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}
