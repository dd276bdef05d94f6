use leptos::html::Input;
use leptos::prelude::*;

use crate::control::{Control, Framed};
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
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    view! {
        <Framed control label>
            <input
                type="file"
                class="input"
                id=id
                name=name
                multiple=multiple
                accept=accept.into_inner()
                required=required
                aria-describedby=described
                aria-invalid=invalid
                node_ref=node_ref
            />
        </Framed>
    }
}
