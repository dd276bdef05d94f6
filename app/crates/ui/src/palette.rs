use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use crate::dialog::{close_beside, hide, show, show_at};
use crate::listbox::{follow, is_for_text, moved, option_id};
use crate::{Icon, MaybeText, Text};

/// How long a hand rests before somebody is asked.
const REST: Duration = Duration::from_millis(150);

/// A place to go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    href: Text,
    title: Text,
    hint: Option<Text>,
    icon: Text,
}

impl Hit {
    pub fn new(href: impl Into<Text>, title: impl Into<Text>, icon: impl Into<Text>) -> Hit {
        Hit { href: href.into(), title: title.into(), hint: None, icon: icon.into() }
    }

    /// What it is, or where.
    pub fn hint(mut self, hint: impl Into<Text>) -> Hit {
        self.hint = Some(hint.into());
        self
    }
}

/// Places of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    title: Text,
    hits: Vec<Hit>,
}

impl Hits {
    pub fn new(title: impl Into<Text>, hits: Vec<Hit>) -> Hits {
        Hits { title: title.into(), hits }
    }
}

/// Goes anywhere by typing a few letters: opened by Ctrl+K, by Cmd+K, and by a [`PaletteButton`]. What is chosen is
/// followed as a link. Without a script, and where nothing is found, what is typed goes to the page of `action`.
#[component]
pub fn Palette(
    /// The id a [`PaletteButton`] opens it by.
    #[prop(into)]
    id: Text,
    /// What it is for; also the name of its field.
    #[prop(into)]
    label: Text,
    #[prop(into)] placeholder: Text,
    /// The name of the closing cross.
    #[prop(into)]
    close: Text,
    /// The page of the whole search: it takes the words as `q`.
    #[prop(into)]
    action: Text,
    /// What was found, kinds under each other; before anything is typed, where people mostly go.
    #[prop(into)]
    found: Signal<Vec<Hits>>,
    /// Asked for what is found to some words, when the hand rests; to none, when it closes.
    #[prop(into)]
    on_query: Callback<String>,
    /// True from asking until the answer is there.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// What is said where nothing was found.
    #[prop(into)]
    none: Text,
    /// What is said while the answer is on its way.
    #[prop(into)]
    waiting: Text,
    /// A line at the foot: which keys do what.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(None::<usize>));
    let found = Memo::new(move |_| found.get());
    let len = move || found.with(|found| found.iter().map(|kind| kind.hits.len()).sum::<usize>());
    let is_empty = move || len() == 0;
    let active = move || at.get().filter(|at| *at < len());
    let list = format!("{id}-list");
    follow(list.clone(), active);
    // The best is at the top and one key away.
    Effect::new(move |_| {
        found.track();
        at.set(Some(0));
    });
    open_by_keys(id.clone());

    let (asked, going) = (RwSignal::new(String::new()), RwSignal::new(false));
    let words = move || typed.with(|typed| typed.trim().to_owned());
    let fresh = move || !loading.get() && words() == asked.get();
    let ask = move |text: String| {
        on_query.run(text.clone());
        asked.set(text);
    };
    let mut ask_at_rest = debounce(REST, move |text: String| {
        // It may have been asked already, or closed.
        if text == untrack(words) && text != asked.get_untracked() {
            ask(text);
        }
    });
    let on_input = move |event: ev::Event| {
        typed.set(event_target_value(&event));
        going.set(false);
        ask_at_rest(untrack(words));
    };
    let link = StoredValue::new(list.clone());
    let link = move || {
        let id = untrack(active).map(|at| link.with_value(|list| option_id(list, at)))?;
        document().get_element_by_id(&id)?.dyn_into::<HtmlElement>().ok()
    };
    // Enter before the answer goes to the best of the answer, not of what stood there before.
    Effect::new(move |_| {
        if going.get() && fresh() {
            going.set(false);
            // The answer is drawn by then.
            request_animation_frame(move || {
                if let Some(link) = link() {
                    link.click();
                }
            });
        }
    });
    let on_key = move |event: ev::KeyboardEvent| {
        if is_for_text(&event) {
            return;
        }
        if event.key() == "Enter" {
            if !untrack(fresh) {
                event.prevent_default();
                going.set(true);
                if untrack(words) != asked.get_untracked() {
                    ask(untrack(words));
                }
            } else if let Some(link) = link() {
                event.prevent_default();
                link.click();
            } else if untrack(words).is_empty() {
                event.prevent_default();
            }
        } else if let Some(to) = moved(&event.key(), untrack(active), untrack(len)) {
            event.prevent_default();
            at.set(Some(to));
        }
    };
    // The next time it begins anew.
    let on_close = move |_| {
        typed.set(String::new());
        going.set(false);
        ask(String::new());
    };

    let said = move || match (fresh(), len()) {
        (true, 0) => (!words().is_empty()).then(|| none.clone()),
        (false, 0) => Some(waiting.clone()),
        _ => None,
    };
    let (base, active_id) = (list.clone(), list.clone());
    let kinds = move || {
        let mut nth = 0;
        let kind = |(place, kind): (usize, Hits)| {
            let title_id = format!("{base}-kind-{place}");
            let lines = kind.hits.into_iter().map(|hit| line(hit, &base, counted(&mut nth), active)).collect_view();
            view! {
                <div role="group" aria-labelledby=title_id.clone()>
                    <p id=title_id.clone() role="presentation">{kind.title}</p>
                    {lines}
                </div>
            }
        };
        found.get().into_iter().filter(|kind| !kind.hits.is_empty()).enumerate().map(kind).collect_view()
    };
    let (name, dialog) = (label.clone(), id.clone());
    view! {
        <dialog
            id=id
            class="palette"
            closedby="any"
            aria-label=label
            on:pointerdown=move |event| close_beside(&event)
            on:close=on_close
        >
            <div class="palette-sheet">
                <div class="palette-head">
                    <Icon name="search"/>
                    <form role="search" method="get" action=action>
                        <input
                            name="q"
                            type="text"
                            role="combobox"
                            aria-label=name.clone()
                            aria-autocomplete="list"
                            aria-expanded=move || if is_empty() { "false" } else { "true" }
                            aria-controls=list.clone()
                            aria-activedescendant=move || active().map(|at| option_id(&active_id, at))
                            autocomplete="off"
                            autocapitalize="none"
                            spellcheck="false"
                            enterkeyhint="go"
                            placeholder=placeholder
                            autofocus=true
                            prop:value=move || typed.get()
                            on:input=on_input
                            on:keydown=on_key
                        />
                    </form>
                    <form method="dialog">
                        <button class="button button-quiet button-icon" aria-label=close><Icon name="x"/></button>
                    </form>
                </div>
                <div
                    role="listbox"
                    class="palette-list"
                    id=list.clone()
                    aria-label=name
                    aria-busy=move || loading.get().then_some("true")
                    hidden=is_empty
                    on:click=move |_| hide(&dialog)
                >
                    {kinds}
                </div>
                <p class="palette-said" role="status">{said}</p>
                {children.map(|children| view! { <footer>{children()}</footer> })}
            </div>
        </dialog>
    }
}

