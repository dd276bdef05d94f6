//! A picture of the talk, looked at on the whole page: with keys, fingers and a mouse, from one to the next.

use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use model::chat::MessageFile;
use model::text::chat as c;

use super::desk::Desk;
use super::files::words;
use crate::prelude::*;
use crate::screen::right_to_left;
use crate::text::size;

#[component]
pub fn Viewer(desk: Desk) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let shown = Memo::new(move |_| {
        let id = desk.shown.get()?;
        desk.timeline.with(|timeline| {
            let pictures = timeline.pictures();
            let at = pictures.iter().position(|file| file.id == id)?;
            let beside = |at: Option<usize>| at.and_then(|at| pictures.get(at)).map(|file| file.id);
            Some((pictures[at].clone(), beside(at.checked_sub(1)), beside(Some(at + 1))))
        })
    });
    // What was deleted meanwhile is no longer shown.
    Effect::new(move || {
        let open = shown.with(Option::is_some);
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            // Refused only for an element outside the document.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    let step = move |forward: bool| {
        let to =
            shown.with_untracked(|shown| shown.as_ref().and_then(|(_, before, after)| if forward { *after } else { *before }));
        if to.is_some() {
            desk.shown.set(to);
        }
    };
    // Heard wherever the focus is: the page beneath takes none of it.
    Effect::new(move || {
        let keys = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
            let forward = match event.key().as_str() {
                _ if desk.shown.with_untracked(Option::is_none) => return,
                "ArrowRight" => !right_to_left(),
                "ArrowLeft" => right_to_left(),
                _ => return,
            };
            event.prevent_default();
            step(forward);
        });
        on_cleanup(move || keys.remove());
    });
    let address = move |file: &MessageFile| format!("/s/{}/files/{}", desk.school.get_value(), file.id);
    let ends = move |forward: bool| {
        let beside = shown.with(|shown| shown.as_ref().and_then(|(_, before, after)| if forward { *after } else { *before }));
        beside.is_none().to_string()
    };
    view! {
        <dialog class="viewer" node_ref=dialog aria-label=t(c::VIEWER) on:close=move |_| desk.shown.set(None)>
            {move || shown.get().map(|(file, ..)| view! { <Shown address=address(&file) file/> })}
            // They stay as they are from one picture to the next, and so does the focus.
            <button
                type="button"
                class="button button-quiet viewer-back"
                aria-label=t(c::PREVIOUS)
                title=t(c::PREVIOUS)
                aria-disabled=move || ends(false)
                on:click=move |_| step(false)
            >
                <Icon name="chevron-right"/>
            </button>
            <button
                type="button"
                class="button button-quiet viewer-on"
                aria-label=t(c::NEXT)
                title=t(c::NEXT)
                aria-disabled=move || ends(true)
                on:click=move |_| step(true)
            >
                <Icon name="chevron-right"/>
            </button>
            <div class="row viewer-acts">
                <a
                    class="button button-quiet"
                    href=move || shown.with(|shown| shown.as_ref().map(|(file, ..)| address(file)))
                    aria-label=t(c::DOWNLOAD)
                    title=t(c::DOWNLOAD)
                    download=""
                    rel="external"
                >
                    <Icon name="download"/>
                </a>
                <form method="dialog">
                    <button class="button button-quiet" aria-label=t(c::CLOSE) title=t(c::CLOSE)>
                        <Icon name="x"/>
                    </button>
                </form>
            </div>
        </dialog>
    }
}

#[component]
fn Shown(address: String, file: MessageFile) -> impl IntoView {
    let sides = file.picture.map(|it| (it.width.to_string(), it.height.to_string())).unwrap_or_default();
    let alt = words(&file);
    let said = (!file.alt.is_empty()).then(|| view! { <span dir="auto">{file.alt.clone()}</span> });
    view! {
        <figure>
            <img src=address alt=alt width=sides.0 height=sides.1/>
            <figcaption>{said} " " <bdi>{file.name}</bdi> " " <span class="muted">{size(file.bytes)}</span></figcaption>
        </figure>
    }
}
