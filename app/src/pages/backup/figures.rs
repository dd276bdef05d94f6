//! The figures, counted again while somebody looks.

use std::time::Duration;

use leptos::ev::MouseEvent;
use model::backup::{self, BackupPage};
use model::text::backup as b;

use super::counting::{Counting, TICK};
use super::head::address;
use super::news::{CARDS, news_of};
use super::turns::Said;
use crate::hearing::hear;
use crate::prelude::*;
use crate::text::{number, size};

/// How long a figure stands out that has moved.
const STANDS_OUT: Duration = Duration::from_millis(1500);

#[component]
pub fn Figures(slug: String, counting: Counting) -> impl IntoView {
    let here = address(&slug, "");
    let (page, said) = (counting.page, counting.said);
    let path = if slug.is_empty() { "/backup/live".to_owned() } else { format!("/backup/live?school={slug}") };
    let hears = hear(path, move |_| counting.follow());
    let ticks = RwSignal::new(false);
    // Effects run in the browser only.
    Effect::new(move |_| {
        let tick = move || {
            if !document().hidden() {
                counting.tick(hears.get_untracked());
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || handle.clear());
            ticks.set(true);
        }
    });
    let news = news_of(page);
    let refresh = move |event: MouseEvent| {
        event.prevent_default();
        counting.press();
    };
    let of = move |name: backup::Table| Signal::derive(move || number(page.read().count(name)));
    let database = page.read_untracked().database_bytes.is_some();
    view! {
        <section class="panel" id="figures">
            <header>
                <h2>{t(b::COUNTS)}</h2>
                <LinkButton href=here icon="refresh-cw" small=true on:click=refresh>{t(b::REFRESH)}</LinkButton>
            </header>
            <Stats>
                <Figure label=b::STUDENTS value=of(backup::Table::Students) tone=Tone::Info/>
                <Figure label=b::COURSES value=of(backup::Table::Courses) tone=Tone::Good/>
                <Figure label=b::ENROLLMENTS value=of(backup::Table::Enrollments) tone=Tone::Warn/>
                <Figure label=b::TOTAL value=Signal::derive(move || number(page.read().total))/>
                <Figure label=b::STORED value=Signal::derive(move || size(page.read().file_bytes))/>
                {database
                    .then(|| {
                        let bytes = Signal::derive(move || size(page.read().database_bytes.unwrap_or_default()));
                        view! { <Figure label=b::DATABASE value=bytes/> }
                    })}
            </Stats>
            <p class="muted">
                {move || {
                    let counted = page.read().counted.clone();
                    let said = tf(b::COUNTED, &[("when", &counted.local)]);
                    view! { <InBrief said own=counted.own/> }
                }}
                {move || {
                    let (class, text) = if hears.get() { ("live-on", b::LIVE) } else { ("live-off", b::POLLED) };
                    ticks.get().then(|| view! { " · " <span class=class>{t(text)}</span> })
                }}
            </p>
            <p role="status" class="muted">
                {move || match said.get() {
                    Said::Nothing => "",
                    Said::Counted => t(b::REFRESHED),
                    Said::Missed => t(b::NOT_REFRESHED),
                }}
            </p>
            <p role="status" class="visually-hidden">{move || news.get()}</p>
            <More page/>
        </section>
    }
}

/// A figure that stands out for a moment when it has moved.
#[component]
fn Figure(label: Key, value: Signal<String>, #[prop(optional)] tone: Tone) -> impl IntoView {
    let moved = RwSignal::new(false);
    // Effects run in the browser only.
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            moved.set(true);
            let stand_back = move || {
                let _ = moved.try_set(false);
            };
            set_timeout(stand_back, STANDS_OUT);
        }
        now
    });
    view! { <Stat label=t(label) value tone moved/> }
}

/// Every other table, for those who want to know it exactly.
#[component]
fn More(page: RwSignal<BackupPage>) -> impl IntoView {
    let rows = move || {
        let others = page.read_untracked().counts.clone().into_iter().filter(|count| !CARDS.contains(&count.name));
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
