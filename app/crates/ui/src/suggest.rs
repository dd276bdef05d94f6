use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;

use crate::control::{Control, Framed};
use crate::picker::Picker;
use crate::{Choice, MaybeText, Text};

/// How long a hand rests before somebody is asked.
const REST: Duration = Duration::from_millis(200);

/// A choice of one among many that are looked up while one types: people, mostly. Without a script it is a line to type
/// in, sent under the name `words`, and the server finds who is meant.
#[component]
pub fn SuggestField(
    #[prop(into)] label: Text,
    /// The name under which the value chosen is sent.
    #[prop(into)]
    name: Text,
    /// The name under which the words in the field are sent, with or without a script.
    #[prop(into)]
    words: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What was found for the words last asked for.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Asked for the options to some words, when the hand rests.
    #[prop(into)]
    on_query: Callback<String>,
    /// True from asking until the answer is there.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// What is chosen at first.
    #[prop(optional)]
    selected: Option<Choice>,
    /// What is said where nothing was found.
    #[prop(into)]
    none: Text,
    /// What is said while the answer is on its way.
    #[prop(into)]
    waiting: Text,
    /// What is said when words are left that several have; they are sent all the same.
    #[prop(optional, into)]
    unclear: MaybeText,
    #[prop(optional, into)] placeholder: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
    /// Told what is chosen when that changes.
    #[prop(optional, into)]
    on_choose: Option<Callback<Option<Choice>>>,
    /// Empties itself when something is chosen, for what is gathered beside it.
    #[prop(optional)]
    gathers: bool,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    let (described, invalid) = (Signal::derive(described), Signal::derive(invalid));
    let drawn = selected.as_ref().map(|choice| choice.label.clone());
    let (chosen, typed) = (RwSignal::new(selected), RwSignal::new(None::<String>));

    let (live, focused) = (RwSignal::new(false), RwSignal::new(false));
    let (line, input) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    Effect::new(move |_| {
        let Some(line) = line.get().filter(|_| !live.get_untracked()) else { return };
        // What was typed before the script came is still being typed.
        let text = line.value();
        let stood = chosen.with_untracked(|choice| choice.as_ref().is_some_and(|choice| choice.label() == text));
        typed.set(Some(text).filter(|text| !text.is_empty() && !stood));
        focused.set(document().active_element().is_some_and(|it| it == **line));
        live.set(true);
    });
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| focused.get_untracked()) {
            // Refused only for an element that cannot have it.
            let _ = input.focus();
        }
    });
    let asked = RwSignal::new(None::<String>);
    let mut ask = debounce(REST, move |text: String| {
        on_query.run(text.clone());
        asked.set(Some(text));
    });
    let is_asked = move |text: &str| asked.with(|asked| asked.as_deref() == Some(text.trim()));
    let fresh = Signal::derive(move || !loading.get() && typed.with(|typed| typed.as_deref().is_none_or(is_asked)));
    Effect::new(move |_| {
        if let Some(text) = typed.get() {
            ask(text.trim().to_owned());
        }
    });

    let said = Signal::derive(move || {
        let text = if fresh.get() { &none } else { &waiting };
        typed.with(|typed| typed.as_ref().is_some_and(|typed| !typed.trim().is_empty())).then(|| text.to_string())
    });
    let title = label.clone();
    let field = move || {
        let (id, words, placeholder, unclear) = (id.clone(), words.clone(), placeholder.clone(), unclear.clone());
        if live.get() {
            let (label, name, first) = (title.clone(), name.clone(), drawn.clone());
            view! {
                <Picker
                    id
                    label
                    name
                    words
                    offered=options
                    fresh
                    chosen
                    first
                    typed
                    said
                    unclear
                    required
                    placeholder
                    described
                    invalid
                    on_choose
                    gathers
                    node_ref=input
                />
            }
            .into_any()
        } else {
            view! {
                <input
                    class="input"
                    id=id
                    name=words
                    type="text"
                    value=chosen.get_untracked().map(|choice| choice.label)
                    required=required
                    autocomplete="off"
                    placeholder=placeholder.into_inner()
                    aria-describedby=move || described.get()
                    aria-invalid=move || invalid.get()
                    node_ref=line
                />
            }
            .into_any()
        }
    };
    view! { <Framed control label note>{field}</Framed> }
}
