//! What was written without a network and waits on the device to be sent, over every page: each with its state, and what
//! was refused with the reason and the words that were typed.

use model::Error;
use model::text::device as d;
use serde::Deserialize;

use crate::device::{hear, say};
use crate::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Waiting,
    Sending,
    Refused,
}

/// As public/page.js tells it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Unsent {
    key: String,
    /// What it is for.
    title: String,
    text: String,
    page: String,
    state: State,
    /// What the server answered last; empty without an answer.
    problem: String,
}

impl Unsent {
    fn said(&self) -> String {
        let error = serde_json::from_str::<Error>(&self.problem).ok();
        match (self.state, error) {
            (State::Sending, _) => t(d::STATE_SENDING).to_owned(),
            (State::Waiting, Some(Error::Unauthorized)) => t(d::STATE_LOGGED_OUT).to_owned(),
            (State::Waiting, _) => t(d::STATE_WAITING).to_owned(),
            (State::Refused, error) => {
                let why = crate::text::error(&error.unwrap_or(Error::Internal(String::new()))).1;
                tf(d::STATE_REFUSED, &[("why", &why)])
            }
        }
    }
}

#[component]
pub fn Waiting() -> impl IntoView {
    let unsent = RwSignal::new(Vec::<Unsent>::new());
    Effect::new(move || {
        hear("waiting", move |now: Vec<Unsent>| {
            let _ = unsent.try_set(now);
        });
        say("ask", &());
    });
    let any = Memo::new(move |_| !unsent.read().is_empty());
    let lines = move || unsent.get().into_iter().map(|unsent| view! { <Line unsent/> }).collect_view();
    let shown = move || {
        any.get().then(|| {
            view! {
                <details class="waiting">
                    <summary>
                        <Icon name="send"/>
                        <span role="status">{move || tn(d::WAITING, unsent.read().len())}</span>
                    </summary>
                    <ul class="list">{lines}</ul>
                </details>
            }
        })
    };
    // Asked before a log-out also where a chat shows by itself what waits (public/page.js).
    view! {
        <span hidden=true data-leave-ask=t(d::LEAVE_ASK)></span>
        {shown}
    }
}

#[component]
fn Line(unsent: Unsent) -> impl IntoView {
    let (said, refused) = (unsent.said(), unsent.state == State::Refused);
    let again = refused.then(|| {
        let key = unsent.key.clone();
        view! { <button type="button" class="button button-small" data-waiting-again=key>{t(d::SEND_AGAIN)}</button> }
    });
    let here = (!unsent.page.is_empty()).then(|| view! { <a href=unsent.page.clone()>{t(d::TO_PAGE)}</a> });
    view! {
        <li class:failed=refused>
            <div>
                <span class="title" dir="auto">{unsent.title}</span>
                <p class="waiting-text" dir="auto">{unsent.text}</p>
                <span class="meta">{said}</span>
            </div>
            <div class="trailing">
                {here}
                {again}
                <button
                    type="button"
                    class="button button-quiet button-small"
                    data-waiting-drop=unsent.key
                    data-ask=t(d::DROP_ASK)
                >
                    {t(d::DROP)}
                </button>
            </div>
        </li>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn unsent(state: State, problem: &str) -> String {
        let (key, title, text, page) = ("k".to_owned(), "Essay".to_owned(), "Words".to_owned(), String::new());
        Unsent { key, title, text, page, state, problem: problem.to_owned() }.said()
    }

    #[test]
    fn what_waits_says_why_and_what_was_refused_says_what_is_wrong() {
        let answer = |error: &Error| serde_json::to_string(error).unwrap_or_default();
        assert_eq!(unsent(State::Waiting, ""), t(d::STATE_WAITING));
        assert_eq!(unsent(State::Waiting, "<html>a proxy</html>"), t(d::STATE_WAITING));
        assert_eq!(unsent(State::Waiting, &answer(&Error::Unauthorized)), t(d::STATE_LOGGED_OUT));
        let why = crate::text::error(&Error::NotFound).1;
        assert!(unsent(State::Refused, &answer(&Error::NotFound)).contains(&why));
        assert!(unsent(State::Refused, "").starts_with("Not sent."));
    }
}
