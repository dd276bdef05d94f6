//! The colour of the school in use. The server writes it into the document; from then on the client sets the same custom
//! properties on the document's root, which the content security policy allows a script to do.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use model::color::{PROPERTIES, palette};
use model::schools::Place;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The id of the style of a page of a school, and of one of a school's own address, which holds for the whole visit.
const IDS: (&str, &str) = ("brand", "brand-door");

/// The colour of the page that is drawn, in its head.
#[component]
pub fn BrandStyle() -> impl IntoView {
    crate::caller::color().map(|(color, door)| {
        let values = palette(color).map(|(name, shade)| format!("{name}:{shade};")).concat();
        let id = if door { IDS.1 } else { IDS.0 };
        view! { <style id=id nonce=use_nonce()>{format!(":root{{{values}}}")}</style> }
    })
}

/// Follows the school in use from page to page.
#[component]
pub fn Brand(place: Memo<Option<Place>>) -> impl IntoView {
    Effect::new(move |_| {
        let document = document();
        let Some(root) = document.document_element().and_then(|it| it.dyn_into::<HtmlElement>().ok()) else { return };
        let style = root.style();
        let shades = place.read().as_ref().and_then(Place::color).map(palette);
        let at_the_door = place.read().is_none() && document.get_element_by_id(IDS.1).is_some();
        for (index, name) in PROPERTIES.into_iter().enumerate() {
            let _ = match &shades {
                Some(shades) => style.set_property(name, &shades[index].1.to_string()),
                None if at_the_door => style.remove_property(name).map(|_| ()),
                // Above what the server wrote: the style's own value holds again.
                None => style.set_property(name, "initial"),
            };
        }
    });
}
