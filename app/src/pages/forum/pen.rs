//! The field that a post is written in: with marks to press where a script runs, and a look at what it will be.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html::{Input, Textarea};
use leptos::leptos_dom::helpers::TimeoutHandle;
use model::assignments;
use model::forum::Board;
use model::limits;
use model::text::{common, forum as f};
use web_sys::{ClipboardEvent, DragEvent, File, HtmlInputElement, HtmlTextAreaElement};

use super::api;
use super::marking::{Mark, marked};
use crate::attached::{carried, holds_files};
use crate::look_up::LookUp;
use crate::pages::chat::offer::{Offer, Offered};
use crate::prelude::*;
use crate::screen::tell;
use crate::text::size;

/// How long the keys rest before the look at it is a new one.
const REST: Duration = Duration::from_millis(600);

/// The buttons, with their icons, what they are called, and the key that does the same.
const MARKS: [(Mark, &str, Key, Option<&str>); 6] = [
    (Mark::Bold, "bold", f::MARK_BOLD, Some("b")),
    (Mark::Slanted, "italic", f::MARK_SLANTED, Some("i")),
    (Mark::Code, "code", f::MARK_CODE, Some("e")),
    (Mark::Link, "link", f::MARK_LINK, None),
    (Mark::List, "list", f::MARK_LIST, None),
    (Mark::Quote, "text-quote", f::MARK_QUOTE, None),
];

/// The text of a post, as the form calls it: `body`.
#[component]
pub fn Pen(
    school: String,
    board: Board,
    form: FormState,
    /// What stands in it at first.
    value: String,
    #[prop(optional, into)] id: MaybeText,
    rows: u32,
    #[prop(optional)] required: bool,
    #[prop(optional)] field: NodeRef<Textarea>,
    /// Takes the files that are pasted here, or dropped.
    #[prop(optional)]
    files: Option<NodeRef<Input>>,
) -> impl IntoView {
    let offer = Offer::of_forum(school.clone(), board, field);
    let look = Look::new(school, field);
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    // What the field says of the list to those who hear the page.
    Effect::new(move || {
        let Some(field) = field.get() else { return };
        let _ = field.set_attribute("aria-autocomplete", "list");
        if offer.is_open() {
            let _ = field.set_attribute("aria-controls", "calling");
            let _ = field.set_attribute("aria-activedescendant", &offer.active());
        } else {
            let _ = field.remove_attribute("aria-controls");
            let _ = field.remove_attribute("aria-activedescendant");
        }
    });
    let press = move |mark: Mark| {
        if let Some(field) = field.get_untracked() {
            put(&field, mark);
        }
    };
    let key = move |event: KeyboardEvent| {
        if offer.key(&event) {
            return;
        }
        if !(event.ctrl_key() || event.meta_key()) || event.shift_key() || event.alt_key() || event.is_composing() {
            return;
        }
        let pressed = event.key().to_lowercase();
        if let Some((mark, ..)) = MARKS.iter().find(|(_, _, _, key)| *key == Some(pressed.as_str())) {
            event.prevent_default();
            press(*mark);
        }
    };
    let button = move |(mark, icon, label, key): (Mark, &'static str, Key, Option<&'static str>)| {
        let name = t(label);
        let title = key.map_or_else(|| name.to_owned(), |key| format!("{name} (Ctrl+{})", key.to_uppercase()));
        let keys = key.map(|key| format!("Control+{key} Meta+{key}"));
        view! {
            <button
                type="button"
                class="button button-quiet button-small button-icon"
                aria-label=name
                aria-keyshortcuts=keys
                title=title
                on:click=move |_| press(mark)
            >
                <Icon name=icon/>
            </button>
        }
    };
    let typed = move |_| {
        offer.look();
        look.rest();
    };
    let turn = move |_| look.turn();
    let input = move || files.and_then(|files| files.get_untracked());
    let pasted = move |event: ClipboardEvent| {
        let Some((input, data)) = input().zip(event.clipboard_data()) else { return };
        let files = carried(&data);
        // What is a text, too, is pasted as one.
        if !files.is_empty() && data.get_data("text/plain").unwrap_or_default().is_empty() {
            event.prevent_default();
            add(&input, files);
        }
    };
    let over = move |event: DragEvent| {
        if files.is_some() && holds_files(&event) {
            event.prevent_default();
        }
    };
    let dropped = move |event: DragEvent| {
        if let Some((input, data)) = input().zip(event.data_transfer())
            && holds_files(&event)
        {
            event.prevent_default();
            add(&input, carried(&data));
        }
    };
    let tools = move || {
        live.get().then(|| {
            view! {
                <div class="pen-tools">
                    <div class="row" role="group" aria-label=t(f::MARKS)>{MARKS.map(button).into_iter().collect_view()}</div>
                    <button
                        type="button"
                        class="button button-quiet button-small"
                        aria-expanded=move || look.shown.get().to_string()
                        on:click=turn
                    >
                        <Icon name="eye"/>
                        {t(f::PREVIEW)}
                    </button>
                </div>
            }
        })
    };
    view! {
        <div class="pen">
            <div
                class="pen-field"
                on:keydown=key
                on:input=typed
                on:focusout=move |_| offer.close()
                on:paste=pasted
                on:dragover=over
                on:drop=dropped
            >
                <Offered offer/>
                <TextArea
                    label=t(f::BODY)
                    name=form.name("body")
                    id
                    value
                    error=form.problem("body")
                    hint=t(f::BODY_HINT)
                    maxlength=limits::MESSAGE
                    rows
                    required
                    tools=view! { {tools} }.into_any()
                    node_ref=field
                />
            </div>
            <Preview look/>
        </div>
    }
}

