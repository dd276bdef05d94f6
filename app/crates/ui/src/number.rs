use leptos::html::Input;
use leptos::prelude::*;

use crate::control::{Control, Framed};
use crate::{MaybeText, Text};

/// A figure, with its unit beside it and the keys for figures on a phone. One that may have a fraction is a line of text
/// to the browser, which would refuse or lose the comma of another language than its own; the form reads both.
#[component]
pub fn NumberField(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: MaybeText,
    #[prop(optional, into)] min: MaybeText,
    #[prop(optional, into)] max: MaybeText,
    /// `1` takes whole figures, `0.5` and `any` those with a fraction.
    #[prop(into, default = "1".into())]
    step: Text,
    /// What is counted: a word or a sign.
    #[prop(optional, into)]
    unit: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error).with_aside(unit.is_some());
    let (id, described, invalid) = control.ties();
    let aside_id = control.aside_id();
    let min = min.into_inner();
    let (inputmode, whole) = (keys(min.as_deref(), &step), is_whole(&step));
    let kind = if whole { "number" } else { "text" };
    view! {
        <Framed control label note>
            <div class="affix affix-number">
                <input
                    class="input"
                    id=id
                    name=name
                    type=kind
                    value=value.into_inner()
                    min=min.filter(|_| whole)
                    max=max.into_inner().filter(|_| whole)
                    step=whole.then_some(step)
                    inputmode=inputmode
                    required=required
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=invalid
                    node_ref=node_ref
                />
                {unit.into_inner().map(|unit| view! { <span class="affix-words" id=aside_id>{unit}</span> })}
            </div>
        </Framed>
    }
}

/// The keys a phone should show. Those for figures have no minus on some, so a field that takes one says nothing.
fn keys(min: Option<&str>, step: &str) -> Option<&'static str> {
    let positive = min.is_some_and(|min| !min.starts_with('-'));
    positive.then_some(if is_whole(step) { "numeric" } else { "decimal" })
}

fn is_whole(step: &str) -> bool {
    step != "any" && !step.contains('.')
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn a_phone_shows_the_keys_that_are_needed() {
        assert_eq!(keys(Some("0"), "1"), Some("numeric"));
        assert_eq!(keys(Some("0"), "0.5"), Some("decimal"));
        assert_eq!(keys(Some("0"), "any"), Some("decimal"));
        assert_eq!(keys(Some("-5"), "1"), None);
        assert_eq!(keys(None, "1"), None);
    }
}
