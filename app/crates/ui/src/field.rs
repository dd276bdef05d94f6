use leptos::html::Input;
use leptos::prelude::*;

use crate::text::id_of;
use crate::{Icon, MaybeText, Text};

/// What help and error are called for the field they describe.
pub(crate) struct Described {
    pub hint_id: String,
    pub error_id: String,
    has_hint: bool,
}

impl Described {
    pub(crate) fn new(id: &str, hint: &MaybeText) -> Described {
        Described { hint_id: format!("{id}-hint"), error_id: format!("{id}-error"), has_hint: hint.is_some() }
    }

    /// The value of `aria-describedby`: the error first, as it is what people need to hear first.
    pub(crate) fn by(&self, error: MaybeProp<String>) -> impl Fn() -> Option<String> + Send + Sync + Clone + use<> {
        let (hint, error_id) = (self.has_hint.then(|| self.hint_id.clone()), self.error_id.clone());
        move || match (error.get().is_some(), hint.clone()) {
            (true, Some(hint)) => Some(format!("{error_id} {hint}")),
            (true, None) => Some(error_id.clone()),
            (false, hint) => hint,
        }
    }
}

/// The help and the error under a field.
#[component]
pub(crate) fn Under(described: Described, hint: MaybeText, error: MaybeProp<String>) -> impl IntoView {
    let Described { hint_id, error_id, .. } = described;
    view! {
        {hint.into_inner().map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
        {move || {
            let id = error_id.clone();
            error.get().map(|error| view! { <p class="error" id=id><Icon name="alert-triangle"/><span>{error}</span></p> })
        }}
    }
}

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
    let id = id.into_inner().map_or_else(|| id_of(&name), String::from);
    let described = Described::new(&id, &hint);
    let autocomplete = autocomplete.into_inner();
    // User names and addresses are not words: phones must not correct or capitalise them.
    let exact = kind != "text" || matches!(autocomplete.as_deref(), Some("username" | "off" | "one-time-code"));
    view! {
        <div class="field">
            <label for=id.clone()>
                {label}
                {note.into_inner().map(|note| view! { " " <span class="optional">{note}</span> })}
            </label>
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
                aria-describedby=described.by(error)
                aria-invalid=move || error.get().map(|_| "true")
                node_ref=node_ref
            />
            <Under described hint error/>
        </div>
    }
}
