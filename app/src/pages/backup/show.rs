use model::backup::{BackupPage, Overview, Table};
use model::text::{backup as b, clear as c};

use super::api;
use super::counting::Counting;
use super::downloads::Downloads;
use super::figures::Figures;
use super::gone::Gone;
use super::head::{Head, Part, address, use_reach};
use super::kept::StatusCard;
use super::restore::HandedToYou;
use crate::prelude::*;

#[component]
pub fn Backup() -> impl IntoView {
    let school = use_reach();
    let page = Resource::new(move || school.get(), api::show_backup);
    // Asked for again, the page itself says what became of it.
    let refused = Callback::new(move |()| page.refetch());
    view! {
        <Loaded of=page view=move |it: Overview| match it {
            Overview::Page(page) => view! { <Whole page=*page refused/> }.into_any(),
            Overview::Choose(schools) => view! { <Choose schools/> }.into_any(),
        }/>
    }
}

/// For those who look after several schools: each has its own page.
#[component]
fn Choose(schools: Vec<(String, String)>) -> impl IntoView {
    let line = |(slug, name): (String, String)| view! { <li><A href=address(&slug, "")>{name}</A></li> };
    view! {
        <Title text=t(b::BACKUP)/>
        <PageHead title=t(b::BACKUP) subtitle=t(b::EACH_ITS_OWN)/>
        <section class="panel" id="schools">
            <h2>{t(c::CHOOSE_SCHOOL)}</h2>
            <ul class="list">{schools.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Whole(page: BackupPage, refused: Callback<()>) -> impl IntoView {
    let zone = page.zone.clone();
    let about_archive = if page.school.is_none() { b::ARCHIVE_ABOUT } else { b::ARCHIVE_SCHOOL_ABOUT };
    let archive = page.can_archive.then_some(about_archive);
    let tables: Vec<Table> = page.counts.iter().map(|count| count.name).collect();
    let slug = page.school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let school = page.school.clone();
    // Whoever has a place in the school knows its zone.
    let times = page.of_platform.then(|| tf(c::TIMES, &[("zone", &page.zone)]));
    let (parts, of_platform) = (page.parts.clone(), page.of_platform);
    let counting = Counting::new(slug.clone(), page, refused);
    // What stands above the figures is as new as they are: a backup may fail while somebody looks.
    let status = Memo::new(move |_| counting.page.with(|page| page.kept.clone()));
    let lacked = Memo::new(move |_| counting.page.with(|page| page.lacked.clone()));
    let cleared = Memo::new(move |_| counting.page.with(|page| page.cleared.clone()));
    let handed = Memo::new(move |_| counting.page.with(|page| page.handed));
    let got = move || view! { <HandedToYou handed=handed.get()/> };
    let clears = address(&slug, "/clear");
    let gone = move || view! { <Gone href=clears.clone() cleared=cleared.get()/> };
    let of = slug.clone();
    let kept = move || status.get().map(|status| view! { <StatusCard slug=of.clone() status/> });
    let lacking = move || {
        lacked.get().map(|(when, files)| {
            let text = tnf(b::LACKED_TEXT, files, &[("when", &when)]);
            view! { <Notice tone=Tone::Warn title=t(b::LACKED)>{text}</Notice> }
        })
    };
    view! {
        <Head part=Part::Overview school parts of_platform/>
        {times.map(|times| view! { <p class="muted">{times}</p> })}
        {got}
        {gone}
        {kept}
        {lacking}
        <Figures slug=slug.clone() counting/>
        <div class="split">
            <div><Downloads slug archive tables/></div>
            <aside><Tips zone/></aside>
        </div>
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
