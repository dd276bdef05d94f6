use leptos::prelude::*;
use ui::*;

use crate::{charts, chat, choices, forms, lists, long, overlays, signs, surfaces, tables, ways};

/// The parts in the list at the side, with the icon beside each.
const PARTS: [(&str, &str, &str); 18] = [
    ("#buttons", "plus", "Buttons"),
    ("#fields", "pencil", "Fields"),
    ("#choices", "check", "Choices"),
    ("#times-and-files", "calendar", "Times and files"),
    ("#tables", "database", "Tables"),
    ("#groups-of-rows", "database", "Groups of rows"),
    ("#lists", "users", "Lists"),
    ("#charts", "activity", "Charts"),
    ("#ways", "chevron-right", "Ways"),
    ("#signs", "bell", "Signs"),
    ("#chat", "message-circle", "Chat"),
    ("#surfaces", "book-open", "Surfaces"),
    ("#moving", "activity", "Moving"),
    ("#waiting", "clock", "Waiting"),
    ("#menus", "menu", "Menus"),
    ("#overlays", "external-link", "Overlays"),
    ("#entry", "log-in", "Entry"),
    ("#long-words", "file-text", "Long words"),
];

/// The whole page, in the frame that pages of the product have.
#[component]
pub fn Gallery() -> impl IntoView {
    let links = PARTS
        .into_iter()
        .enumerate()
        .map(|(at, (href, icon, name))| {
            view! { <li><a href=href aria-current=(at == 0).then_some("page")><Icon name=icon/><span>{name}</span></a></li> }
        })
        .collect_view();
    view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        <div class="frame">
            <header class="topbar">
                <a class="brand" href="/"><span class="brand-mark" aria-hidden="true"></span>"Lyceum"</a>
                <details class="switcher">
                    <summary><span class="switcher-name">"Kigali Academy"</span><span class="switcher-role">"Teacher"</span></summary>
                    <ul>
                        <li><a href="#main" aria-current="true"><span>"Kigali Academy"</span><small>"Teacher"</small></a></li>
                        <li><a href="#main"><span>"Evening School"</span><small>"Student"</small></a></li>
                    </ul>
                </details>
                <nav class="topbar-end" aria-label="You"><Toggles/></nav>
            </header>
            <nav class="sidebar" aria-label="Parts"><ul>{links}</ul></nav>
            <main id="main" class="page" tabindex="-1">
                <PageHead
                    title="Every part in every state"
                    subtitle="Samples, in the frame of the product"
                    crumbs=vec![("Lyceum".into(), "/".into())]
                    crumbs_label="Where you are"
                >
                    <LinkButton href="#fields">"A quiet link"</LinkButton>
                    <Button icon="plus">"The one action"</Button>
                </PageHead>
                <forms::Buttons/>
                <forms::Fields/>
                <choices::Choices/>
                <choices::Times/>
                <tables::Tables/>
                <lists::Lists/>
                <charts::Charts/>
                <ways::Ways/>
                <signs::Signs/>
                <chat::Chat/>
                <surfaces::Surfaces/>
                <signs::Moving/>
                <ways::Waiting/>
                <surfaces::Menus/>
                <overlays::Overlays/>
                <surfaces::Entry/>
                <long::Long/>
            </main>
        </div>
    }
}

/// Theme and direction, set where the product sets them: on the root element.
#[component]
fn Toggles() -> impl IntoView {
    let (dark, right) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| set("data-theme", if dark.get() { "dark" } else { "light" }));
    Effect::new(move |_| set("dir", if right.get() { "rtl" } else { "ltr" }));
    view! {
        <button
            type="button"
            class="button button-small"
            aria-pressed=move || dark.get().to_string()
            on:click=move |_| dark.update(|it| *it = !*it)
        >
            {move || view! { <Icon name=if dark.get() { "sun" } else { "moon" }/> }}
            "Theme"
        </button>
        <button
            type="button"
            class="button button-small"
            aria-pressed=move || right.get().to_string()
            on:click=move |_| right.update(|it| *it = !*it)
        >
            <Icon name="globe"/>
            "Direction"
        </button>
    }
}

fn set(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Refused only for names that are no attribute names.
        let _ = root.set_attribute(attribute, value);
    }
}
