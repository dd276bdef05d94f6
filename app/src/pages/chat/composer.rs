//! The field one writes in. Without script it is a plain form that stores the message and comes back.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Textarea;
use model::chat::MessageForm;
use model::ids::MessageId;
use model::text::chat as c;
use model::{Error, limits};
use server_fn::ServerFn;

use super::api;
use super::desk::{Desk, Link, taking_back};
use super::keys::{Wish, wish};
use super::offer::{Offer, Offered};
use super::picker::PickEmoji;
use super::picking::{Pick, PickedFiles, Picking};
use super::purpose::Purpose;
use super::writing::Writing;
use crate::prelude::*;
use crate::screen::tell;

const EDIT: &str = <api::EditMessage as ServerFn>::PATH;

#[component]
pub fn Composer(desk: Desk, next: MessageId) -> impl IntoView {
    // Without script the form is for what the address asks for.
    let first = desk.writing.get_untracked();
    let edits = first.edited();
    let path = if edits.is_some() { EDIT.to_owned() } else { format!("{}/messages", desk.address()) };
    let id = edits.unwrap_or(next);
    let form = FormState::plain(&path);
    let picking = Picking::new();
    if !desk.is_beside() {
        // What is dropped on the page is the room's.
        picking.listen();
    }
    let field = NodeRef::<Textarea>::new();
    let offer = Offer::new(desk, field);
    let problem = RwSignal::new(None::<String>);
    let (refused, unfit) = (form.problem("body"), form.problem("files"));
    let error = Signal::derive(move || {
        let first = problem.get().or_else(|| picking.problem.get());
        first.or_else(|| refused.get()).or_else(|| unfit.get())
    });
    picking.guard(desk);
    // The keys do as is said of them with a script that hears them.
    let keyboard = has_keyboard();
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let ended = Signal::derive(move || matches!(desk.link.get(), Link::Ended | Link::Outdated));
    // Another message is taken up: its words stand in the field, or the field waits for the answer. What was begun before
    // comes back after it. What was refused comes before that.
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
        if let (Some((words, files)), Some(field)) = (desk.back.get(), field.get_untracked()) {
            desk.back.set(None);
            field.set_value(&taking_back::before(&words, &field.value()));
            picking.put_back(files);
            // Whoever keeps what is typed hears of it.
            untrack(|| tell(&field, "input"));
            let _ = field.focus();
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
    let is_new = move || desk.writing.with_untracked(|it| *it == Writing::New);
    let is_empty = move || picking.is_empty() && field.get_untracked().is_some_and(|it| it.value().is_empty());
    let key = move |event: KeyboardEvent| {
        if offer.key(&event) {
            return;
        }
        match wish(&event, keyboard.get_untracked()) {
            Some(Wish::Send) => {
                event.prevent_default();
                say();
            }
            Some(Wish::Leave) if !is_new() => desk.writing.set(Writing::New),
            Some(Wish::EditLast) if is_new() && is_empty() => {
                if let Some(writing) = desk.timeline.with_untracked(|it| it.own_last().map(Writing::edit)) {
                    event.prevent_default();
                    desk.writing.set(writing);
                }
            }
            Some(Wish::Leave | Wish::EditLast) | None => {}
        }
    };
    let typed = match form.typed("body") {
        typed if typed.is_empty() => match &first {
            Writing::Edit { body, .. } => body.clone(),
            Writing::New | Writing::Reply { .. } => typed,
        },
        typed => typed,
    };
    let pen = desk.pen();
    let (error_id, hint_id) = (format!("{pen}-error"), format!("{pen}-hint"));
    let (wrong, described) = (error_id.clone(), format!("{pen}-error {pen}-hint"));
    // Without a script what is said in a thread answers what it goes back to.
    let answered = first.answered().or(desk.thread.map(|thread| thread.seq));
    // A thread beside its room has the room's address, and a draft of its own; other words for a message are no draft.
    let draft = desk.thread.filter(|thread| thread.beside).map(|thread| format!("thread-{}", thread.seq)).unwrap_or_default();
    // What is shared to the app is the room's.
    let shared = (!desk.is_beside()).then_some("");
    view! {
        <form
            class="composer"
            method="post"
            action=path
            enctype=edits.is_none().then_some("multipart/form-data")
            data-draft=move || desk.writing.with(|it| it.edited().is_none()).then(|| draft.clone())
            data-takes-shared=shared
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
            {answered.map(|seq| view! { <input type="hidden" name=form.name("reply") value=seq.to_string()/> })}
            {desk.thread.map(|thread| view! { <input type="hidden" name="thread" value=thread.seq.to_string()/> })}
            <Offered offer/>
            <PickedFiles picking/>
            {edits.is_none().then(|| view! { <Pick picking pen/> })}
            <div class="field">
                <label for=pen>{if desk.thread.is_some() { t(c::ANSWER) } else { t(c::MESSAGE) }}</label>
                <textarea
                    class="input"
                    id=pen
                    name=form.name("body")
                    rows="1"
                    maxlength=limits::MESSAGE
                    dir="auto"
                    enterkeyhint=move || keyboard.get().then_some("send")
                    aria-describedby=move || if live.get() { described.clone() } else { wrong.clone() }
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-autocomplete=move || live.get().then_some("list")
                    aria-controls=move || offer.is_open().then_some("calling")
                    aria-activedescendant=move || offer.is_open().then(|| offer.active())
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
                <PickEmoji desk field/>
            </div>
            <Button icon="send" disabled=ended>{move || if desk.writing.with(|it| it.edited().is_some()) { t(c::SAVE) } else { t(c::SEND) }}</Button>
            <p class="error" id=error_id>{move || error.get()}</p>
            {move || {
                let words = if keyboard.get() { t(c::HINT) } else { t(c::HINT_TOUCH) };
                live.get().then(|| view! { <p class="hint" id=hint_id.clone()>{words}</p> })
            }}
        </form>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
