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
    let (said, said_of_others) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let begun = |what: &str| tf(b::DOWNLOAD_BEGUN, &[("what", &what)]);
    let download = |name: &str, label: String, about: Key, format: Key| {
        let what = label.clone();
        view! {
            <li>
                <Icon name="download"/>
                <div>
                    // External: the answer is a file, no page for the router.
                    <a class="title" href=path(name) rel="external" on:click=move |_| said.set(begun(&what))>{label}</a>
                    <span class="meta muted">{t(about)}</span>
                </div>
                <Badge tone=Tone::Info>{t(format)}</Badge>
            </li>
        }
    };
    let made = tables.iter().filter_map(|table| {
        let label = tf(b::AS_CSV, &[("table", &t(table.label()))]);
        Some(download(table.text(), label, table.about()?, b::FORMAT_CSV))
    });
    let other = |table: &Table| {
        let label = table.label();
        view! {
            <li>
                <a href=path(table.text()) rel="external" on:click=move |_| said_of_others.set(begun(t(label)))>
                    <span>{t(label)}</span>
                    " "
                    <Badge tone=Tone::Info>{t(b::FORMAT_CSV)}</Badge>
                </a>
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
            <p role="status" class="muted">{move || said.get()}</p>
            <Disclosure label=t(b::OTHERS)>
                <p class="muted">{t(b::OTHERS_ABOUT)}</p>
                <ul class="downloads">{others}</ul>
                <p role="status" class="muted">{move || said_of_others.get()}</p>
            </Disclosure>
        </section>
    }
}
