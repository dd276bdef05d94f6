//! The field one writes in. Without script it is a plain form that stores the message and comes back.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Textarea;
use model::chat::MessageForm;
use model::ids::{ClassId, MessageId};
use model::text::chat as c;
use model::{Error, limits};
use server_fn::ServerFn;

use super::api;
use super::desk::{Desk, Link};
use crate::prelude::*;

#[component]
pub fn Composer(desk: Desk, class: ClassId, next: MessageId) -> impl IntoView {
    let path = <api::Say as ServerFn>::PATH;
    let form = FormState::plain(path);
    let field = NodeRef::<Textarea>::new();
    let problem = RwSignal::new(None::<String>);
    let first = form.problem("body");
    let error = Signal::derive(move || problem.get().or_else(|| first.get()));
    // The keys do as they say with a script that hears them, and where there are keys.
    let keyboard = has_keyboard();
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let ended = Signal::derive(move || matches!(desk.link.get(), Link::Ended | Link::Outdated));
    let say = move || {
        let Some(field) = field.get_untracked() else { return };
        let message = MessageForm { body: field.value() };
        let checked = message.validate();
        problem.set(checked.as_ref().err().and_then(|error: &Error| error.problem_of("body")).map(crate::text::problem));
        if checked.is_ok() && !ended.get_untracked() {
            desk.say(message.text());
            field.set_value("");
        }
        let _ = field.focus();
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        say();
    };
    let key = move |event: KeyboardEvent| {
        // While a word is composed (Japanese, Chinese and others), Enter chooses it.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            say();
        }
    };
    view! {
        <form class="composer" method="post" action=path data-draft="" data-takes-shared="" on:submit=submit>
            <FormError message=form.whole()/>
            <input type="hidden" name="school" value=desk.school.get_value()/>
            <input type="hidden" name="class" value=class.to_string()/>
            <input type="hidden" name="id" value=next.to_string()/>
            <div class="field">
                <label for="message">{t(c::MESSAGE)}</label>
                <textarea
                    class="input"
                    id="message"
                    name=form.name("body")
                    rows="1"
                    required
                    maxlength=limits::MESSAGE
                    dir="auto"
                    enterkeyhint=move || live.get().then_some("send")
                    aria-describedby=move || if keyboard.get() { "message-error message-hint" } else { "message-error" }
                    aria-invalid=move || error.get().map(|_| "true")
                    node_ref=field
                    on:input=move |_| desk.typing()
                    on:keydown=key
                    inner_html=escaped(&form.typed("body"))
                ></textarea>
            </div>
            <Button icon="send" disabled=ended>{t(c::SEND)}</Button>
            <p class="error" id="message-error">{move || error.get()}</p>
            {move || keyboard.get().then(|| view! { <p class="hint" id="message-hint">{t(c::HINT)}</p> })}
        </form>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::sync::Arc;

    use model::chat::{History, RoomPage};
    use model::ids::{RoomId, UserId};

    use super::*;
    use crate::form::Flash;

    /// The field after a message that was refused.
    fn refused(error: Error, typed: &str) -> String {
        let owner = Owner::new();
        owner.set();
        let (mut parts, ()) = axum::http::Request::new(()).into_parts();
        parts.extensions.insert(Arc::new(Flash {
            path: <api::Say as ServerFn>::PATH.to_owned(),
            error: Some(error),
            typed: vec![("form[body]".into(), typed.into())],
        }));
        provide_context(parts);
        crate::form::keep_flash();
        let class = ClassId::from_u128(1);
        let page = RoomPage {
            room_id: RoomId::from_u128(1),
            class_id: class,
            name: "First class".into(),
            me: UserId::from_u128(1),
            my_name: "Me".into(),
            history: History::default(),
            newest: true,
            may_write: true,
            live: true,
            read: 0,
            next_id: MessageId::from_u128(9),
            zone_minutes: 0,
        };
        let desk = Desk::new("school".into(), &page);
        view! { <Composer desk class next=page.next_id/> }.to_html()
    }

    #[test]
    fn what_was_typed_comes_back_as_text() {
        let html = refused(Error::Conflict(model::Problem::Taken), "a</textarea><script>alert(1)</script>&lt;");
        assert!(html.contains(">a&lt;/textarea>&lt;script>alert(1)&lt;/script>&amp;lt;</textarea>"), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn why_a_message_was_refused_is_said_once_and_under_it() {
        let html = refused(Error::field("body", model::Problem::Required), "");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(&crate::text::problem(model::Problem::Required)), "{html}");
        assert!(!html.contains("notice"), "{html}");
    }
}
