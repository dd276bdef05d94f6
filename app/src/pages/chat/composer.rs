//! The field one writes in. Without script it is a plain form that stores the message and comes back.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Textarea;
use leptos::task::spawn_local;
use model::chat::{MessageForm, Present};
use model::ids::MessageId;
use model::markup::plain;
use model::text::chat as c;
use model::{Error, limits};
use server_fn::ServerFn;

use super::api;
use super::calling::{Calling, called, calling, meant};
use super::desk::{Desk, Link};
use super::picking::{Pick, PickedFiles, Picking};
use super::writing::Writing;
use crate::prelude::*;

const EDIT: &str = <api::EditMessage as ServerFn>::PATH;

/// The names that are offered while one is typed.
#[derive(Clone, Copy)]
struct Offer {
    desk: Desk,
    people: RwSignal<Option<Vec<Present>>>,
    names: RwSignal<Vec<Present>>,
    chosen: RwSignal<usize>,
    calling: StoredValue<Option<Calling>>,
    field: NodeRef<Textarea>,
}

impl Offer {
    fn new(desk: Desk, field: NodeRef<Textarea>) -> Offer {
        Offer {
            desk,
            people: RwSignal::new(None),
            names: RwSignal::default(),
            chosen: RwSignal::new(0),
            calling: StoredValue::new(None),
            field,
        }
    }

    /// Looks at what is typed.
    fn look(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let caret = field.selection_start().ok().flatten().unwrap_or_default();
        let typed = calling(&field.value(), caret);
        let names = match (&typed, self.people.get_untracked()) {
            (None, _) => Vec::new(),
            (Some(typed), Some(people)) => meant(&people, &typed.typed),
            (Some(_), None) => {
                self.ask();
                Vec::new()
            }
        };
        self.calling.set_value(typed);
        self.chosen.set(0);
        if names != self.names.get_untracked() {
            self.names.set(names);
        }
    }

    /// Asks who is in the room, once.
    fn ask(self) {
        self.people.set(Some(Vec::new()));
        let (school, room) = (self.desk.school.get_value(), self.desk.room);
        spawn_local(async move {
            let people = api::room_people(school, room).await;
            if self.people.is_disposed() {
                return;
            }
            self.people.set(people.ok());
            if self.people.with_untracked(Option::is_some) {
                self.look();
            }
        });
    }

    fn close(self) {
        self.names.set(Vec::new());
    }

    fn take(self, name: &str) {
        if let (Some(field), Some(typed)) = (self.field.get_untracked(), self.calling.get_value()) {
            let (text, caret) = called(&field.value(), &typed, name);
            field.set_value(&text);
            let _ = field.set_selection_range(caret, caret);
            let _ = field.focus();
        }
        self.close();
    }

    /// Answers whether the key was meant for the names.
    fn key(self, event: &KeyboardEvent) -> bool {
        let count = self.names.with_untracked(Vec::len);
        if count == 0 || event.is_composing() {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.chosen.update(|it| *it = (*it + 1) % count),
            "ArrowUp" => self.chosen.update(|it| *it = (*it + count - 1) % count),
            "Enter" | "Tab" => {
                let chosen = self.chosen.get_untracked();
                if let Some(name) = self.names.with_untracked(|names| names.get(chosen).map(|it| it.name.clone())) {
                    self.take(&name);
                }
            }
            "Escape" => self.close(),
            _ => return false,
        }
        event.prevent_default();
        true
    }
}

/// The names, as a list under the hand of the field.
#[component]
fn Names(offer: Offer) -> impl IntoView {
    let line = move |(index, person): (usize, Present)| {
        let name = person.name.clone();
        // Pressed before the field loses the focus.
        let take = move |event: leptos::ev::PointerEvent| {
            event.prevent_default();
            offer.take(&name);
        };
        view! {
            <li
                role="option"
                id=format!("call-{index}")
                aria-selected=move || (offer.chosen.get() == index).to_string()
                on:pointerdown=take
            >
                {person.name}
            </li>
        }
    };
    move || {
        offer.names.with(|names| {
            (!names.is_empty()).then(|| {
                view! {
                    <ul class="calling" role="listbox" id="calling" aria-label=t(c::CALLING)>
                        {names.iter().cloned().enumerate().map(line).collect_view()}
                    </ul>
                }
            })
        })
    }
}

