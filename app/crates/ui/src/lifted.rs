//! A list that opens within something that scrolls would be cut off by it: it lies over that, beside its button and whole
//! on the screen.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{DomRect, Element, HtmlElement};

/// Between a list and its button, and at least to the edge of the screen, in CSS pixels.
const GAP: f64 = 6.0;

/// Lifts a list that is cut off; one that is not stays where its style puts it.
pub(crate) fn lift(button: &Element, list: &Element) {
    // What cannot be measured stays where it is.
    let _ = lifted(button, list);
}

/// The list lies where its style puts it, as when it opened.
pub(crate) fn lay_back(list: &Element) {
    let _ = list.remove_attribute("style");
}

fn lifted(button: &Element, list: &Element) -> Option<()> {
    // On a phone it lies over the page by its style.
    if styled(list, "position")? == "fixed" {
        return None;
    }
    let (lies, around, button) =
        (list.get_bounding_client_rect(), clip(list)?.get_bounding_client_rect(), button.get_bounding_client_rect());
    if holds(&around, &lies) {
        return None;
    }
    let screen = (window().inner_width().ok()?.as_f64()?, window().inner_height().ok()?.as_f64()?);
    let top = beside((button.top(), button.bottom()), lies.height(), screen.1);
    let start = if styled(list, "direction")? == "rtl" { button.left() } else { button.right() - lies.width() };
    let left = start.min(screen.0 - lies.width() - GAP).max(GAP);
    let style = list.dyn_ref::<HtmlElement>()?.style();
    let most = screen.1 - top - GAP;
    for (name, value) in [("top", top), ("left", left), ("width", lies.width()), ("max-height", most)] {
        style.set_property(name, &format!("{value}px")).ok()?;
    }
    for (name, value) in [("position", "fixed"), ("bottom", "auto"), ("right", "auto"), ("overflow-y", "auto")] {
        style.set_property(name, value).ok()?;
    }
    Some(())
}

/// Where a list of a height begins: under its button, above it where there is no room under it, and where there is none
/// either as far down as it can.
fn beside((top, bottom): (f64, f64), height: f64, screen: f64) -> f64 {
    let (under, above) = (bottom + GAP, top - GAP - height);
    if under + height + GAP <= screen {
        under
    } else if above >= GAP {
        above
    } else {
        (screen - height - GAP).max(GAP)
    }
}

/// The part of the page that a list scrolls with, other than the page as a whole.
fn clip(list: &Element) -> Option<Element> {
    let mut around = list.parent_element();
    while let Some(part) = around.filter(|part| part.tag_name() != "BODY") {
        if ["overflow-x", "overflow-y"].iter().any(|it| styled(&part, it).is_some_and(|it| it != "visible")) {
            return Some(part);
        }
        around = part.parent_element();
    }
    None
}

fn styled(part: &Element, name: &str) -> Option<String> {
    window().get_computed_style(part).ok()??.get_property_value(name).ok()
}

fn holds(around: &DomRect, part: &DomRect) -> bool {
    // Edges lie between two pixels at times.
    let within = |inner: f64, outer: f64| inner >= outer - 1.0;
    within(part.top(), around.top())
        && within(around.bottom(), part.bottom())
        && within(part.left(), around.left())
        && within(around.right(), part.right())
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_list_opens_under_its_button_or_above_it_and_is_whole_on_the_screen() {
        assert_eq!(beside((100.0, 140.0), 400.0, 800.0), 146.0);
        assert_eq!(beside((570.0, 610.0), 400.0, 800.0), 164.0);
        assert_eq!(beside((390.0, 430.0), 400.0, 800.0), 394.0, "neither fits: it lies over its button");
        assert_eq!(beside((390.0, 430.0), 900.0, 800.0), 6.0);
    }
}
