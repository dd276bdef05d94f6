use leptos::prelude::*;

use crate::control::{Control, Under};
use crate::{Choice, MaybeText, Text};

/// A choice of one from a few, all in sight.
#[component]
pub fn Radios(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// In the order shown.
    options: Vec<impl Into<Choice>>,
    /// The value chosen at first; without one, none is.
    #[prop(optional, into)]
    selected: MaybeText,
    /// Beside each other in one frame: for two to four words.
    #[prop(optional)]
    segmented: bool,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    let label_id = format!("{id}-label");
    let selected = selected.into_inner();
    let options = options
        .into_iter()
        .map(Into::into)
        .enumerate()
        .map(|(at, Choice { value, label, hint, disabled })| {
            let own = format!("{id}-{at}");
            let hint_id = format!("{own}-hint");
            let checked = selected.as_ref() == Some(&value);
            view! {
                <div class="check">
                    <input
                        type="radio"
                        id=own.clone()
                        name=name.clone()
                        value=value
                        checked=checked
                        required=required
                        disabled=disabled
                        aria-describedby=hint.is_some().then(|| hint_id.clone())
                    />
                    <label for=own>{label}</label>
                    {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class="field radios"
            class:radios-segmented=segmented
            id=id
            role="radiogroup"
            aria-labelledby=label_id.clone()
            aria-describedby=described
            aria-invalid=invalid
            aria-required=required.then_some("true")
        >
            <legend id=label_id.clone()>
                {label} {note.into_inner().map(|note| view! { " " <span class="optional">{note}</span> })}
            </legend>
            <div class="radios-list">{options}</div>
            <Under control/>
        </fieldset>
    }
}