#[component]
pub fn Composer(desk: Desk, next: MessageId) -> impl IntoView {
    // Without script the form is for what the address asks for.
    let first = desk.writing.get_untracked();
    let edits = first.edited();
    let path = if edits.is_some() { EDIT.to_owned() } else { format!("{}/messages", desk.address()) };
    let id = edits.unwrap_or(next);
    let form = FormState::plain(&path);
    let picking = Picking::new();
    picking.listen();
    let field = NodeRef::<Textarea>::new();
    let offer = Offer::new(desk, field);
    let problem = RwSignal::new(None::<String>);
    let (refused, unfit) = (form.problem("body"), form.problem("files"));
    let error = Signal::derive(move || {
        let first = problem.get().or_else(|| picking.problem.get());
        first.or_else(|| refused.get()).or_else(|| unfit.get())
    });
    picking.guard(desk);
    // The keys do as they say with a script that hears them, and where there are keys.
    let keyboard = has_keyboard();
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let ended = Signal::derive(move || matches!(desk.link.get(), Link::Ended | Link::Outdated));
    // Another message is taken up: its words stand in the field, or the field waits for the answer. What was begun before
    // comes back after it.
    let begun = StoredValue::new(String::new());
    Effect::new(move |before: Option<Writing>| {
        let writing = desk.writing.get();
        if let (Some(before), Some(field)) = (&before, field.get_untracked())
            && *before != writing
        {
            match (&writing, before) {
                (Writing::Edit { body, .. }, before) => {
                    if before.edited().is_none() {
                        begun.set_value(field.value());
                    }
                    field.set_value(body);
                }
                (_, Writing::Edit { .. }) => field.set_value(&begun.try_update_value(std::mem::take).unwrap_or_default()),
                _ => {}
            }
            problem.set(None);
            if writing != Writing::New {
                let _ = field.focus();
            }
        }
        writing
    });
    let say = move || {
        let Some(field) = field.get_untracked() else { return };
        let message = MessageForm { body: field.value(), reply: None };
        let files = desk.writing.with_untracked(|it| match it {
            Writing::Edit { files, .. } => *files,
            Writing::New | Writing::Reply { .. } => !picking.is_empty(),
        });
        let checked = message.validate_beside(files);
        problem.set(checked.as_ref().err().and_then(|error: &Error| error.problem_of("body")).map(crate::text::problem));
        if checked.is_ok() && !ended.get_untracked() {
            match desk.writing.with_untracked(Writing::edited) {
                Some(id) => desk.edit(id, message.text()),
                None => desk.say(message.text(), picking.take()),
            }
            field.set_value("");
        }
        offer.close();
        let _ = field.focus();
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        say();
    };
    let key = move |event: KeyboardEvent| {
        if offer.key(&event) {
            return;
        }
        if event.key() == "Escape" && desk.writing.with_untracked(|it| *it != Writing::New) {
            desk.writing.set(Writing::New);
        }
        // While a word is composed (Japanese, Chinese and others), Enter chooses it.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            say();
        }
    };
    let typed = match form.typed("body") {
        typed if typed.is_empty() => match &first {
            Writing::Edit { body, .. } => body.clone(),
            Writing::New | Writing::Reply { .. } => typed,
        },
        typed => typed,
    };
    let called = move || offer.names.with(|names| !names.is_empty());
    view! {
        <form
            class="composer"
            method="post"
            action=path
            enctype=edits.is_none().then_some("multipart/form-data")
            data-draft=""
            data-takes-shared=""
            on:submit=submit
        >
            <FormError message=form.whole()/>
            <Purpose desk/>
            {edits
                .map(|_| {
                    view! {
                        <input type="hidden" name="school" value=desk.school.get_value()/>
                        <input type="hidden" name="room" value=desk.room.to_string()/>
                        <input type="hidden" name="plain" value="true"/>
                    }
                })}
            <input type="hidden" name="id" value=id.to_string()/>
            {first.answered().map(|seq| view! { <input type="hidden" name=form.name("reply") value=seq.to_string()/> })}
            <Names offer/>
            <PickedFiles picking/>
            {edits.is_none().then(|| view! { <Pick picking/> })}
            <div class="field">
                <label for="message">{t(c::MESSAGE)}</label>
                <textarea
                    class="input"
                    id="message"
                    name=form.name("body")
                    rows="1"
                    maxlength=limits::MESSAGE
                    dir="auto"
                    enterkeyhint=move || live.get().then_some("send")
                    aria-describedby=move || if keyboard.get() { "message-error message-hint" } else { "message-error" }
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-autocomplete=move || live.get().then_some("list")
                    aria-controls=move || called().then_some("calling")
                    aria-activedescendant=move || called().then(|| format!("call-{}", offer.chosen.get()))
                    node_ref=field
                    on:input=move |_| {
                        desk.typing();
                        offer.look();
                    }
                    on:blur=move |_| offer.close()
                    on:paste=move |event| picking.pasted(&event)
                    on:keydown=key
                    inner_html=escaped(&typed)
                ></textarea>
            </div>
            <Button icon="send" disabled=ended>{move || if desk.writing.with(|it| it.edited().is_some()) { t(c::SAVE) } else { t(c::SEND) }}</Button>
            <p class="error" id="message-error">{move || error.get()}</p>
            {move || keyboard.get().then(|| view! { <p class="hint" id="message-hint">{t(c::HINT)}</p> })}
        </form>
    }
}

