use leptos::html::Input;
use leptos::prelude::*;

use crate::control::{Control, Framed};
use crate::{MaybeText, Text};

/// A label, a line to type in, help, and what is wrong with it.
#[component]
pub fn Field(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// The `type`: text, email, password, number, date, datetime-local, search...
    #[prop(into, default = "text".into())]
    kind: Text,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
    #[prop(optional, into)] autocomplete: MaybeText,
    #[prop(optional, into)] inputmode: MaybeText,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional, into)] min: MaybeText,
    #[prop(optional, into)] max: MaybeText,
    #[prop(optional, into)] step: MaybeText,
    #[prop(optional, into)] placeholder: MaybeText,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    let autocomplete = autocomplete.into_inner();
    // User names and addresses are not words: phones must not correct or capitalise them.
    let exact = kind != "text" || matches!(autocomplete.as_deref(), Some("username" | "off" | "one-time-code"));
    view! {
        <Framed control label note>
            <input
                class="input"
                id=id
                name=name
                // Addresses are written left to right in every language.
                dir=matches!(kind.as_str(), "email" | "url" | "tel").then_some("ltr")
                type=kind
                value=value.into_inner()
                required=required
                readonly=readonly
                autofocus=autofocus
                autocomplete=autocomplete
                autocapitalize=exact.then_some("none")
                spellcheck=exact.then_some("false")
                inputmode=inputmode.into_inner()
                maxlength=maxlength
                min=min.into_inner()
                max=max.into_inner()
                step=step.into_inner()
                placeholder=placeholder.into_inner()
                aria-describedby=described
                aria-invalid=invalid
                node_ref=node_ref
            />
        </Framed>
    }
}
