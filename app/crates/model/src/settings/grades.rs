//! Grade scales: which letter and how many points a percentage is worth. A band reaches from its least percent to the
//! next band's, so that there is never a gap nor an overlap once one begins at 0 and no two begin alike.

use serde::{Deserialize, Serialize};

use crate::ids::ScaleId;
use crate::{Check, Error, Key, Marks, Problem, Result, limits, text::settings as t};

/// Bands a scale may have.
pub const BANDS: usize = 15;
/// Characters of a band's letter.
pub const LETTER: usize = 12;

/// One grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    pub letter: String,
    /// The least percent it takes, in hundredths.
    pub least: Marks,
    /// What it counts in an average, in hundredths; nothing where the school has none.
    pub points: Option<Marks>,
}

/// One grade as it is typed. A line left empty is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BandForm {
    #[serde(default)]
    pub letter: String,
    #[serde(default)]
    pub least: String,
    #[serde(default)]
    pub points: String,
}

impl BandForm {
    fn is_empty(&self) -> bool {
        [&self.letter, &self.least, &self.points].iter().all(|text| text.trim().is_empty())
    }

    fn read(&self) -> Option<Band> {
        let letter = self.letter.trim();
        let least: Marks = self.least.trim().trim_end_matches('%').parse().ok()?;
        let points = match self.points.trim() {
            "" => None,
            points => Some(points.parse().ok()?),
        };
        let fits = !letter.is_empty() && letter.chars().count() <= LETTER && !letter.chars().any(char::is_control);
        (fits && least.0 <= 10_000).then(|| Band { letter: letter.to_owned(), least, points })
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScaleForm {
    pub name: String,
    #[serde(default)]
    pub bands: Vec<BandForm>,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default)]
    pub drawn: String,
}

impl ScaleForm {
    /// The seal of a scale.
    pub fn drawn_from(name: &str, bands: &[Band]) -> String {
        let points = |band: &Band| band.points.map(|points| points.to_string()).unwrap_or_default();
        let bands: Vec<String> =
            bands.iter().flat_map(|band| [band.letter.clone(), band.least.to_string(), points(band)]).collect();
        crate::drawn::of(std::iter::once(name).chain(bands.iter().map(String::as_str)))
    }

    /// The bands, the highest first. None at all is a scale of percentages alone.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `name`, or on `bands` with what keeps them from covering 0 to 100 percent once.
    pub fn validate(&self) -> Result<Vec<Band>> {
        Check::new().line("name", &self.name, limits::NAME).done()?;
        let refuse = |problem: Problem| Err(Error::field("bands", problem));
        let mut bands: Vec<Band> = Vec::new();
        for (line, form) in (1..).zip(&self.bands).filter(|(_, form)| !form.is_empty()) {
            let Some(band) = form.read() else { return refuse(Problem::GradeUnread(line)) };
            if bands.iter().any(|it| it.least == band.least || it.letter == band.letter) {
                return refuse(Problem::GradeTwice(line));
            }
            bands.push(band);
        }
        if bands.len() > BANDS {
            return refuse(Problem::TooManyGrades(BANDS));
        }
        bands.sort_by_key(|band| std::cmp::Reverse(band.least));
        match bands.last() {
            Some(lowest) if lowest.least != Marks(0) => refuse(Problem::GradeGap),
            _ => Ok(bands),
        }
    }
}

/// A scale with its bands, the highest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    pub id: ScaleId,
    pub name: String,
    /// What is used where nothing else is said.
    pub is_default: bool,
    pub bands: Vec<Band>,
}

crate::text_enum! {
    /// Scales to begin with.
    pub enum Preset {
        Letters = "letters",
        OneToSix = "one_to_six",
        Gpa = "gpa",
        Wassce = "wassce",
        Percent = "percent",
    }
}

impl Preset {
    /// The name it is offered under, and what it is.
    pub const fn texts(self) -> (Key, Key) {
        match self {
            Preset::Letters => (t::LETTERS, t::LETTERS_ABOUT),
            Preset::OneToSix => (t::ONE_TO_SIX, t::ONE_TO_SIX_ABOUT),
            Preset::Gpa => (t::GPA, t::GPA_ABOUT),
            Preset::Wassce => (t::WASSCE, t::WASSCE_ABOUT),
            Preset::Percent => (t::PERCENT, t::PERCENT_ABOUT),
        }
    }

