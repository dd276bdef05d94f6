use leptos::prelude::*;

use crate::{Icon, Text};

/// What a pager says.
#[derive(Clone, Debug)]
pub struct PagerWords {
    /// What the links are, for people who hear them: "Pages".
    pub label: Text,
    pub previous: Text,
    pub next: Text,
    pub first: Text,
    pub last: Text,
}

/// The pages of a long list, as links: each has an address, and the first and the last are always among them.
#[component]
pub fn Pager(
    /// Which rows are shown of how many: "21–40 of 10,000".
    #[prop(into)]
    range: Text,
    /// The page shown, from 1.
    page: usize,
    pages: usize,
    /// The address of a page.
    href: impl Fn(usize) -> String,
    /// How a number is written.
    write: impl Fn(usize) -> String,
    words: PagerWords,
) -> impl IntoView {
    let pages = pages.max(1);
    let page = page.clamp(1, pages);
    let links = steps(page, pages)
        .into_iter()
        .map(|step| {
            let Some(at) = step else { return view! { <li class="pager-gap" aria-hidden="true">"…"</li> }.into_any() };
            let (title, place) = match at {
                1 => (Some(words.first.clone()), ""),
                at if at == pages => (Some(words.last.clone()), ""),
                at if at == page => (None, ""),
                _ => (None, "pager-near"),
            };
            let current = (at == page).then_some("page");
            view! { <li class=place><a href=href(at) title=title aria-current=current>{write(at)}</a></li> }.into_any()
        })
        .collect_view();
    let links = (pages > 1).then(|| {
        view! {
            <nav aria-label=words.label>
                <ul>
                    <li><Turn label=words.previous class="pager-back" rel="prev" href=(page > 1).then(|| href(page - 1))/></li>
                    {links}
                    <li><Turn label=words.next class="pager-on" rel="next" href=(page < pages).then(|| href(page + 1))/></li>
                </ul>
            </nav>
        }
    });
    view! { <div class="pager"><p class="num">{range}</p>{links}</div> }
}

/// One page back or on. At the end of the list its place stays, so that the others do not move under the finger.
#[component]
fn Turn(label: Text, class: &'static str, rel: &'static str, href: Option<String>) -> impl IntoView {
    let inside = view! { <Icon name="chevron-right"/> <span>{label}</span> };
    match href {
        Some(href) => view! { <a class=class href=href rel=rel>{inside}</a> }.into_any(),
        None => view! { <span class=format!("{class} pager-end")>{inside}</span> }.into_any(),
    }
}

/// The pages to link to; `None` is a gap of two or more.
fn steps(page: usize, pages: usize) -> Vec<Option<usize>> {
    let mut steps = Vec::new();
    let mut before = 0;
    for at in (1..=pages).filter(|at| *at == 1 || *at == pages || at.abs_diff(page) <= 1) {
        match at - before {
            // A gap of one page takes the room of its number.
            2 => steps.push(Some(at - 1)),
            apart if apart > 2 => steps.push(None),
            _ => {}
        }
        steps.push(Some(at));
        before = at;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(page: usize, pages: usize) -> String {
        let steps = steps(page, pages).into_iter().map(|step| step.map_or("…".to_owned(), |at| at.to_string()));
        steps.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_first_the_last_and_the_neighbours_are_linked() {
        assert_eq!(written(250, 500), "1 … 249 250 251 … 500");
        assert_eq!(written(1, 500), "1 2 … 500");
        assert_eq!(written(500, 500), "1 … 499 500");
    }

    #[test]
    fn a_gap_of_one_page_is_that_page() {
        assert_eq!(written(4, 7), "1 2 3 4 5 6 7");
        assert_eq!(written(3, 500), "1 2 3 4 … 500");
    }

    #[test]
    fn few_pages_are_all_there() {
        assert_eq!(written(1, 1), "1");
        assert_eq!(written(2, 3), "1 2 3");
    }
}
