//! Answers that were the server's own fault (5xx), counted in this node since it began.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use model::At;

const MINUTES: usize = 60;
const MINUTE: i64 = 60 * 1000;

/// The count. An answer that is no fault costs nothing here.
#[derive(Debug)]
pub struct Faults {
    started: At,
    total: AtomicI64,
    /// The minutes of the last hour with a fault, each in its place on the dial.
    hour: Mutex<[(i64, i64); MINUTES]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultFigures {
    pub started: At,
    pub total: i64,
    pub last_hour: i64,
}

impl Default for Faults {
    fn default() -> Faults {
        Faults { started: store::clock::now(), total: AtomicI64::default(), hour: Mutex::new([(0, 0); MINUTES]) }
    }
}

impl Faults {
    /// Counts one.
    pub fn note(&self, now: At) {
        self.total.fetch_add(1, Ordering::Relaxed);
        let minute = now.0.div_euclid(MINUTE);
        let mut hour = self.hour.lock().unwrap_or_else(PoisonError::into_inner);
        let place = &mut hour[minute.rem_euclid(MINUTES as i64) as usize];
        if place.0 != minute {
            *place = (minute, 0);
        }
        place.1 += 1;
    }

    pub fn figures(&self, now: At) -> FaultFigures {
        let minute = now.0.div_euclid(MINUTE);
        let hour = self.hour.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = hour.iter().filter(|(at, _)| (0..MINUTES as i64).contains(&(minute - at)));
        FaultFigures {
            started: self.started,
            total: self.total.load(Ordering::Relaxed),
            last_hour: recent.map(|(_, count)| count).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::NOON;

    #[test]
    fn a_fault_counts_for_an_hour_and_in_all() {
        let faults = Faults::default();
        let counted = |minutes: i64| {
            let figures = faults.figures(NOON.plus_minutes(minutes));
            (figures.total, figures.last_hour)
        };
        assert_eq!(counted(0), (0, 0));
        faults.note(NOON);
        faults.note(NOON);
        faults.note(NOON.plus_minutes(30));
        assert_eq!(counted(30), (3, 3));
        assert_eq!(counted(59), (3, 3));
        assert_eq!(counted(60), (3, 1), "the first two are an hour old");
        faults.note(NOON.plus_minutes(60));
        assert_eq!(counted(60), (4, 2), "their place on the dial is taken");
        assert_eq!(counted(24 * 60), (4, 0));
    }
}
