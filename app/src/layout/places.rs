//! Which schools the reader is in: an address in another one says that they are not, whether there is such a school or not.

use leptos::prelude::*;

/// Their slugs; nothing where nobody is logged in, and of those who look after all schools.
#[derive(Clone, Copy)]
pub struct OwnSchools(StoredValue<Option<Vec<String>>>);

impl OwnSchools {
    /// The frame's, around every page: as they were when the document was drawn, like the frame itself.
    pub fn provide() {
        provide_context(OwnSchools(StoredValue::new(SharedValue::new(own).into_inner())));
    }

    /// Whether the reader has no place in a school of that slug.
    pub fn lack(self, slug: &str) -> bool {
        let lack = |own: &Option<Vec<String>>| own.as_ref().is_some_and(|own| !own.iter().any(|it| it == slug));
        !slug.is_empty() && self.0.try_with_value(lack).unwrap_or_default()
    }
}

#[cfg(feature = "ssr")]
fn own() -> Option<Vec<String>> {
    let person = crate::caller::maybe_person().filter(|person| !person.me.is_platform_admin())?;
    Some(person.me.places.iter().map(|place| place.slug.clone()).collect())
}

/// In the browser it came with the document.
#[cfg(not(feature = "ssr"))]
fn own() -> Option<Vec<String>> {
    None
}
