use std::time::Duration;

use folding::fold;
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;

use crate::listbox::{follow, is_for_text, moved, option_id};
use crate::{Choice, Icon, MaybeText, Text};

/// How long what is wrong with words waits after one has left them. What a press takes the focus to stays in its place
/// until the press is over.
const TOLD: Duration = Duration::from_millis(250);

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
    /// What the field was drawn with: what it says besides is not saved yet.
    first: Option<Text>,
    /// What is being typed; `None` while the field shows what is chosen.
    typed: RwSignal<Option<String>>,
    /// What is said in the place of an empty list.
    said: Signal<Option<String>>,
    /// What is said of words that fit several of what is offered, when one leaves them so.
    unclear: MaybeText,
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
    let (list, said_id) = (format!("{id}-list"), format!("{id}-said"));
    follow(list.clone(), active);

    // Words stand in the field that one has left, or has sent, without a choice; it is told a little later.
    let (left, told) = (RwSignal::new(false), RwSignal::new(false));
    let settle = move |choice: Option<Choice>| {
        let changed = chosen.with_untracked(|before| before != &choice);
        chosen.set(choice.clone().filter(|_| !gathers));
        typed.set(None);
        open.set(false);
        left.set(false);
        if let Some(on_choose) = on_choose.filter(|_| changed) {
            on_choose.run(choice);
        }
    };
    let unfold = move || {
        let before = chosen.get_untracked();
        at.set(offered.with_untracked(|all| all.iter().position(|choice| Some(choice) == before.as_ref())));
        open.set(true);
        left.set(false);
    };
    // Whoever leaves has chosen the only one that what they wrote can mean, and nothing where they wiped the field. Other
    // words stay: to be put right, or to be sent and looked for by the server.
    let rest = move || {
        let Some(text) = typed.get_untracked() else { return open.set(false) };
        if text.trim().is_empty() {
            return settle(None);
        }
        let written = offered.with_untracked(|all| match gathers {
            true => all.iter().find(|choice| choice.label.trim().eq_ignore_ascii_case(text.trim())).cloned(),
            false => fresh.get_untracked().then(|| only(all, &text)).flatten(),
        });
        if written.is_some() {
            return settle(written);
        }
        open.set(false);
        if gathers {
            return;
        }
        if chosen.with_untracked(Option::is_some) {
            chosen.set(None);
            if let Some(on_choose) = on_choose {
                on_choose.run(None);
            }
        }
        left.set(true);
        told.set(false);
        set_timeout(
            move || {
                // Nothing is told where the page was left.
                let _ = told.try_set(true);
            },
            TOLD,
        );
    };
    let leave = move |_| rest();
    // The answer to what was left came after.
    Effect::new(move |_| {
        if !left.get() || !fresh.get() {
            return;
        }
        let text = typed.get_untracked().unwrap_or_default();
        let written = offered.with(|all| only(all, &text));
        if written.is_some() {
            settle(written);
        }
    });
    let unclear = StoredValue::new(unclear.into_inner().map(|text| text.to_string()));
    let wrong = Signal::derive(move || {
        if !left.get() || !fresh.get() || typed.with(Option::is_none) {
            return None;
        }
        if offered.with(Vec::is_empty) { said.get() } else { unclear.get_value() }
    });
    let complaint = Signal::derive(move || wrong.get().filter(|_| told.get()));
    // Where words are sent too, the server looks for what is written and not chosen. Elsewhere the browser does not send the
    // form with it.
    let named = words.is_some();
    let on_input = move |event: ev::Event| {
        let text = event_target_value(&event);
        at.set((!text.trim().is_empty()).then_some(0));
        typed.set(Some(text));
        open.set(true);
        left.set(false);
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
                left.set(false);
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
        Some(choice) if typed.with(Option::is_none) => choice.value,
        _ => "".into(),
    };
    let lies_open = move || open.get() && !offered.with(Vec::is_empty);
    Effect::new(move |_| {
        let wrong = wrong.get().filter(|_| !named).unwrap_or_default();
        if let Some(input) = node_ref.get() {
            input.set_custom_validity(&wrong);
        }
    });
    let (base, active_id, wrong_id) = (list.clone(), list.clone(), said_id.clone());
    let described = move || match (described.get(), complaint.get().map(|_| &wrong_id)) {
        (Some(ids), Some(id)) => Some(format!("{ids} {id}")),
        (ids, id) => ids.or_else(|| id.cloned()),
    };
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
                aria-describedby=described
                aria-invalid=move || invalid.get().or_else(|| complaint.get().map(|_| "true"))
                required=required
                placeholder=placeholder.into_inner()
                value=first
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
            <p class="combobox-said" class:combobox-left=move || complaint.get().is_some() id=said_id role="status">
                {move || complaint.get().or_else(|| said.get().filter(|_| open.get() && offered.with(Vec::is_empty)))}
            </p>
        </div>
    }
}

/// Whom or what the words mean: the only one that is called so, else the only one that is offered to them.
fn only(offered: &[Choice], text: &str) -> Option<Choice> {
    let text = fold(text);
    let mut same = offered.iter().filter(|choice| fold(&choice.label) == text);
    match (same.next(), same.next(), offered) {
        (Some(one), None, _) | (None, _, [one]) => Some(one.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_the_only_one_that_is_called_so_or_that_is_offered() {
        let [ama, amara, other] = [Choice::new("1", "\u{c1}ma"), Choice::new("2", "Amara"), Choice::new("3", "ama")];
        let meant = |offered: &[&Choice], text: &str| {
            let offered: Vec<Choice> = offered.iter().map(|choice| (*choice).clone()).collect();
            only(&offered, text).map(|choice| choice.value().to_owned())
        };
        assert_eq!(meant(&[&ama, &amara], " AMA ").as_deref(), Some("1"));
        assert_eq!(meant(&[&amara], "ama").as_deref(), Some("2"));
        assert_eq!(meant(&[&ama, &other], "ama"), None, "two are called so");
        assert_eq!(meant(&[&ama, &amara], "am"), None);
        assert_eq!(meant(&[], "ama"), None);
    }
}
