use leptos::html::Input;
use leptos::prelude::*;

use crate::control::{Control, Under};
use crate::{MaybeText, Text};

/// A box to tick. Unticked, the form sends nothing under its name.
#[component]
pub fn Checkbox(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name. Boxes that share a name need one each.
    #[prop(optional, into)]
    id: MaybeText,
    /// What is sent when it is ticked.
    #[prop(into, default = "true".into())]
    value: Text,
    #[prop(optional)] checked: bool,
    /// Drawn as a switch: for what is on or off from the moment it is sent.
    #[prop(optional)]
    switch: bool,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    view! {
        <div class="check" class:switch=switch>
            <input
                type="checkbox"
                role=switch.then_some("switch")
                id=id.clone()
                name=name
                value=value
                checked=checked
                required=required
                aria-describedby=described
                aria-invalid=invalid
                node_ref=node_ref
            />
            <label for=id>{label}</label>
            <Under control/>
        </div>
    }
}
