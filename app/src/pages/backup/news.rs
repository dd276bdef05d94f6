//! What is said of figures that move, to those who do not see them.

use leptos::prelude::*;
use model::backup::{BackupPage, Table};
use model::text::backup as b;

use crate::text::{number, t, tf};

/// The tables that have a card.
pub const CARDS: [Table; 3] = [Table::Students, Table::Courses, Table::Enrollments];
/// Milliseconds between two news: a school where something happens all the time is not read out all the time.
const QUIET: f64 = 30_000.0;

/// The figures as they were said last, or as the page came with them.
struct News {
    stood: [i64; 3],
    at: f64,
}

impl News {
    /// Which cards have moved since, if it is time to say so.
    fn hear(&mut self, now: [i64; 3], at: f64) -> Vec<Table> {
        if now == self.stood || at - self.at < QUIET {
            return Vec::new();
        }
        let moved = CARDS.into_iter().zip(self.stood.into_iter().zip(now)).filter(|(_, (before, now))| before != now);
        let moved = moved.map(|(name, _)| name).collect();
        *self = News { stood: now, at };
        moved
    }
}

/// The sentence of the last news.
pub fn news_of(page: RwSignal<BackupPage>) -> ReadSignal<String> {
    let figures = move |page: &BackupPage| CARDS.map(|name| page.count(name));
    let (said, set_said) = signal(String::new());
    let news = StoredValue::new(News { stood: page.with_untracked(figures), at: 0.0 });
    // Effects run in the browser only.
    Effect::new(move |_| {
        let now = page.with(figures);
        let moved = news.try_update_value(|news| news.hear(now, js_sys::Date::now())).unwrap_or_default();
        if moved.is_empty() {
            return;
        }
        let page = page.read_untracked();
        let sentence = |name: Table| tf(b::MOVED, &[("what", &t(name.label())), ("n", &number(page.count(name)))]);
        set_said.set(moved.into_iter().map(sentence).collect::<Vec<_>>().join(" "));
    });
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moved_is_said_once_and_not_too_often() {
        let mut news = News { stood: [1, 2, 3], at: 0.0 };
        let mut at = QUIET;
        assert_eq!(news.hear([1, 2, 3], at), []);
        assert_eq!(news.hear([2, 2, 4], at), [Table::Students, Table::Enrollments]);
        at += QUIET - 1.0;
        assert_eq!(news.hear([3, 2, 4], at), [], "a moment ago something was said");
        at += 1.0;
        assert_eq!(news.hear([3, 1, 4], at), [Table::Students, Table::Courses], "all since then");
    }
}
