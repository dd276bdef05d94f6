//! Where a page begins, for the keyboard and for people who hear it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::html::Main;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::prelude::*;
use crate::screen::{focus_in_place, is_typing};

/// So long a page is waited for; one that never says that it is there is begun nevertheless.
const PATIENCE: Duration = Duration::from_secs(5);

/// Marks the part of the page that the address names: `:target` follows no address that the client alone went to.
const SOUGHT: &str = "is-sought";

/// What held the focus when the way led to a page, until its beginning has the focus.
type Held = RefCell<Option<Option<Element>>>;

/// The path of the page that has been drawn; none while it is on its way.
#[derive(Clone, Copy)]
struct There(RwSignal<Option<String>>);

/// Says that the page of the address is drawn: called where its main part is.
pub fn page_is_there() {
    let Some(There(there)) = use_context::<There>() else { return };
    let path = use_location().pathname.get_untracked();
    let own = path.clone();
    Effect::new(move || there.set(Some(path.clone())));
    on_cleanup(move || {
        let _ = there.try_update(|there| {
            if there.as_ref() == Some(&own) {
                *there = None;
            }
        });
    });
}

/// A new document is read from its beginning, and so is a page that the client draws: as soon as it is there the focus goes
/// to its beginning, or to the part that the address names, unless something on the page has taken it.
pub fn begin_at(main: NodeRef<Main>) {
    let at = use_location();
    let there = RwSignal::new(None);
    provide_context(There(there));
    let held = Rc::new(Held::default());
    Effect::new(move |before: Option<(String, String, String)>| {
        let now = (at.pathname.get(), at.search.get(), at.hash.get());
        let drawn = there.get();
        let was = before.as_ref().unwrap_or(&now);
        let moved = was.0 != now.0;
        if moved || *was != now && !now.2.is_empty() {
            let focused = document().active_element();
            // Who turns the pages of a list goes on from there.
            let within = main.get_untracked().is_some_and(|main| main.contains(focused.as_deref()));
            let stays = !moved && within && is_typing();
            *held.borrow_mut() = (!stays).then_some(focused);
        }
        if moved {
            let (path, late) = (at.pathname, now.0.clone());
            let waited = move || {
                if path.try_get_untracked().as_ref() == Some(&late) {
                    there.try_set(Some(late));
                }
            };
            set_timeout(waited, PATIENCE);
        }
        if drawn.as_ref() == Some(&now.0) {
            let (path, hash, held) = (at.pathname, at.hash, held.clone());
            let (here, part) = (now.0.clone(), now.2.clone());
            // By the next frame what was waited for has taken the place of what was shown meanwhile.
            request_animation_frame(move || {
                // Somebody may have gone on.
                if path.try_get_untracked().as_ref() == Some(&here) && hash.try_get_untracked().as_ref() == Some(&part) {
                    begin(main, &part, &held);
                }
            });
        }
        now
    });
}

fn begin(main: NodeRef<Main>, part: &str, held: &Held) {
    let Some(main) = main.get_untracked() else { return };
    let id = part.trim_start_matches('#');
    let sought = document().get_element_by_id(id).filter(|it| main.contains(Some(it)));
    let before = mark(&main, sought.as_ref());
    if sought.is_none() && !id.is_empty() {
        // It may come with what is still on its way.
        return;
    }
    let Some(held) = held.take() else { return };
    let focused = document().active_element();
    let left = focused == held || !main.contains(focused.as_deref()) && !focused.clone().is_some_and(is_field);
    match sought {
        None if left => focus_in_place(&main),
        // On the same page the focus may still be where it was led to before.
        Some(part) if left || main.is_same_node(focused.as_deref()) || focused == before => lead_to(&part),
        _ => {}
    }
}

/// Marks what is sought and nothing else; what was marked before.
fn mark(main: &Element, sought: Option<&Element>) -> Option<Element> {
    let before = main.query_selector(&format!(".{SOUGHT}")).ok().flatten();
    if before.as_ref() != sought {
        if let Some(before) = &before {
            let _ = before.class_list().remove_1(SOUGHT);
        }
        if let Some(sought) = sought {
            let _ = sought.class_list().add_1(SOUGHT);
        }
    }
    before
}

/// Brings a part of the page into sight and gives it the focus.
fn lead_to(part: &Element) {
    part.scroll_into_view();
    let Some(part) = part.dyn_ref::<HtmlElement>() else { return };
    if part.tab_index() < 0 && !part.has_attribute("tabindex") {
        let _ = part.set_attribute("tabindex", "-1");
    }
    focus_in_place(part);
}

/// Who types beside the page goes on typing.
fn is_field(it: Element) -> bool {
    it.matches("input, select, textarea").unwrap_or_default()
}
