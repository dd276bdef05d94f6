use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;

use crate::listbox::{follow, is_for_text, moved, option_id};
use crate::{Choice, Icon, MaybeText, Text};

/// The text field with a list under it that [`Combobox`](crate::Combobox) and [`SuggestField`](crate::SuggestField)
/// become once the page lives: the combobox with a listbox of the ARIA Authoring Practices.
#[component]
pub(crate) fn Picker(
    id: String,
    label: Text,
    /// The name under which the value chosen is sent.
    name: Text,
    /// The name under which the words in the field are sent.
    #[prop(optional)]
    words: Option<Text>,
    /// What is offered now.
    offered: Signal<Vec<Choice>>,
    /// Whether that is the answer to what is typed. An older one is shown, but not chosen from unseen.
    fresh: Signal<bool>,
    chosen: RwSignal<Option<Choice>>,
    /// What is being typed; `None` while the field shows what is chosen.
    typed: RwSignal<Option<String>>,
    /// What is said in the place of an empty list.
    said: Signal<Option<String>>,
    required: bool,
    placeholder: MaybeText,
    described: Signal<Option<String>>,
    invalid: Signal<Option<&'static str>>,
    on_choose: Option<Callback<Option<Choice>>>,
    /// Empties itself when something is chosen, for what is gathered beside it.
    #[prop(optional)]
    gathers: bool,
    node_ref: NodeRef<Input>,
) -> impl IntoView {
    let (open, at) = (RwSignal::new(false), RwSignal::new(None::<usize>));
    let offered = Memo::new(move |_| offered.get());
    let active = move || at.get().filter(|at| open.get() && fresh.get() && *at < offered.with(Vec::len));
    let list = format!("{id}-list");
    follow(list.clone(), active);

    let settle = move |choice: Option<Choice>| {
        let changed = chosen.with_untracked(|before| before != &choice);
        chosen.set(choice.clone().filter(|_| !gathers));
        typed.set(None);
        open.set(false);
        if let Some(on_choose) = on_choose.filter(|_| changed) {
            on_choose.run(choice);
        }
    };
    let unfold = move || {
        let before = chosen.get_untracked();
        at.set(offered.with_untracked(|all| all.iter().position(|choice| Some(choice) == before.as_ref())));
        open.set(true);
    };
    // Whoever leaves has chosen what they wrote out in full, nothing where they wiped the field, else what stood there. In
    // a field that gathers nothing stood: the words stay, to be sent and looked for by the server.
    let rest = move || {
        let Some(text) = typed.get_untracked() else { return open.set(false) };
        let text = text.trim();
        let same = |choice: &&Choice| choice.label.trim().eq_ignore_ascii_case(text);
        let written = offered.with_untracked(|all| all.iter().find(same).cloned());
        if gathers && written.is_none() && !text.is_empty() {
            return open.set(false);
        }
        settle(if text.is_empty() { None } else { written.or(chosen.get_untracked()) });
    };
    let leave = move |_| rest();
    // Where words are sent too, what is being written stands for itself, and nothing else is chosen beside it.
    let named = words.is_some();
    let on_input = move |event: ev::Event| {
        let text = event_target_value(&event);
        at.set((!text.trim().is_empty()).then_some(0));
        typed.set(Some(text));
        open.set(true);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if is_for_text(&event) {
            return;
        }
        let marked = untrack(active).and_then(|at| offered.with_untracked(|all| all.get(at).cloned()));
        match (event.key().as_str(), open.get_untracked()) {
            ("Enter", true) => {
                event.prevent_default();
                match marked {
                    Some(choice) => settle(Some(choice)),
                    None if !fresh.get_untracked() => {}
                    None if named => open.set(false),
                    // The next Enter sends the form: what it shows by then is what is chosen.
                    None => rest(),
                }
            }
            ("Tab", true) => {
                if let Some(choice) = marked.filter(|_| typed.get_untracked().is_some()) {
                    settle(Some(choice));
                }
            }
            ("Escape", true) => {
                // A dialog around it stays open.
                event.prevent_default();
                event.stop_propagation();
                typed.set(None);
                open.set(false);
            }
            ("ArrowDown" | "ArrowUp", false) => {
                event.prevent_default();
                unfold();
                if at.get_untracked().is_none() {
                    at.set(moved(&event.key(), None, offered.with_untracked(Vec::len)));
                }
            }
            (key, true) => {
                if let Some(to) = moved(key, untrack(active), offered.with_untracked(Vec::len)) {
                    event.prevent_default();
                    at.set(Some(to));
                }
            }
            _ => {}
        }
    };
    let shown = move || match typed.get() {
        Some(text) => text,
        None => chosen.with(|choice| choice.as_ref().map(|choice| choice.label.to_string()).unwrap_or_default()),
    };
    let sent = move || match chosen.get() {
        Some(choice) if !(named && typed.with(Option::is_some)) => choice.value,
        _ => "".into(),
    };
    let lies_open = move || open.get() && !offered.with(Vec::is_empty);
    let (base, active_id) = (list.clone(), list.clone());
    let options = move || {
        let now = chosen.get();
        let line = |(nth, choice): (usize, Choice)| {
            let (label, hint) = (choice.label.clone(), choice.hint.clone());
            let check = (now.as_ref().is_some_and(|now| now.value == choice.value)).then(|| view! { <Icon name="check"/> });
            view! {
                <li
                    role="option"
                    id=option_id(&base, nth)
                    aria-selected=move || if active() == Some(nth) { "true" } else { "false" }
                    on:click=move |_| settle(Some(choice.clone()))
                >
                    <span>{label}</span>
                    {hint.map(|hint| view! { <small>{hint}</small> })}
                    {check}
                </li>
            }
        };
        offered.get().into_iter().enumerate().map(line).collect_view()
    };
    view! {
        <div class="combobox">
            <input type="hidden" name=name value=sent/>
            <input
                class="input"
                id=id
                name=words
                type="text"
                role="combobox"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls=list.clone()
                aria-expanded=move || if lies_open() { "true" } else { "false" }
                aria-activedescendant=move || active().map(|at| option_id(&active_id, at))
                aria-describedby=move || described.get()
                aria-invalid=move || invalid.get()
                required=required
                placeholder=placeholder.into_inner()
                prop:value=shown
                on:input=on_input
                on:keydown=on_key
                on:click=move |_| {
                    if !open.get_untracked() {
                        unfold();
                    }
                }
                on:blur=leave
                node_ref=node_ref
            />
            // Pressing an option does not take the focus out of the field.
            <ul
                role="listbox"
                id=list.clone()
                aria-label=label
                hidden=move || !lies_open()
                on:mousedown=move |event| event.prevent_default()
            >
                {options}
            </ul>
            <p class="combobox-said" role="status">
                {move || said.get().filter(|_| open.get() && offered.with(Vec::is_empty))}
            </p>
        </div>
    }
}
