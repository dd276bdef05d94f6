use leptos::html::Input;
use leptos::prelude::*;

use crate::field::{Described, Under};
use crate::text::id_of;
use crate::{MaybeText, Text};

/// A choice of files. Its form needs `enctype="multipart/form-data"`.
#[component]
pub fn FileField(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    #[prop(optional)] multiple: bool,
    /// The kinds offered, as in `.pdf,.docx,image/*`. A wish only: the server looks at the content.
    #[prop(optional, into)]
    accept: MaybeText,
    /// Says which kinds and sizes are taken.
    #[prop(optional, into)]
    hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    let id = id.into_inner().map_or_else(|| id_of(&name), String::from);
    let described = Described::new(&id, &hint);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                type="file"
                class="input"
                id=id
                name=name
                multiple=multiple
                accept=accept.into_inner()
                required=required
                aria-describedby=described.by(error)
                aria-invalid=move || error.get().map(|_| "true")
                node_ref=node_ref
            />
            <Under described hint error/>
        </div>
    }
}