    /// Letter, least percent, hundredths of a point.
    const fn table(self) -> &'static [(&'static str, i64, Option<i64>)] {
        match self {
            Preset::Letters => {
                &[("A", 80, Some(400)), ("B", 70, Some(300)), ("C", 60, Some(200)), ("D", 50, Some(100)), ("F", 0, Some(0))]
            }
            Preset::OneToSix => &[
                ("1", 92, Some(100)),
                ("2", 81, Some(200)),
                ("3", 67, Some(300)),
                ("4", 50, Some(400)),
                ("5", 30, Some(500)),
                ("6", 0, Some(600)),
            ],
            Preset::Gpa => &[
                ("A", 93, Some(400)),
                ("A-", 90, Some(370)),
                ("B+", 87, Some(330)),
                ("B", 83, Some(300)),
                ("B-", 80, Some(270)),
                ("C+", 77, Some(230)),
                ("C", 73, Some(200)),
                ("C-", 70, Some(170)),
                ("D+", 67, Some(130)),
                ("D", 60, Some(100)),
                ("F", 0, Some(0)),
            ],
            Preset::Wassce => &[
                ("A1", 75, Some(100)),
                ("B2", 70, Some(200)),
                ("B3", 65, Some(300)),
                ("C4", 60, Some(400)),
                ("C5", 55, Some(500)),
                ("C6", 50, Some(600)),
                ("D7", 45, Some(700)),
                ("E8", 40, Some(800)),
                ("F9", 0, Some(900)),
            ],
            Preset::Percent => &[],
        }
    }

    /// Its bands, the highest first.
    pub fn bands(self) -> Vec<Band> {
        let band = |(letter, least, points): &(&str, i64, Option<i64>)| Band {
            letter: (*letter).to_owned(),
            least: Marks(least * 100),
            points: points.map(Marks),
        };
        self.table().iter().map(band).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(bands: &[(&str, &str, &str)]) -> ScaleForm {
        let band = |(letter, least, points): &(&str, &str, &str)| BandForm {
            letter: (*letter).into(),
            least: (*least).into(),
            points: (*points).into(),
        };
        ScaleForm { name: "Ours".into(), bands: bands.iter().map(band).collect(), ..ScaleForm::default() }
    }

    #[test]
    fn every_preset_is_a_scale_that_is_taken() {
        for preset in Preset::ALL {
            let bands = preset.bands();
            let typed = bands.iter().map(|band| BandForm {
                letter: band.letter.clone(),
                least: band.least.to_string(),
                points: band.points.map(|points| points.to_string()).unwrap_or_default(),
            });
            let form = ScaleForm { name: preset.text().into(), bands: typed.collect(), ..ScaleForm::default() };
            assert_eq!(form.validate(), Ok(bands), "{preset}");
        }
    }

    #[test]
    fn bands_are_put_in_order_and_empty_lines_are_none() {
        let bands = form(&[("F", "0", ""), ("", " ", ""), ("A", "80 %", "4,0"), ("B", "62.5", "3")]).validate().unwrap();
        assert_eq!(
            bands.iter().map(|band| (band.letter.as_str(), band.least.0)).collect::<Vec<_>>(),
            [("A", 8000), ("B", 6250), ("F", 0)]
        );
        assert_eq!(bands[0].points, Some(Marks(400)));
        assert_eq!(form(&[]).validate(), Ok(Vec::new()));
    }

    #[test]
    fn gaps_overlaps_and_what_cannot_be_read_are_refused_with_their_line() {
        let many: Vec<(String, String)> = (0..=BANDS).map(|n| (format!("L{n}"), n.to_string())).collect();
        let many: Vec<_> = many.iter().map(|(letter, least)| (letter.as_str(), least.as_str(), "")).collect();
        for (bands, problem) in [
            (&[("A", "80", ""), ("B", "10", "")][..], Problem::GradeGap),
            (&[("A", "80", ""), ("B", "80", ""), ("F", "0", "")][..], Problem::GradeTwice(2)),
            (&[("A", "80", ""), ("A", "0", "")][..], Problem::GradeTwice(2)),
            (&[("A", "101", ""), ("F", "0", "")][..], Problem::GradeUnread(1)),
            (&[("A", "80", "many"), ("F", "0", "")][..], Problem::GradeUnread(1)),
            (&[("A", "", ""), ("F", "0", "")][..], Problem::GradeUnread(1)),
            (&[("F", "0", ""), ("", "50", "")][..], Problem::GradeUnread(2)),
            (&many[..], Problem::TooManyGrades(BANDS)),
        ] {
            assert_eq!(form(bands).validate().unwrap_err().problem_of("bands"), Some(problem), "{bands:?}");
        }
    }
}