/// What is answered, or that other words are given to a message, with the way out of it.
#[component]
fn Purpose(desk: Desk) -> impl IntoView {
    move || {
        let (words, quote) = match desk.writing.get() {
            Writing::New => return None,
            Writing::Reply { author, quote, .. } => (tf(c::REPLYING, &[("author", &author)]), quote),
            Writing::Edit { .. } => (t(c::EDITING).to_owned(), String::new()),
        };
        let cancel = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            desk.writing.set(Writing::New);
        };
        Some(view! {
            <p class="purpose">
                <strong>{words}</strong>
                " "
                <span dir="auto">{plain(&quote)}</span>
                <a href=desk.address() on:click=cancel>{t(c::CANCEL)}</a>
            </p>
        })
    }
}
#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::sync::Arc;

    use model::chat::{History, RoomKind, RoomPage, Standing};
    use model::ids::{ClassId, RoomId, UserId};

    use super::*;
    use crate::form::Flash;

    /// The field after a message that was refused.
    fn refused(error: Error, typed: &str) -> String {
        let owner = Owner::new();
        owner.set();
        let (mut parts, ()) = axum::http::Request::new(()).into_parts();
        parts.extensions.insert(Arc::new(Flash {
            path: format!("/s/school/chat/{}/messages", RoomId::from_u128(1)),
            error: Some(error),
            typed: vec![("form[body]".into(), typed.into())],
        }));
        provide_context(parts);
        crate::form::keep_flash();
        let page = RoomPage {
            room_id: RoomId::from_u128(1),
            kind: RoomKind::Class,
            class_id: Some(ClassId::from_u128(1)),
            class_name: "First class".into(),
            name: "First class".into(),
            me: UserId::from_u128(1),
            my_name: "Me".into(),
            history: History::default(),
            standing: Standing { may_write: true, ..Standing::default() },
            people: Vec::new(),
            told: model::chat::Level::Calls,
            live: true,
            read: 0,
            unread: 0,
            last: 0,
            revision: 0,
            pins: Vec::new(),
            next_id: MessageId::from_u128(9),
            zone_minutes: 0,
        };
        let desk = Desk::new("school".into(), &page, Writing::New);
        view! { <Composer desk next=page.next_id/> }.to_html()
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