/// Puts a mark into the field; who keeps what is typed hears of it as of a key.
fn put(field: &HtmlTextAreaElement, mark: Mark) {
    let at = |place: std::result::Result<Option<u32>, _>| place.ok().flatten().unwrap_or_default();
    let marked = marked(&field.value(), at(field.selection_start())..at(field.selection_end()), mark);
    field.set_value(&marked.text);
    let _ = field.focus();
    let _ = field.set_selection_range(marked.chosen.start, marked.chosen.end);
    tell(field, "input");
}

/// Puts further files into their field.
fn add(input: &HtmlInputElement, files: Vec<File>) {
    let all: Vec<File> = chosen_files(input).into_iter().chain(files).collect();
    put_files(input, &all);
    tell(input, "change");
}

/// The files of a post, chosen, dropped or pasted.
#[component]
pub fn Files(form: FormState, field: NodeRef<Input>) -> impl IntoView {
    let accept = assignments::accept();
    view! {
        <FileDrop
            label=t(f::FILES)
            name="files"
            invite=t(common::DROP_FILES)
            remove=t(common::TAKE_OUT)
            size=Callback::new(|bytes: u64| size(bytes as i64))
            multiple=true
            accept
            hint=tf(f::FILES_WITH, &[("n", &limits::FILES_PER_SUBMISSION)])
            error=form.problem("files")
            node_ref=field
        />
    }
}

/// What the post will look like, drawn by the server as all posts are, and anew when the keys rest.
#[derive(Clone, Copy)]
struct Look {
    school: StoredValue<String>,
    field: NodeRef<Textarea>,
    shown: RwSignal<bool>,
    /// Nothing before it was asked for.
    html: RwSignal<Option<Result<String>>>,
    look: LookUp,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Look {
    fn new(school: String, field: NodeRef<Textarea>) -> Look {
        let look = Look {
            school: StoredValue::new(school),
            field,
            shown: RwSignal::new(false),
            html: RwSignal::new(None),
            look: LookUp::new(),
            timer: StoredValue::new(None),
        };
        on_cleanup(move || look.stop());
        look
    }

    fn turn(self) {
        self.shown.update(|shown| *shown = !*shown);
        if self.shown.get_untracked() {
            self.ask();
        }
    }

    fn stop(self) {
        if let Some(Some(timer)) = self.timer.try_update_value(|timer| timer.take()) {
            timer.clear();
        }
    }

    /// Somebody types.
    fn rest(self) {
        self.stop();
        if self.shown.get_untracked() {
            self.timer.set_value(set_timeout_with_handle(move || self.ask(), REST).ok());
        }
    }

    fn ask(self) {
        let Some(text) = self.field.try_get_untracked().flatten().map(|field| field.value()) else { return };
        if text.trim().is_empty() {
            self.look.rest();
            self.html.set(Some(Ok(String::new())));
            return;
        }
        self.look.ask(api::preview_post(self.school.get_value(), text), move |told: Result<String>| {
            let _ = self.html.try_set(Some(told));
        });
    }
}

#[component]
fn Preview(look: Look) -> impl IntoView {
    let inside = move || match look.html.get() {
        None => ().into_any(),
        Some(Ok(html)) if html.is_empty() => view! { <p class="muted">{t(f::PREVIEW_EMPTY)}</p> }.into_any(),
        Some(Ok(html)) => view! { <div class="markup" dir="auto" inner_html=html></div> }.into_any(),
        Some(Err(error)) => view! { <p class="error">{crate::text::error(&error).1}</p> }.into_any(),
    };
    let busy = move || look.look.loading.get().then_some("true");
    move || {
        look.shown.get().then(|| {
            view! { <section class="pen-preview" aria-label=t(f::PREVIEW) aria-live="polite" aria-busy=busy>{inside}</section> }
        })
    }
}
