//! What lists of options have in common that are operated from a text field: the focus stays in the field, the keys move
//! a mark through the list.

use leptos::ev;
use leptos::prelude::*;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// How far a page key moves.
const PAGE: usize = 10;

/// Where a key moves the mark to, in a list of so many; `None` for keys that do not move, and in an empty list.
pub(crate) fn moved(key: &str, at: Option<usize>, len: usize) -> Option<usize> {
    let last = len.checked_sub(1)?;
    let at = at.filter(|at| *at <= last);
    match key {
        "Home" => Some(0),
        "End" => Some(last),
        "ArrowDown" => Some(at.map_or(0, |at| if at == last { 0 } else { at + 1 })),
        "ArrowUp" => Some(at.map_or(last, |at| at.checked_sub(1).unwrap_or(last))),
        "PageDown" => Some(at.map_or(0, |at| (at + PAGE).min(last))),
        "PageUp" => Some(at.map_or(0, |at| at.saturating_sub(PAGE))),
        _ => None,
    }
}

/// Whether a key is meant for the text itself: a selection, a shortcut, a letter that is being composed.
pub(crate) fn is_for_text(event: &ev::KeyboardEvent) -> bool {
    event.is_composing() || event.shift_key() || event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// The id of an option of the list.
pub(crate) fn option_id(list: &str, at: usize) -> String {
    format!("{list}-{at}")
}

/// Keeps the option with the mark in sight.
pub(crate) fn follow(list: String, at: impl Fn() -> Option<usize> + 'static) {
    Effect::new(move |_| {
        let Some(at) = at() else { return };
        let id = option_id(&list, at);
        // A list that has just opened has no height before the next frame.
        request_animation_frame(move || {
            if let Some(option) = document().get_element_by_id(&id) {
                into_sight(&option);
            }
        });
    });
}

/// Scrolls no further than it has to for this to be seen.
pub(crate) fn into_sight(part: &Element) {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    part.scroll_into_view_with_scroll_into_view_options(&nearest);
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn the_arrows_go_round() {
        assert_eq!(moved("ArrowDown", None, 3), Some(0));
        assert_eq!(moved("ArrowDown", Some(2), 3), Some(0));
        assert_eq!(moved("ArrowUp", Some(0), 3), Some(2));
        assert_eq!(moved("ArrowUp", None, 3), Some(2));
    }

    #[test]
    fn home_end_and_the_page_keys_stay_inside() {
        assert_eq!(moved("Home", Some(2), 3), Some(0));
        assert_eq!(moved("End", None, 3), Some(2));
        assert_eq!(moved("PageDown", Some(1), 30), Some(11));
        assert_eq!(moved("PageDown", Some(25), 30), Some(29));
        assert_eq!(moved("PageUp", Some(4), 30), Some(0));
    }

    #[test]
    fn a_list_that_became_shorter_begins_again() {
        assert_eq!(moved("ArrowDown", Some(7), 3), Some(0));
        assert_eq!(moved("ArrowDown", Some(0), 0), None);
        assert_eq!(moved("a", Some(0), 3), None);
    }
}
