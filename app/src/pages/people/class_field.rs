use model::people::{CLASSES_AT_ONCE, ClassChoice};
use model::text::{classes as c, common, finding as f, people as p};

use super::api;
use crate::look_up::LookUp;
use crate::prelude::*;

/// A choice of one class: from a list while they are few, else looked for by its name. Without a script the name is
/// written, and sent as `words`.
#[component]
pub fn ClassField(
    school: String,
    label: Key,
    #[prop(into)] name: String,
    #[prop(into)] words: String,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What it says while no class is chosen.
    open: Key,
    /// The id and the name of each; none where they are many.
    classes: Vec<(String, String)>,
    many: bool,
    /// The id and the name of what is chosen at first; what was written has no id.
    selected: (String, String),
    #[prop(optional)] hint: Option<Key>,
    #[prop(optional, into)] error: MaybeProp<String>,
) -> impl IntoView {
    let hint = hint.map(t);
    if !many {
        let options: Vec<_> = std::iter::once((String::new(), t(open).to_owned())).chain(classes).collect();
        return view! { <Select label=t(label) name id options selected=selected.0 hint error/> }.into_any();
    }
    let (found, look) = (RwSignal::new(Vec::<Choice>::new()), LookUp::new());
    let look_up = Callback::new(move |words: String| {
        look.ask(api::find_classes(school.clone(), words), move |classes| {
            let choice = |class: ClassChoice| Choice::new(class.id.to_string(), class.name);
            found.set(classes.unwrap_or_default().into_iter().map(choice).collect());
        });
    });
    let hint = [hint, Some(t(p::CLASS_BY_NAME))].into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! {
        <SuggestField
            label=t(label)
            name
            words
            id
            options=found
            on_query=look_up
            loading=look.loading
            selected=Choice::new(selected.0, selected.1)
            none=t(c::NONE_FOUND)
            unclear=t(common::CHOOSE_FROM_LIST)
            waiting=t(f::LOOKING)
            placeholder=t(open)
            hint
            error
        />
    }
    .into_any()
}

/// A choice of one class that has to be made, of classes that are all at hand; among many one types. Without a script it is
/// the browser's own list.
#[component]
pub fn ClassSelect(
    label: Key,
    #[prop(into)] name: String,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// The id and the name of each.
    classes: Vec<(String, String)>,
    #[prop(optional, into)] error: MaybeProp<String>,
) -> impl IntoView {
    let (label, open) = (t(label), t(p::CHOOSE_CLASS));
    if classes.len() > CLASSES_AT_ONCE {
        return view! {
            <Combobox
                label
                name
                id
                options=classes
                none=t(c::NONE_FOUND)
                unclear=t(common::CHOOSE_FROM_LIST)
                placeholder=open
                error
                required=true
            />
        }
        .into_any();
    }
    let options: Vec<_> = std::iter::once((String::new(), open.to_owned())).chain(classes).collect();
    view! { <Select label name id options error required=true/> }.into_any()
}
