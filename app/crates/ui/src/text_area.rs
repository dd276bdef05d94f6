use leptos::html::Textarea;
use leptos::prelude::*;

use crate::control::{Control, Framed};
use crate::{MaybeText, Text};

/// A field of several lines. It grows with what is written where the browser can.
#[component]
pub fn TextArea(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: Text,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional, into)] placeholder: MaybeText,
    #[prop(optional)] autofocus: bool,
    /// What stands between the label and the field: buttons that do something in it.
    #[prop(optional)]
    tools: Option<AnyView>,
    #[prop(optional)] node_ref: NodeRef<Textarea>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    view! {
        <Framed control label note>
            {tools}
            <textarea
                class="input"
                id=id
                name=name
                rows=rows
                required=required
                autofocus=autofocus
                maxlength=maxlength
                placeholder=placeholder.into_inner()
                aria-describedby=described
                aria-invalid=invalid
                node_ref=node_ref
                inner_html=escaped(&value)
            ></textarea>
        </Framed>
    }
}

/// The content of a `<textarea>`, escaped here: the framework writes the children of this element as they are, so that
/// a `</textarea>` somebody typed would end it and become markup.
pub fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_was_typed_cannot_end_the_field() {
        assert_eq!(escaped("a</textarea><script>&lt;"), "a&lt;/textarea>&lt;script>&amp;lt;");
    }
}
