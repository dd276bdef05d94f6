//! How the making of an archive gives way to people: while they ask for pages, it rests between its pieces.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::time::{Duration, Instant};

/// What this process was asked for so far.
static ASKED: AtomicU64 = AtomicU64::new(0);

/// Longest that is worked at a stretch: a page waits no longer for it.
const STRETCH: Duration = Duration::from_millis(1);
/// Times as long as it worked that it rests while people ask.
const REST: u32 = 3;
/// What one piece may cost in rest: most of a long time was spent in waiting.
const LONGEST: Duration = Duration::from_millis(20);

/// Notes that somebody waits for an answer.
pub fn somebody_asks() {
    ASKED.fetch_add(1, Ordering::Relaxed);
}

/// Works in stretches.
#[derive(Debug)]
pub(super) struct Courtesy {
    since: Instant,
    asked: u64,
}

impl Default for Courtesy {
    fn default() -> Self {
        Courtesy { since: Instant::now(), asked: ASKED.load(Ordering::Relaxed) }
    }
}

impl Courtesy {
    /// Lets others on after a stretch, and rests when one of them has asked since the last one.
    pub async fn give_way(&mut self) {
        let worked = self.since.elapsed();
        if worked < STRETCH {
            return;
        }
        let asked = ASKED.load(Ordering::Relaxed);
        match rest(worked, asked != self.asked) {
            None => tokio::task::yield_now().await,
            Some(rest) => tokio::time::sleep(rest).await,
        }
        *self = Courtesy { since: Instant::now(), asked };
    }
}

/// How long it rests after a stretch, where somebody asked meanwhile.
fn rest(worked: Duration, somebody_asked: bool) -> Option<Duration> {
    somebody_asked.then(|| worked.min(LONGEST) * REST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rests_while_people_ask_for_longer_than_it_worked() {
        assert_eq!(rest(STRETCH, true), Some(STRETCH * REST));
        assert_eq!(rest(LONGEST * 1000, true), Some(LONGEST * REST), "most of that was spent in waiting");
        assert_eq!(rest(LONGEST, false), None);
    }

    #[tokio::test]
    async fn a_stretch_is_worked_to_its_end_and_then_somebody_who_asked_is_let_on() {
        let mut courtesy = Courtesy { since: Instant::now() - STRETCH * 5, ..Courtesy::default() };
        let begun = Instant::now();
        somebody_asks();
        courtesy.give_way().await;
        assert!(begun.elapsed() >= STRETCH * 5 * REST);
        assert!(courtesy.since >= begun, "the next stretch begins");
        let since = Instant::now();
        courtesy.since = since;
        courtesy.give_way().await;
        assert!(since.elapsed() >= STRETCH || courtesy.since == since);
    }
}
