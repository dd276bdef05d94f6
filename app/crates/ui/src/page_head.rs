use leptos::prelude::*;

use crate::{MaybeText, Text};

/// The head of a page: the way to it, its title, what can be done.
#[component]
pub fn PageHead(
    #[prop(into)] title: Text,
    #[prop(optional, into)] subtitle: MaybeText,
    /// What stands in the place of a subtitle that is more than a text.
    #[prop(optional_no_strip)]
    facts: Option<AnyView>,
    /// The pages above, from the outermost: label and address.
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// What the list of pages above is called for people who hear the page.
    #[prop(optional, into)]
    crumbs_label: MaybeText,
    /// Buttons at the end of the line.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let crumbs = (!crumbs.is_empty()).then(|| {
        let links = crumbs.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> }).collect_view();
        view! { <nav class="breadcrumbs" aria-label=crumbs_label.into_inner()><ol>{links}</ol></nav> }
    });
    view! {
        <div class="page-head">
            {crumbs}
            <div>
                <h1>{title}</h1>
                {subtitle.into_inner().map(|subtitle| view! { <p class="subtitle">{subtitle}</p> })}
                {facts.map(|facts| view! { <p class="subtitle">{facts}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
