use leptos::html;
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
    /// What stands in the place of a subtitle that is more than a text.
    #[prop(optional)]
    facts: Option<AnyView>,
    /// The pages above, from the outermost: label and address.
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// What the list of pages above is called for people who hear the page.
    #[prop(optional, into)]
    crumbs_label: MaybeText,
    /// The page whose help it has, where that is another one's: its path.
    #[prop(optional_no_strip)]
    help_of: Option<String>,
    /// Buttons that stand behind one, with the way to the help, where the line has no room for them.
    #[prop(optional)]
    more: Option<AnyView>,
    /// Whether those lie open at first, as when something in them is wrong.
    #[prop(optional)]
    more_open: bool,
    /// Buttons at the end of the line.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    page_is_there();
    view! {
        <Head title subtitle facts crumbs crumbs_label>
            {children.map(|children| children())}
            {match more {
                Some(more) => view! { <More more open=more_open help_of/> }.into_any(),
                None => view! { <HelpLink of=help_of/> }.into_any(),
            }}
        </Head>
    }
}

/// Beside the button that opens them, not in its `<details>`: what a closed one holds cannot be shown in every browser
/// (style/ui/_heads.scss).
#[component]
fn More(more: AnyView, open: bool, help_of: Option<String>) -> impl IntoView {
    let (details, around) = (NodeRef::<html::Details>::new(), NodeRef::<html::Div>::new());
    let hand = use_menu_around(details, around);
    let label = t(text::common::MORE);
    view! {
        <div class="head-fold" node_ref=around on:keydown=move |event| hand.key(&event) on:focusout=move |event| hand.leave(&event)>
            <details node_ref=details open=open>
                <summary class="button button-quiet button-icon" title=label>
                    <Icon name="ellipsis"/>
                    <span class="visually-hidden">{label}</span>
                </summary>
            </details>
            <div class="head-folded">{more} <HelpLink of=help_of/></div>
        </div>
    }
}

/// The files that a page is taken along as, in its head beside the main action: buttons, and on a phone, where each would take
/// a line, a menu of them.
#[component]
pub fn HeadFiles(files: Vec<(Key, String)>) -> impl IntoView {
    let entry = |(label, href): (Key, String)| {
        view! { <li><a href=href download="" rel="external"><Icon name="download"/>{t(label)}</a></li> }
    };
    let entries = files.clone().into_iter().map(entry).collect_view();
    let button = |(label, href): (Key, String)| {
        view! { <LinkButton href icon="download" download=true>{t(label)}</LinkButton> }
    };
    view! {
        <div class="head-files">{files.into_iter().map(button).collect_view()}</div>
        <div class="head-more"><Menu label=t(text::common::MORE)>{entries}</Menu></div>
    }
}

/// Leads from the page one is on to its place in the help; pages without one have none.
#[component]
fn HelpLink(of: Option<String>) -> impl IntoView {
    let path = use_location().pathname;
    let help = Memo::new(move |_| match &of {
        Some(path) => of_page(path),
        None => of_page(&path.read()),
    });
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
