use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlDialogElement;

use crate::button::Variant;
use crate::{Button, Icon, MaybeText, Text};

/// A question that wants an answer first. Native: the browser keeps the focus inside, Escape closes it, and a form
/// with `method="dialog"` does so without a script.
#[component]
pub fn Dialog(
    /// The id a [`DialogButton`] opens it by.
    #[prop(into)]
    id: Text,
    #[prop(into)] title: Text,
    /// The name of the closing cross.
    #[prop(into)]
    close: Text,
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog id=id aria-labelledby=labelled_by>
            <header>
                <h2 id=title_id.clone()>{title}</h2>
                <form method="dialog">
                    <Button variant=Variant::Quiet icon="x" label=close/>
                </form>
            </header>
            {children()}
        </dialog>
    }
}

/// Opens the dialog of the given id: by the browser itself where it knows commands, by script elsewhere.
#[component]
pub fn DialogButton(
    #[prop(into)] dialog: Text,
    #[prop(default = Variant::Quiet)] variant: Variant,
    #[prop(optional, into)] icon: MaybeText,
    #[prop(optional)] small: bool,
    children: Children,
) -> impl IntoView {
    let target = dialog.clone();
    view! {
        <button
            type="button"
            class=variant.class()
            class:button-small=small
            command="show-modal"
            commandfor=dialog
            aria-haspopup="dialog"
            on:click=move |event| show_at(&event, &target)
        >
            {icon.into_inner().map(|name| view! { <Icon name/> })}
            {children()}
        </button>
    }
}

/// Opens it at the press of a button that names it as a command too: of the two only the script does, for a browser complains
/// of a command for what is open already.
pub(crate) fn show_at(event: &ev::Event, id: &str) {
    event.prevent_default();
    show(id);
}

/// Opening what is open already would be an error.
pub(crate) fn show(id: &str) {
    if let Some(dialog) = find(id).filter(|dialog| !dialog.open()) {
        // Refused only for an element outside the document.
        let _ = dialog.show_modal();
    }
}

/// Closes it, if it is open.
pub(crate) fn hide(id: &str) {
    if let Some(dialog) = find(id).filter(HtmlDialogElement::open) {
        dialog.close();
    }
}

/// Closes a dialog without padding that was pressed beside: there the backdrop alone is the dialog itself. For browsers
/// that do not know `closedby`.
pub(crate) fn close_beside(event: &ev::PointerEvent) {
    let (pressed, dialog) = (event.target(), event.current_target());
    if pressed.is_some() && pressed == dialog {
        let dialog = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok());
        if let Some(dialog) = dialog.filter(HtmlDialogElement::open) {
            dialog.close();
        }
    }
}

fn find(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
