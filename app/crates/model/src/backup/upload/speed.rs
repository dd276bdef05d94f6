//! How fast an archive comes, and how long the rest of it takes.

use std::collections::VecDeque;

/// How fast something moves, by the last seconds of its way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speed {
    /// Milliseconds and bytes, the oldest first.
    seen: VecDeque<(f64, f64)>,
}

/// Milliseconds that a speed is measured over.
const WINDOW: f64 = 10_000.0;
/// Milliseconds before anything is said of it.
const LEAST: f64 = 1_000.0;

impl Speed {
    /// So many bytes have gone by at that millisecond.
    pub fn note(&mut self, now: f64, bytes: f64) {
        // After a pause, or where something is sent again, it is measured afresh.
        if self.seen.back().is_some_and(|(at, sent)| now - at > WINDOW || bytes < *sent) {
            self.seen.clear();
        }
        self.seen.push_back((now, bytes));
        while self.seen.len() > 2 && self.seen.get(1).is_some_and(|(at, _)| now - at >= WINDOW) {
            self.seen.pop_front();
        }
    }

    /// Bytes a second; nothing while too little is known.
    pub fn per_second(&self) -> Option<f64> {
        let ((from, first), (to, last)) = (self.seen.front()?, self.seen.back()?);
        (to - from >= LEAST && last > first).then(|| (last - first) * 1000.0 / (to - from))
    }

    /// How long the rest takes at this speed.
    pub fn left(&self, whole: f64) -> Option<Left> {
        let (_, sent) = self.seen.back()?;
        Some(Left::of(((whole - sent).max(0.0) / self.per_second()?).ceil() as u64))
    }
}

/// A time in the one unit that it is told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Seconds(u64),
    Minutes(u64),
    Hours(u64),
}

impl Left {
    /// Rounded up, and seconds to five: nobody waits longer than they were told by much, and the figure does not flicker.
    pub fn of(seconds: u64) -> Left {
        match seconds {
            0..=55 => Left::Seconds(seconds.div_ceil(5).max(1) * 5),
            56..=5_400 => Left::Minutes(seconds.div_ceil(60)),
            more => Left::Hours(more.div_ceil(3_600)),
        }
    }
}

/// Seconds to wait before the next try after so many that failed: twice as long each time, half a minute at most.
pub fn pause(failed: u32) -> u32 {
    1_u32.checked_shl(failed.saturating_sub(1)).unwrap_or(u32::MAX).min(30)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_known_after_a_second_and_told_in_one_unit() {
        let mut speed = Speed::default();
        speed.note(0.0, 0.0);
        speed.note(500.0, 50_000.0);
        assert_eq!(speed.left(1_000_000.0), None, "too early to tell");
        speed.note(1_000.0, 100_000.0);
        assert_eq!(speed.per_second(), Some(100_000.0));
        assert_eq!(speed.left(1_000_000.0), Some(Left::Seconds(10)));
        assert_eq!(speed.left(5_000_000_000.0), Some(Left::Hours(14)));
        for (seconds, left) in [
            (0, Left::Seconds(5)),
            (6, Left::Seconds(10)),
            (55, Left::Seconds(55)),
            (56, Left::Minutes(1)),
            (61, Left::Minutes(2)),
            (5_400, Left::Minutes(90)),
            (5_401, Left::Hours(2)),
        ] {
            assert_eq!(Left::of(seconds), left, "{seconds}");
        }
    }

    #[test]
    fn only_the_last_seconds_count_and_a_pause_begins_afresh() {
        let mut speed = Speed::default();
        for second in 0..60 {
            // Slow at first, ten times as fast in the end.
            let bytes = if second < 30 { second * 10 } else { 300 + (second - 30) * 100 };
            speed.note(f64::from(second) * 1000.0, f64::from(bytes));
        }
        assert_eq!(speed.per_second(), Some(100.0));
        speed.note(200_000.0, 4_000.0);
        assert_eq!(speed.per_second(), None, "nothing is known of the time after the pause");
        speed.note(202_000.0, 3_000.0);
        assert_eq!(speed.per_second(), None, "some of it is sent again");
        speed.note(204_000.0, 5_000.0);
        assert_eq!(speed.per_second(), Some(1_000.0));
    }

    #[test]
    fn each_try_waits_twice_as_long_as_the_one_before_up_to_half_a_minute() {
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 7, 40].map(pause), [1, 1, 2, 4, 8, 16, 30, 30, 30]);
    }
}
