use leptos_router::hooks::use_location;
use model::help::of_page;
use model::text::help as h;
use ui::PageHead as Head;

use super::page_is_there;
use crate::prelude::*;

/// The head of a page, with the way to what the help says of it at the end of the line.
#[component]
pub fn PageHead(
    #[prop(into)] title: Text,
    #[prop(optional, into)] subtitle: MaybeText,
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
    page_is_there();
    view! {
        <Head title subtitle crumbs crumbs_label>
            {children.map(|children| children())}
            <HelpLink/>
        </Head>
    }
}

/// Leads from the page one is on to its place in the help; pages without one have none.
#[component]
fn HelpLink() -> impl IntoView {
    let path = use_location().pathname;
    let help = Memo::new(move |_| of_page(&path.read()));
    move || {
        help.get().map(|href| {
            view! {
                // A document of its own: only then does the browser go to the place in it.
                <a class="button button-quiet button-icon help-link" href=href rel="external" title=t(h::ABOUT)>
                    <Icon name="help"/>
                    <span class="visually-hidden">{t(h::ABOUT)}</span>
                </a>
            }
        })
    }
}
