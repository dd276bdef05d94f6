//! What narrows a list besides its words: beside them where there is room, behind one line on a phone.

use model::text::common;

use crate::prelude::*;

/// The filters of a [`FilterBar`] besides its words. On a phone they are folded behind a line that counts those that are
/// set, so that the list begins on the first screen; what is folded is sent with the form all the same.
#[component]
pub fn FoldedFilters(
    /// How many of them are set.
    set: usize,
    children: Children,
) -> impl IntoView {
    let counted = (set > 0).then(|| view! { <Badge tone=Tone::Info>{tn(common::FILTERS_SET, set)}</Badge> });
    view! {
        // They come after it and not in it: what a closed one holds cannot be shown by the style sheet in every browser, and
        // where there is room they all are. It needs no script, and no place changes when one arrives.
        <details class="filters-fold">
            <summary>{t(common::FILTERS)} " " {counted}</summary>
        </details>
        {children()}
    }
}

/// How many of some filters are set.
pub fn set(filters: &[&str]) -> usize {
    filters.iter().filter(|it| !it.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn what_is_left_open_is_not_set() {
        assert_eq!(set(&[]), 0);
        assert_eq!(set(&["", " ", "teacher", "ended"]), 2);
    }
}
