use leptos::html::Input;
use leptos::prelude::*;

use crate::field::{Described, Under};
use crate::text::id_of;
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
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    let id = id.into_inner().map_or_else(|| id_of(&name), String::from);
    let described = Described::new(&id, &hint);
    view! {
        <div class="check">
            <input
                type="checkbox"
                id=id.clone()
                name=name
                value=value
                checked=checked
                required=required
                aria-describedby=described.by(error)
                aria-invalid=move || error.get().map(|_| "true")
                node_ref=node_ref
            />
            <label for=id>{label}</label>
            <Under described hint error/>
        </div>
    }
}
