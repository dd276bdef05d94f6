//! The figures, counted again while somebody looks.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::task::spawn_local;
use model::backup::{self, BackupPage};
use model::text::backup as b;

use super::api;
use super::head::address;
use crate::prelude::*;
use crate::text::{number, size};

/// Seconds between two counts.
const EVERY: Duration = Duration::from_secs(15);

/// What the last count came to, for those who asked for it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    Nothing,
    Counted,
    Missed,
}

/// The counts that were asked for, each with its turn from 1: answers come in their own order.
#[derive(Default)]
struct Turns {
    asked: u32,
    /// Whose figures stand on the page.
    shown: u32,
    /// The last that was asked for when a press was answered.
    told: u32,
}

impl Turns {
    fn ask(&mut self) -> u32 {
        self.asked += 1;
        self.asked
    }

    /// Whether the figures of an answer are shown, and what is said now, if it is something else: no older figures take
    /// the place of newer ones, and who pressed is told in any case.
    fn hear(&mut self, turn: u32, press: bool, counted: bool) -> (bool, Option<Said>) {
        let late = turn < self.shown;
        let shows = counted && !late;
        if shows {
            self.shown = turn;
        }
        if press {
            self.told = self.asked;
            // Of a late one newer figures stand there already.
            return (shows, Some(if counted || late { Said::Counted } else { Said::Missed }));
        }
        let said = if counted { Said::Nothing } else { Said::Missed };
        (shows, (!late && turn > self.told).then_some(said))
    }
}

#[component]
pub fn Figures(first: BackupPage) -> impl IntoView {
    let slug = first.school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let here = address(&slug, "");
    let page = RwSignal::new(first);
    let said = RwSignal::new(Said::Nothing);
    let counting = RwSignal::new(false);
    let (slug, turns) = (StoredValue::new(slug), StoredValue::new(Turns::default()));
    let count = move |press: bool| {
        let Some(turn) = turns.try_update_value(Turns::ask) else { return };
        spawn_local(async move {
            let counted = api::show_backup(slug.get_value()).await;
            // The page may have been left meanwhile.
            let heard = turns.try_update_value(|turns| turns.hear(turn, press, counted.is_ok()));
            let Some((shows, told)) = heard else { return };
            if let (true, Ok(counted)) = (shows, counted) {
                page.set(counted);
            }
            if let Some(told) = told {
                said.set(told);
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
    let of = move |name: backup::Table| Signal::derive(move || number(page.read().count(name)));
    let database = page.read_untracked().database_bytes.is_some();
    view! {
        <section class="panel" id="figures">
            <header>
                <h2>{t(b::COUNTS)}</h2>
                <LinkButton href=here icon="refresh-cw" small=true on:click=refresh>{t(b::REFRESH)}</LinkButton>
            </header>
            <Stats>
                <Stat label=t(b::STUDENTS) value=of(backup::Table::Students) tone=Tone::Info/>
                <Stat label=t(b::COURSES) value=of(backup::Table::Courses) tone=Tone::Good/>
                <Stat label=t(b::ENROLLMENTS) value=of(backup::Table::Enrollments) tone=Tone::Warn/>
                <Stat label=t(b::TOTAL) value=Signal::derive(move || number(page.read().total))/>
                <Stat label=t(b::STORED) value=Signal::derive(move || size(page.read().file_bytes))/>
                {database
                    .then(|| {
                        let bytes = Signal::derive(move || size(page.read().database_bytes.unwrap_or_default()));
                        view! { <Stat label=t(b::DATABASE) value=bytes/> }
                    })}
            </Stats>
            <p class="muted">
                {move || {
                    let counted = page.read().counted.clone();
                    let said = tf(b::COUNTED, &[("when", &counted.local)]);
                    view! { <InBrief said own=counted.own/> }
                }}
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
        let others = page.read_untracked().counts.clone().into_iter().filter(|count| count.name.about().is_none());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_figures_take_the_place_of_no_newer_ones() {
        let mut turns = Turns::default();
        let (first, second, third) = (turns.ask(), turns.ask(), turns.ask());
        assert_eq!(turns.hear(second, false, true), (true, Some(Said::Nothing)));
        assert_eq!(turns.hear(first, false, true), (false, None), "an older one");
        assert_eq!(turns.hear(third, false, false), (false, Some(Said::Missed)));
        let fourth = turns.ask();
        assert_eq!(turns.hear(fourth, false, true), (true, Some(Said::Nothing)));
    }

    #[test]
    fn who_pressed_is_told_whenever_the_answer_comes() {
        let mut turns = Turns::default();
        let (press, by_itself) = (turns.ask(), turns.ask());
        assert_eq!(turns.hear(by_itself, false, true), (true, Some(Said::Nothing)));
        assert_eq!(turns.hear(press, true, true), (false, Some(Said::Counted)), "the newer figures stay");

        let (by_itself, press, after) = (turns.ask(), turns.ask(), turns.ask());
        assert_eq!(turns.hear(press, true, true), (true, Some(Said::Counted)));
        assert_eq!(turns.hear(by_itself, false, true), (false, None));
        assert_eq!(turns.hear(after, false, true), (true, None), "asked before the press was answered");
        let next = turns.ask();
        assert_eq!(turns.hear(next, false, true), (true, Some(Said::Nothing)));

        let (missed, late) = (turns.ask(), turns.ask());
        assert_eq!(turns.hear(missed, true, false), (false, Some(Said::Missed)));
        assert_eq!(turns.hear(late, true, true), (true, Some(Said::Counted)));
    }
}
