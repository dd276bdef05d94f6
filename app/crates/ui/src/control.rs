use leptos::prelude::*;

use crate::text::id_of;
use crate::{Icon, MaybeText, Text};

/// What a control of a form is tied to: its label by an id, its help and what is wrong with it by theirs.
pub(crate) struct Control {
    id: String,
    hint: MaybeText,
    error: MaybeProp<String>,
    aside: bool,
}

impl Control {
    /// Without an id of its own it is called after its name.
    pub(crate) fn new(id: MaybeText, name: &Text, hint: MaybeText, error: MaybeProp<String>) -> Control {
        Control { id: id.into_inner().map_or_else(|| id_of(name), String::from), hint, error, aside: false }
    }

    /// Something stands beside it that belongs to what is typed, under [`Control::aside_id`]: a unit, a time zone.
    pub(crate) fn with_aside(mut self, there: bool) -> Control {
        self.aside = there;
        self
    }

    pub(crate) fn aside_id(&self) -> String {
        format!("{}-aside", self.id)
    }

    /// Its `id`, `aria-describedby` and `aria-invalid`.
    pub(crate) fn ties(
        &self,
    ) -> (String, impl Fn() -> Option<String> + Send + Sync + use<>, impl Fn() -> Option<&'static str> + Send + Sync + use<>)
    {
        let (error, hint, error_id) = (self.error, self.hint.is_some().then(|| self.hint_id()), self.error_id());
        let aside = self.aside.then(|| self.aside_id());
        let described = move || {
            let under = if error.get().is_some() { Some(&error_id) } else { hint.as_ref() };
            let ids: Vec<&str> = aside.iter().chain(under).map(String::as_str).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        };
        (self.id.clone(), described, move || error.get().map(|_| "true"))
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }
}

/// The frame around a control: its label above, help and error under it.
#[component]
pub(crate) fn Framed(
    control: Control,
    label: Text,
    /// A word beside the label, such as "optional".
    #[prop(optional)]
    note: MaybeText,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=control.id.clone()>
                {label}
                {note.into_inner().map(|note| view! { " " <span class="optional">{note}</span> })}
            </label>
            {children()}
            <Under control/>
        </div>
    }
}

/// The help under a control, or the error: it says what the help said, and would be read twice.
#[component]
pub(crate) fn Under(control: Control) -> impl IntoView {
    let (hint_id, error_id, error) = (control.hint_id(), control.error_id(), control.error);
    let hint = control.hint.into_inner();
    view! {
        {move || match (error.get(), hint.clone()) {
            (Some(error), _) => {
                view! { <p class="error" id=error_id.clone()><Icon name="alert-triangle"/><span>{error}</span></p> }.into_any()
            }
            (None, Some(hint)) => view! { <p class="hint" id=hint_id.clone()>{hint}</p> }.into_any(),
            (None, None) => ().into_any(),
        }}
    }
}
