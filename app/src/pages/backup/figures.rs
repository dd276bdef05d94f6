//! The figures, counted again while somebody looks.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::task::spawn_local;
use model::backup::{BackupPage, Counted};
use model::text::backup as b;

use super::api;
use crate::prelude::*;
use crate::text::{number, size};

/// Seconds between two counts.
const EVERY: Duration = Duration::from_secs(15);

/// What the last count came to, for those who asked for it.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Nothing,
    Counted,
    Missed,
}

#[component]
pub fn Figures(first: BackupPage) -> impl IntoView {
    let slug = first.school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let here = if slug.is_empty() { "/backup".to_owned() } else { format!("/s/{slug}/backup") };
    let page = RwSignal::new(first);
    let said = RwSignal::new(Said::Nothing);
    let counting = RwSignal::new(false);
    let (slug, live) = (StoredValue::new(slug), StoredValue::new(true));
    let count = move |asked: bool| {
        spawn_local(async move {
            let counted = api::show_backup(slug.get_value()).await;
            // The page may have been left meanwhile.
            if live.try_get_value() != Some(true) {
                return;
            }
            match counted {
                Ok(counted) => {
                    page.set(counted);
                    said.set(if asked { Said::Counted } else { Said::Nothing });
                }
                Err(_) => said.set(Said::Missed),
            }
        });
    };
    // Effects run in the browser only.
    Effect::new(move |_| {
        let again = move || {
            if !document().hidden() {
                count(false);
            }
        };
        if let Ok(handle) = set_interval_with_handle(again, EVERY) {
            on_cleanup(move || handle.clear());
            counting.set(true);
        }
    });
    let refresh = move |event: MouseEvent| {
        event.prevent_default();
        count(true);
    };
    let of = move |name: Counted| Signal::derive(move || number(page.read().count(name)));
    let database = page.read_untracked().database_bytes.is_some();
    view! {
        <section class="panel" id="figures">
            <header>
                <h2>{t(b::COUNTS)}</h2>
                <LinkButton href=here icon="refresh-cw" small=true on:click=refresh>{t(b::REFRESH)}</LinkButton>
            </header>
            <Stats>
                <Stat label=t(b::STUDENTS) value=of(Counted::Students) tone=Tone::Info/>
                <Stat label=t(b::COURSES) value=of(Counted::Courses) tone=Tone::Good/>
                <Stat label=t(b::ENROLLMENTS) value=of(Counted::Enrollments) tone=Tone::Warn/>
                <Stat label=t(b::TOTAL) value=Signal::derive(move || number(page.read().total))/>
                <Stat label=t(b::STORED) value=Signal::derive(move || size(page.read().file_bytes))/>
                {database
                    .then(|| {
                        let bytes = Signal::derive(move || size(page.read().database_bytes.unwrap_or_default()));
                        view! { <Stat label=t(b::DATABASE) value=bytes/> }
                    })}
            </Stats>
            <p class="muted">
                {move || tf(b::COUNTED, &[("when", &page.read().counted.local)])}
                {move || counting.get().then(|| format!(" · {}", t(b::LIVE)))}
            </p>
            <p role="status" class="muted">
                {move || match said.get() {
                    Said::Nothing => "",
                    Said::Counted => t(b::REFRESHED),
                    Said::Missed => t(b::NOT_REFRESHED),
                }}
            </p>
            <More page/>
        </section>
    }
}

/// Every other table, for those who want to know it exactly.
#[component]
fn More(page: RwSignal<BackupPage>) -> impl IntoView {
    let rows = move || {
        let others = page.read_untracked().counts.clone().into_iter().filter(|count| !has_card(count.name));
        others
            .map(|count| {
                let name = count.name;
                view! {
                    <tr>
                        <RowHead>{t(name.label())}</RowHead>
                        <Cell label=t(b::ROWS) number=true>{move || number(page.read().count(name))}</Cell>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <Disclosure label=t(b::MORE)>
            <Table
                caption=t(b::MORE)
                caption_hidden=true
                columns=vec![Column::text(t(b::TABLE)), Column::number(t(b::ROWS))]
            >
                {rows()}
            </Table>
        </Disclosure>
    }
}

fn has_card(name: Counted) -> bool {
    matches!(name, Counted::Students | Counted::Courses | Counted::Enrollments)
}
