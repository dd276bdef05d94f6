//! Marks and points: hundredths, so that 7.5 of 10 is exact.

use std::fmt;
use std::str::FromStr;

use crate::ParseTextError;

crate::newtype! {
    /// Marks or points in hundredths: `Marks(750)` is 7.5.
    pub struct Marks(pub i64);
}

impl Marks {
    /// The least and the most an assignment can be worth.
    pub const LEAST: Marks = Marks(1);
    pub const MOST: Marks = Marks(100_000);
}

impl fmt::Display for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, (self.0 % 100).abs());
        match part {
            0 => write!(f, "{whole}"),
            part if part % 10 == 0 => write!(f, "{whole}.{}", part / 10),
            part => write!(f, "{whole}.{part:02}"),
        }
    }
}

impl FromStr for Marks {
    type Err = ParseTextError;
    /// Takes `7`, `7.5`, `7,25`; no sign, at most two decimals.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = ParseTextError("number of marks");
        let text = text.trim().replace(',', ".");
        let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |s: &str, most: usize| !s.is_empty() && s.len() <= most && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole, 6) || !digits(part, 2) {
            return Err(wrong);
        }
        let scale = if part.len() == 1 { 10 } else { 1 };
        match (whole.parse::<i64>(), part.parse::<i64>()) {
            (Ok(whole), Ok(part)) => Ok(Marks(whole * 100 + part * scale)),
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_read_and_write_like_people_do() {
        for (text, hundredths, written) in
            [("7", 700, "7"), ("7.5", 750, "7.5"), ("7,25", 725, "7.25"), (" 0 ", 0, "0"), ("7.05", 705, "7.05")]
        {
            assert_eq!(text.parse(), Ok(Marks(hundredths)), "{text}");
            assert_eq!(Marks(hundredths).to_string(), written);
        }
        for wrong in ["", "-1", "1e3", "7.555", "NaN", "1234567", "."] {
            assert!(wrong.parse::<Marks>().is_err(), "{wrong}");
        }
    }
}
