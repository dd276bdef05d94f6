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
    let selected = selected.into_inner();
    let options = options.into_iter().map(|(value, label)| (value.into(), label.into())).collect();
    let options = draw(options, selected.as_ref());
    view! { <Choice label name id hint error required node_ref>{options}</Choice> }
}

/// The same from a long list in groups.
#[component]
pub fn GroupedSelect(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// Choices before the groups: value and label.
    #[prop(optional)]
    first: Vec<(Text, Text)>,
    /// The name of each group with its choices, in the order shown.
    groups: Vec<(Text, Vec<(Text, Text)>)>,
    /// The value chosen at first; without one the browser takes the first.
    #[prop(optional, into)]
    selected: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] node_ref: NodeRef<html::Select>,
) -> impl IntoView {
    let selected = selected.into_inner();
    let first = draw(first, selected.as_ref());
    let groups = groups
        .into_iter()
        .map(|(label, options)| view! { <optgroup label=label>{draw(options, selected.as_ref())}</optgroup> })
        .collect_view();
    view! { <Choice label name id hint error required node_ref>{first} {groups}</Choice> }
}

fn draw(options: Vec<(Text, Text)>, selected: Option<&Text>) -> impl IntoView + use<> {
    let option = |(value, label): (Text, Text)| {
        let chosen = selected == Some(&value);
        view! { <option value=value selected=chosen>{label}</option> }
    };
    options.into_iter().map(option).collect_view()
}

#[component]
fn Choice(
    label: Text,
    name: Text,
    id: MaybeText,
    hint: MaybeText,
    error: MaybeProp<String>,
    required: bool,
    node_ref: NodeRef<html::Select>,
    children: Children,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
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
                {children()}
            </select>
        </Framed>
    }
}
