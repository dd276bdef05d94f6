//! Every part of `ui` in every state, on one page, in the browser alone: for looking at, in both themes and both
//! directions, and for tests of looks. It knows nothing of the school either; its words are samples.

mod charts;
mod chat;
mod choices;
mod forms;
mod frame;
mod lists;
mod long;
mod overlays;
mod signs;
mod surfaces;
mod tables;
mod ways;

use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(frame::Gallery);
}

/// A section of the page: its name, and what it shows.
#[component]
fn Part(name: &'static str, children: Children) -> impl IntoView {
    let id = name.to_lowercase().replace(' ', "-");
    view! {
        <section class="panel" id=id>
            <h2>{name}</h2>
            <div class="stack">{children()}</div>
        </section>
    }
}
