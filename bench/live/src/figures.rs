//! Times, and how they are written.

/// Microseconds, sorted.
pub struct Times(Vec<u64>);

impl Times {
    pub fn of(mut micros: Vec<u64>) -> Times {
        micros.sort_unstable();
        Times(micros)
    }

    /// The time that so large a part stays below, in microseconds; the slowest is 1.
    pub fn at(&self, part: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let place = ((self.0.len() as f64 * part).ceil() as usize).saturating_sub(1).min(last);
        self.0.get(place).copied().unwrap_or_default() as f64
    }

    pub fn ms(&self, part: f64) -> String {
        format!("{:.1}", self.at(part) / 1000.0)
    }
}

/// With a comma after each three digits.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_times_stays_below() {
        let times = Times::of((1..=100).rev().map(|n| n * 1000).collect());
        assert_eq!([0.5, 0.95, 0.99, 1.0].map(|part| times.ms(part)), ["50.0", "95.0", "99.0", "100.0"]);
        assert_eq!(Times::of(Vec::new()).ms(0.5), "0.0");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([7, 700, 7000, 1_234_567].map(grouped), ["7", "700", "7,000", "1,234,567"]);
    }
}