/// Opens the palette of the given id.
#[component]
pub fn PaletteButton(
    #[prop(into)] palette: Text,
    #[prop(into)] label: Text,
    /// The keys that open it, shown where there is room.
    #[prop(optional, into)]
    keys: MaybeText,
) -> impl IntoView {
    let target = palette.clone();
    view! {
        <button
            type="button"
            class="button button-quiet palette-button"
            command="show-modal"
            commandfor=palette
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            on:click=move |event| show_at(&event, &target)
        >
            <Icon name="search"/>
            <span>{label}</span>
            {keys.into_inner().map(|keys| view! { <kbd aria-hidden="true">{keys}</kbd> })}
        </button>
    }
}

/// A link that is an option: a press follows it as everywhere, with the keys that open it elsewhere.
fn line(hit: Hit, list: &str, nth: usize, active: impl Fn() -> Option<usize> + Send + Sync + 'static) -> AnyView {
    let hint = hit.hint.map(|hint| view! { " " <small title=hint.clone()>{hint.clone()}</small> });
    view! {
        <a
            role="option"
            id=option_id(list, nth)
            href=hit.href
            tabindex="-1"
            aria-selected=move || if active() == Some(nth) { "true" } else { "false" }
        >
            <Icon name=hit.icon/>
            <span class="palette-line"><span>{hit.title}</span> {hint}</span>
        </a>
    }
    .into_any()
}

/// The number before, counting on.
fn counted(next: &mut usize) -> usize {
    let nth = *next;
    *next += 1;
    nth
}

fn open_by_keys(id: Text) {
    Effect::new(move |_| {
        let id = id.clone();
        let keys = window_event_listener(ev::keydown, move |event| {
            let command = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
            if command && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                show(&id);
            }
        });
        on_cleanup(move || keys.remove());
    });
}
