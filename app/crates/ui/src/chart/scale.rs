//! Numbers to places: round ticks, scales, bands.

use std::ops::Range;

/// Round numbers, evenly apart, from at or under `low` to at or over `high`, with at most `most` steps between them
/// (two at least). A step is 1, 2 or 5 times a power of ten; `whole` keeps it from being a fraction.
pub(super) fn ticks(low: f64, high: f64, most: usize, whole: bool) -> Vec<f64> {
    // A single number has no width: it is seen against zero.
    let (low, high) = match (low, high) {
        (low, high) if low < high => (low, high),
        (at, _) if at > 0.0 => (0.0, at),
        (at, _) if at < 0.0 => (at, 0.0),
        _ => (0.0, 1.0),
    };
    let most = most.max(2) as f64;
    let mut power = ((high - low) / most).log10().floor().max(if whole { 0.0 } else { -9.0 }) as i32;
    loop {
        for times in [1.0, 2.0, 5.0] {
            let step = times * 10f64.powi(power);
            // Without the grain of dust 0.3 / 0.1 would be over 3.
            let first = (low / step + 1e-9).floor();
            let last = (high / step - 1e-9).ceil().max(first + 1.0);
            if last - first <= most {
                // Dividing by a whole number gives 0.3 where multiplying gives 0.30000000000000004.
                let place = |at: f64| if step < 1.0 { at / (1.0 / step).round() } else { at * step };
                return (0..=(last - first) as usize).map(|at| place(first + at as f64)).collect();
            }
        }
        power += 1;
    }
}

/// Which step between ticks a number falls into, from 0; what lies on a tick belongs to the step above it.
pub(super) fn step_of(value: f64, ticks: &[f64]) -> usize {
    let steps = ticks.len().saturating_sub(1).max(1);
    ticks.iter().skip(1).take_while(|tick| value >= **tick).count().min(steps - 1)
}

/// Lays numbers along a line of the drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// From the first of the ticks at `from` to the last at `to`.
    pub(super) fn over(ticks: &[(f64, String)], from: f64, to: f64) -> Scale {
        let low = ticks.first().map_or(0.0, |tick| tick.0);
        let high = ticks.last().map_or(1.0, |tick| tick.0);
        Scale { low, high, from, to }
    }

    pub(super) fn at(self, value: f64) -> f64 {
        tenth(self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from))
    }
}

/// Cuts a line of the drawing into equal bands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bands {
    from: f64,
    pub(super) width: f64,
}

impl Bands {
    pub(super) fn over(count: usize, from: f64, to: f64) -> Bands {
        Bands { from, width: (to - from) / count.max(1) as f64 }
    }

    pub(super) fn start(self, at: usize) -> f64 {
        tenth(self.from + self.width * at as f64)
    }

    pub(super) fn centre(self, at: usize) -> f64 {
        tenth(self.from + self.width * (at as f64 + 0.5))
    }
}

/// The stretches without a missing number.
pub(super) fn runs(values: &[Option<f64>]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in values.iter().enumerate().filter(|(_, value)| value.is_some()) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// To a tenth of a unit: finer is not seen, and every digit is sent.
pub(super) fn tenth(place: f64) -> f64 {
    // Adding nothing makes -0 a 0.
    (place * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_over_the_figures() {
        assert_eq!(ticks(0.0, 97.0, 5, false), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(38.5, 92.0, 5, false), [20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(0.0, 10_000.0, 5, false), [0.0, 2000.0, 4000.0, 6000.0, 8000.0, 10_000.0]);
        assert_eq!(ticks(-30.0, 45.0, 5, false), [-40.0, -20.0, 0.0, 20.0, 40.0, 60.0]);
    }

    #[test]
    fn fractions_are_written_as_short_as_they_are() {
        assert_eq!(ticks(0.0, 0.5, 5, false), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]);
        assert_eq!(ticks(0.1, 0.3, 5, false), [0.1, 0.15, 0.2, 0.25, 0.3]);
    }

    #[test]
    fn what_has_no_halves_gets_none() {
        assert_eq!(ticks(0.0, 2.0, 5, true), [0.0, 1.0, 2.0]);
        assert_eq!(ticks(0.0, 1.0, 5, true), [0.0, 1.0]);
    }

    #[test]
    fn a_single_number_is_seen_against_zero() {
        assert_eq!(ticks(0.0, 0.0, 5, false), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(ticks(50.0, 50.0, 5, false), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(ticks(-4.0, -4.0, 5, true), [-4.0, -3.0, -2.0, -1.0, 0.0]);
    }

    #[test]
    fn there_are_never_more_steps_than_asked_for() {
        for most in 2..9 {
            for (low, high) in [(0.0, 7.0), (3.0, 1e9), (-0.003, 0.0042), (99.0, 101.0), (-1e6, 17.0), (0.0, 1e-12)] {
                let ticks = ticks(low, high, most, false);
                assert!(ticks.len() <= most + 1, "{low} to {high}: {ticks:?}");
                assert!(ticks[0] <= low + 1e-9 && ticks[ticks.len() - 1] >= high - 1e-9, "{low} to {high}: {ticks:?}");
            }
        }
    }

    #[test]
    fn a_number_on_a_tick_belongs_to_the_step_above_and_the_last_to_the_last() {
        let ticks = [0.0, 20.0, 40.0];
        assert_eq!([0.0, 19.9, 20.0, 40.0, 55.0].map(|value| step_of(value, &ticks)), [0, 0, 1, 1, 1]);
    }

    #[test]
    fn a_scale_lays_its_ends_on_the_ends_of_the_line() {
        let ticks = [(0.0, String::new()), (50.0, String::new())];
        let upright = Scale::over(&ticks, 180.0, 10.0);
        assert_eq!([0.0, 25.0, 50.0].map(|value| upright.at(value)), [180.0, 95.0, 10.0]);
    }

    #[test]
    fn bands_fill_the_line() {
        let bands = Bands::over(4, 20.0, 100.0);
        assert_eq!((bands.start(0), bands.centre(0), bands.start(3), bands.width), (20.0, 30.0, 80.0, 20.0));
    }

    #[test]
    fn a_missing_number_parts_a_line() {
        assert_eq!(runs(&[Some(1.0), Some(2.0), None, Some(3.0)]), [0..2, 3..4]);
        assert!(runs(&[None, None]).is_empty());
    }
}
