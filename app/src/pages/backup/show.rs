use model::backup::{BackupPage, Table};
use model::text::backup as b;

use super::api;
use super::counting::Counting;
use super::figures::Figures;
use super::head::{Head, Part, use_reach};
use super::kept::StatusCard;
use super::locked::Locked;
use crate::prelude::*;

#[component]
pub fn Backup() -> impl IntoView {
    let school = use_reach();
    let page = Resource::new(move || school.get(), api::show_backup);
    // Asked for again, the page itself says what became of it.
    let refused = Callback::new(move |()| page.refetch());
    view! { <Loaded of=page view=move |page: BackupPage| view! { <Whole page refused/> }.into_any()/> }
}

#[component]
fn Whole(page: BackupPage, refused: Callback<()>) -> impl IntoView {
    let query = page.school.as_ref().map(|(slug, _)| format!("?school={slug}")).unwrap_or_default();
    let zone = page.zone.clone();
    let about_archive = if page.school.is_none() { b::ARCHIVE_ABOUT } else { b::ARCHIVE_SCHOOL_ABOUT };
    let archive = page.can_archive.then_some(about_archive);
    let tables: Vec<Table> = page.counts.iter().map(|count| count.name).collect();
    let slug = page.school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let school = page.school.clone();
    let parts = page.parts.clone();
    let counting = Counting::new(slug.clone(), page, refused);
    // What stands above the figures is as new as they are: a backup may fail while somebody looks.
    let status = Memo::new(move |_| counting.page.with(|page| page.kept.clone()));
    let lacked = Memo::new(move |_| counting.page.with(|page| page.lacked.clone()));
    let of = slug.clone();
    let kept = move || status.get().map(|status| view! { <StatusCard slug=of.clone() status/> });
    let lacking = move || {
        lacked.get().map(|(when, files)| {
            let text = tnf(b::LACKED_TEXT, files, &[("when", &when)]);
            view! { <Notice tone=Tone::Warn title=t(b::LACKED)>{text}</Notice> }
        })
    };
    view! {
        <Head part=Part::Overview school parts/>
        {kept}
        {lacking}
        <Figures slug=slug.clone() counting/>
        <div class="split">
            <div><Downloads slug query archive tables/></div>
            <aside><Tips zone/></aside>
        </div>
    }
}

/// `archive`: what is said of it to those who may have it. `tables`: those that there are.
#[component]
fn Downloads(slug: String, query: String, archive: Option<Key>, tables: Vec<Table>) -> impl IntoView {
    let path = |name: &str| format!("/backup/download/{name}{query}");
    let said = RwSignal::new(String::new());
    let begun = move |what: &str| said.set(tf(b::DOWNLOAD_BEGUN, &[("what", &what)]));
    let download = |name: &str, label: String, about: Key, format: Key| {
        let what = label.clone();
        view! {
            <li>
                <Icon name="download"/>
                <div>
                    // External: the answer is a file, no page for the router.
                    <a class="title" href=path(name) rel="external" on:click=move |_| begun(&what)>{label}</a>
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
                <a href=path(table.text()) rel="external" on:click=move |_| begun(t(label))>
                    <span>{t(label)}</span>
                    " "
                    <Badge tone=Tone::Info>{t(b::FORMAT_CSV)}</Badge>
                </a>
            </li>
        }
    };
    let others = tables.iter().filter(|table| table.about().is_none()).map(other).collect_view();
    view! {
        <section class="panel" id="downloads">
            <header><h2>{t(b::DOWNLOADS)}</h2></header>
            <ul class="list">
                {made.collect_view()}
                {download("all", t(b::EVERYTHING_JSON).to_owned(), b::EVERYTHING_ABOUT, b::FORMAT_JSON)}
                {archive.map(|about| download("archive", t(b::ARCHIVE_ZIP).to_owned(), about, b::FORMAT_ZIP))}
            </ul>
            <p role="status" class="muted">{move || said.get()}</p>
            {archive.map(|_| view! { <Locked slug begun=Callback::new(move |()| begun(t(b::ARCHIVE_ZIP)))/> })}
            <Disclosure label=t(b::OTHERS)>
                <p class="muted">{t(b::OTHERS_ABOUT)}</p>
                <ul class="downloads">{others}</ul>
            </Disclosure>
        </section>
    }
}

#[component]
fn Tips(zone: String) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{t(b::TIPS)}</h2>
            <ul class="tips">
                <li>{t(b::TIP_SHEETS)}</li>
                <li>{tf(b::TIP_ZONE, &[("zone", &zone)])}</li>
                <li>{t(b::TIP_ZEROS)}</li>
                <li>{t(b::TIP_FORMULA)}</li>
                <li>{t(b::TIP_FILES)}</li>
                <li>{t(b::TIP_PRIVATE)}</li>
                <li>{t(b::TIP_LOG)}</li>
            </ul>
        </section>
    }
}
