use folding::{fold, matches};
use leptos::html::{self, Input};
use leptos::prelude::*;

use crate::control::{Control, Framed};
use crate::picker::Picker;
use crate::{Choice, MaybeText, Text};

/// A choice of one from a long list, found by typing. Without a script it is the browser's own list.
#[component]
pub fn Combobox(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// In the order shown. One with an empty value stands for no choice; without it the placeholder does.
    options: Vec<impl Into<Choice>>,
    /// The value chosen at first.
    #[prop(optional, into)]
    selected: MaybeText,
    /// What is said where nothing has the words that are typed.
    #[prop(into)]
    none: Text,
    /// What is said when words are left that several have.
    #[prop(into)]
    unclear: Text,
    /// What stands in the field while nothing is chosen.
    #[prop(optional, into)]
    placeholder: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
    /// Told what is chosen when that changes.
    #[prop(optional, into)]
    on_choose: Option<Callback<Option<Choice>>>,
    /// Asked once the page lives: the value that takes the place of the first one, if it is among the options and nothing
    /// else was chosen meanwhile.
    #[prop(optional_no_strip)]
    proposed: Option<fn() -> Option<String>>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    let (described, invalid) = (Signal::derive(described), Signal::derive(invalid));
    let options: Vec<Choice> = options.into_iter().map(Into::into).collect();
    let selected = selected.into_inner();
    let first = options.iter().find(|choice| Some(&choice.value) == selected.as_ref()).cloned();
    // Nothing selected is the choice that stands for none, where there is one.
    let at_first = selected.as_deref().unwrap_or_default();
    let drawn = StoredValue::new(options.iter().find(|choice| choice.value() == at_first).map(|choice| choice.label.clone()));
    let (chosen, typed) = (RwSignal::new(first), RwSignal::new(None::<String>));
    let all = StoredValue::new(options);

    let (live, focused) = (RwSignal::new(false), RwSignal::new(false));
    let (list, input) = (NodeRef::<html::Select>::new(), NodeRef::<Input>::new());
    Effect::new(move |_| {
        let Some(list) = list.get().filter(|_| !live.get_untracked()) else { return };
        // What was chosen before the script came stays chosen, and who stands in the list stays in the field.
        let value = list.value();
        let find = |value: &str| all.with_value(|all| all.iter().find(|choice| choice.value() == value).cloned());
        let untouched = proposed.filter(|_| selected.as_deref() == Some(value.as_str()));
        let own = untouched.and_then(|propose| find(&propose()?));
        if let Some(own) = &own {
            // What is proposed is what the field begins with: nobody has typed it.
            drawn.set_value(Some(own.label.clone()));
        }
        chosen.set(own.or_else(|| find(&value)));
        focused.set(document().active_element().is_some_and(|it| it == **list));
        live.set(true);
    });
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| focused.get_untracked()) {
            // Refused only for an element that cannot have it.
            let _ = input.focus();
        }
    });

    let offered = Signal::derive(move || {
        let wanted = typed.get().map(|text| fold(&text)).unwrap_or_default();
        let has_it = |choice: &&Choice| {
            // What stands for no choice may name another, whose words are meant when they are typed.
            if choice.value.is_empty() {
                return fold(&choice.label).starts_with(&wanted);
            }
            let hint = choice.hint.as_deref().unwrap_or_default();
            matches(&wanted, &fold(&format!("{} {hint}", choice.label)))
        };
        all.with_value(|all| match wanted.trim() {
            "" => all.clone(),
            _ => all.iter().filter(has_it).cloned().collect(),
        })
    });
    let said = Signal::derive(move || Some(none.to_string()));
    let fresh = Signal::derive(|| true);
    let words = label.clone();
    let field = move || {
        let (id, name, placeholder, unclear) = (id.clone(), name.clone(), placeholder.clone(), unclear.clone());
        if live.get() {
            let (label, first) = (words.clone(), drawn.get_value());
            view! {
                <Picker
                    id label name offered fresh chosen first typed said unclear=unclear.into() required placeholder described invalid
                    on_choose node_ref=input
                />
            }
            .into_any()
        } else {
            let now = chosen.get_untracked();
            let is_offered = all.with_value(|all| all.iter().any(|choice| choice.value.is_empty()));
            let empty = (!is_offered && (now.is_none() || !required))
                .then(|| view! { <option value="">{placeholder.into_inner()}</option> });
            let lines = all.with_value(|all| {
                let line = |choice: &Choice| {
                    let selected = now.as_ref() == Some(choice);
                    view! { <option value=choice.value.clone() selected=selected>{choice.label.clone()}</option> }
                };
                all.iter().map(line).collect_view()
            });
            view! {
                <select
                    class="input"
                    id=id
                    name=name
                    required=required
                    aria-describedby=move || described.get()
                    aria-invalid=move || invalid.get()
                    node_ref=list
                >
                    {empty}
                    {lines}
                </select>
            }
            .into_any()
        }
    };
    view! { <Framed control label note>{field}</Framed> }
}
