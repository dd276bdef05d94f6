//! The figures of the page, counted again by a press, by the clock, and when the server says that something was changed.

use std::time::Duration;

use leptos::task::spawn_local;
use model::backup::{BackupPage, Overview};

use super::api;
use super::turns::{Said, Turns};
use crate::layout::is_refusal;
use crate::prelude::*;

/// The clock ticks as often as the figures are counted where nobody tells of changes.
pub const TICK: Duration = Duration::from_secs(15);
/// So many ticks between two counts where somebody does: another node's changes are not among what is told.
const TICKS: u32 = 4;
/// How many times longer than the last count the pause after it is, and the longest pause in milliseconds: a large
/// platform, where counting takes a while and something changes all the time, does not count all the time.
const RESTS: f64 = 4.0;
const LONGEST_REST: f64 = 10_000.0;

/// When the figures are counted without being asked: one count at a time.
#[derive(Default)]
struct Pace {
    runs: bool,
    /// Something was changed since the running count began.
    again: bool,
    /// Of the clock, since the last count began.
    ticks: u32,
}

impl Pace {
    /// Something was changed. Whether to count now; else it is done after the count that runs.
    fn ask(&mut self) -> bool {
        if self.runs {
            self.again = true;
            return false;
        }
        *self = Pace { runs: true, again: false, ticks: 0 };
        true
    }

    /// A count and its pause are over. Whether to count again.
    fn rested(&mut self) -> bool {
        self.runs = false;
        self.again && self.ask()
    }

    /// Whether it is time, by the clock.
    fn tick(&mut self, told: bool) -> bool {
        self.ticks += 1;
        !self.runs && (!told || self.ticks >= TICKS) && self.ask()
    }
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Counting {
    slug: StoredValue<String>,
    pub page: RwSignal<BackupPage>,
    pub said: RwSignal<Said>,
    turns: StoredValue<Turns>,
    pace: StoredValue<Pace>,
    refused: Callback<()>,
}

impl Counting {
    /// `refused` is called when the figures are no longer for whoever looks.
    pub fn new(slug: String, first: BackupPage, refused: Callback<()>) -> Counting {
        Counting {
            slug: StoredValue::new(slug),
            page: RwSignal::new(first),
            said: RwSignal::new(Said::Nothing),
            turns: StoredValue::new(Turns::default()),
            pace: StoredValue::new(Pace::default()),
            refused,
        }
    }

    /// Counts at once: somebody asked for it.
    pub fn press(self) {
        spawn_local(self.count(true));
    }

    /// Something was changed.
    pub fn follow(self) {
        if self.pace.try_update_value(Pace::ask).unwrap_or_default() {
            self.go();
        }
    }

    /// The clock ticked. `told`: whether changes are told, too.
    pub fn tick(self, told: bool) {
        if self.pace.try_update_value(|pace| pace.tick(told)).unwrap_or_default() {
            self.go();
        }
    }

    fn go(self) {
        spawn_local(async move {
            let began = js_sys::Date::now();
            self.count(false).await;
            let rest = ((js_sys::Date::now() - began) * RESTS).clamp(0.0, LONGEST_REST);
            let rested = move || {
                if self.pace.try_update_value(Pace::rested).unwrap_or_default() {
                    self.go();
                }
            };
            set_timeout(rested, Duration::from_millis(rest as u64));
        });
    }

    async fn count(self, press: bool) {
        let Some(slug) = self.slug.try_get_value() else { return };
        let Some(turn) = self.turns.try_update_value(Turns::ask) else { return };
        let counted = api::show_backup(slug).await;
        // The page may have been left meanwhile.
        let heard = self.turns.try_update_value(|turns| turns.hear(turn, press, counted.is_ok()));
        let Some((shows, told)) = heard else { return };
        if let Some(told) = told {
            self.said.set(told);
        }
        match counted {
            Ok(Overview::Page(counted)) if shows => self.page.set(*counted),
            Err(error) if is_refusal(&error) => self.refused.run(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_while_a_count_runs_is_counted_once_after_it() {
        let mut pace = Pace::default();
        assert!(pace.ask());
        assert!(!pace.ask() && !pace.ask());
        assert!(pace.rested(), "for both");
        assert!(!pace.rested());
        assert!(pace.ask());
    }

    #[test]
    fn the_clock_counts_at_each_tick_or_where_changes_are_told_each_minute() {
        let mut pace = Pace::default();
        assert!(pace.tick(false));
        assert!(!pace.tick(false), "one runs");
        assert!(!pace.rested(), "the clock ticks again");
        assert!(pace.tick(false));
        assert!(!pace.rested());
        assert_eq!([(); 4].map(|()| pace.tick(true)), [false, false, false, true]);
        assert!(!pace.rested());
        assert!(!pace.tick(true) && pace.ask(), "a change is told");
        assert!(!pace.rested());
        assert_eq!([(); 4].map(|()| pace.tick(true)), [false, false, false, true]);
    }
}
