use leptos::html;
use leptos::prelude::*;

use crate::control::{Control, Framed};
use crate::{MaybeText, Text};

/// A choice of one from a list.
#[component]
pub fn Select(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// Value and label of each choice, in the order shown.
    options: Vec<(impl Into<Text>, impl Into<Text>)>,
    /// The value chosen at first; without one the browser takes the first.
    #[prop(optional, into)]
    selected: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] node_ref: NodeRef<html::Select>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    let selected = selected.into_inner();
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let (value, label): (Text, Text) = (value.into(), label.into());
            let chosen = selected.as_ref() == Some(&value);
            view! { <option value=value selected=chosen>{label}</option> }
        })
        .collect_view();
    view! {
        <Framed control label>
            <select
                class="input"
                id=id
                name=name
                required=required
                aria-describedby=described
                aria-invalid=invalid
                node_ref=node_ref
            >
                {options}
            </select>
        </Framed>
    }
}
