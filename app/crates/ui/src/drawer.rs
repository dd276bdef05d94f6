use leptos::prelude::*;

use crate::button::Variant;
use crate::dialog::close_beside;
use crate::{Button, Text};

/// Opens the drawer of the given id: a drawer is a dialog that lies at the side.
pub use crate::dialog::DialogButton as DrawerButton;

/// More about a thing beside the page that lists it, or filters that need room: at the end of the line, and from below
/// on phones. Native: the browser keeps the focus inside, and Escape or a press beside it closes.
#[component]
pub fn Drawer(
    /// The id a [`DrawerButton`] opens it by.
    #[prop(into)]
    id: Text,
    #[prop(into)] title: Text,
    /// The name of the closing cross.
    #[prop(into)]
    close: Text,
    /// Buttons that stay in sight under what scrolls.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    view! {
        <dialog
            id=id
            class="drawer"
            closedby="any"
            aria-labelledby=title_id.clone()
            on:pointerdown=move |event| close_beside(&event)
        >
            <div class="drawer-sheet">
                <header>
                    <h2 id=title_id.clone()>{title}</h2>
                    <form method="dialog">
                        <Button variant=Variant::Quiet icon="x" label=close/>
                    </form>
                </header>
                <div class="drawer-body">{children()}</div>
                {foot.map(|foot| view! { <footer>{foot.run()}</footer> })}
            </div>
        </dialog>
    }
}
