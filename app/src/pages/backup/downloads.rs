//! What can be taken home: each table, everything, and the full archive, open or encrypted.

use model::backup::Table;
use model::text::backup as b;

use super::locked::Locked;
use crate::prelude::*;

/// `archive`: what is said of it to those who may have it. `tables`: those that there are.
#[component]
pub fn Downloads(slug: String, archive: Option<Key>, tables: Vec<Table>) -> impl IntoView {
    let query = if slug.is_empty() { String::new() } else { format!("?school={slug}") };
    let path = |name: &str| format!("/backup/download/{name}{query}");
    let download = |name: &str, label: String, about: Key, format: Key| {
        view! { <Take href=path(name) label about format/> }
    };
    let made = tables.iter().filter_map(|table| {
        let label = tf(b::AS_CSV, &[("table", &t(table.label()))]);
        Some(download(table.text(), label, table.about()?, b::FORMAT_CSV))
    });
    let other = |table: &Table| {
        let label = t(table.label());
        let begun = Begun::default();
        view! {
            <li>
                <a href=path(table.text()) rel="external" on:click=move |_| begun.say(label)>
                    <span>{label}</span>
                    " "
                    <Badge tone=Tone::Info>{t(b::FORMAT_CSV)}</Badge>
                </a>
                <p role="status" class="meta">{move || begun.said()}</p>
            </li>
        }
    };
    let others = tables.iter().filter(|table| table.about().is_none()).map(other).collect_view();
    let open = archive.map(|about| download("archive", t(b::ARCHIVE_ZIP).to_owned(), about, b::FORMAT_ZIP));
    // Whoever has the platform's can become anybody: the one that only a passphrase opens comes first.
    let (open, exposed) = if slug.is_empty() { (None, open) } else { (open, None) };
    view! {
        <section class="panel" id="downloads">
            <header><h2>{t(b::DOWNLOADS)}</h2></header>
            <ul class="list">
                {made.collect_view()}
                {download("all", t(b::EVERYTHING_JSON).to_owned(), b::EVERYTHING_ABOUT, b::FORMAT_JSON)}
                {open}
            </ul>
            {archive.map(|_| view! { <Locked slug/> })}
            {exposed.map(|exposed| view! { <ul class="list">{exposed}</ul> })}
            <Disclosure label=t(b::OTHERS)>
                <p class="muted">{t(b::OTHERS_ABOUT)}</p>
                <ul class="downloads">{others}</ul>
            </Disclosure>
        </section>
    }
}

/// A file to take home, which says that it comes where it was pressed.
#[component]
pub fn Take(href: String, label: String, about: Key, format: Key) -> impl IntoView {
    let begun = Begun::default();
    let what = label.clone();
    view! {
        <li>
            <Icon name="download"/>
            <div>
                // External: the answer is a file, no page for the router.
                <a class="title" href=href rel="external" on:click=move |_| begun.say(&what)>{label}</a>
                <span class="meta muted">{t(about)}</span>
                <span class="meta" role="status">{move || begun.said()}</span>
            </div>
            <Badge tone=Tone::Info>{t(format)}</Badge>
        </li>
    }
}

/// That a download begins. The browser tells of it out of the page, where not everybody looks.
#[derive(Clone, Copy, Default)]
pub struct Begun(RwSignal<String>);

impl Begun {
    pub fn say(self, what: &str) {
        self.0.set(tf(b::DOWNLOAD_BEGUN, &[("what", &what)]));
    }

    pub fn said(self) -> String {
        self.0.get()
    }
}
