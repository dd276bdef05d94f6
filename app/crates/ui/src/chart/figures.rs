use super::label::width_of;
use super::scale::ticks;
use crate::Text;

/// At most so many steps from the first tick of an axis to the last.
const STEPS: usize = 5;

/// A number and how it is written.
#[derive(Clone, Debug)]
pub struct Figure {
    pub(super) value: f64,
    pub(super) text: Text,
}

impl Figure {
    pub fn new(value: f64, text: impl Into<Text>) -> Figure {
        Figure { value, text: text.into() }
    }
}

/// A table of figures: what a chart draws, and what stands in the table under it.
#[derive(Clone, Debug)]
pub struct Figures {
    pub(super) head: Text,
    pub(super) rows: Vec<Text>,
    pub(super) series: Vec<Series>,
}

/// A column of the table: a line, a kind of bar, a column of squares.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) label: Text,
    figures: Vec<Option<Figure>>,
}

impl Figures {
    /// `head` says what the rows are, as in "Week"; the rows follow along the axis.
    pub fn new(head: impl Into<Text>, rows: Vec<impl Into<Text>>) -> Figures {
        Figures { head: head.into(), rows: rows.into_iter().map(Into::into).collect(), series: Vec::new() }
    }

    /// A further column, with a figure for each row; `None` is a figure that is missing.
    pub fn series(mut self, label: impl Into<Text>, figures: Vec<Option<Figure>>) -> Figures {
        self.series.push(Series { label: label.into(), figures });
        self
    }

    /// The least and the greatest number, or nothing where all figures are missing.
    pub(super) fn range(&self) -> Option<(f64, f64)> {
        let mut values = self.series.iter().flat_map(|series| series.values(self.rows.len())).flatten();
        let first = values.next()?;
        Some(values.fold((first, first), |(low, high), value| (low.min(value), high.max(value))))
    }

    /// What is said over a row: its name, and the figure of every series that has one.
    pub(super) fn told(&self, row: usize) -> String {
        let alone = self.series.len() == 1;
        let mut told = self.rows.get(row).map(ToString::to_string).unwrap_or_default();
        for series in &self.series {
            if let Some(figure) = series.figure(row) {
                told.push_str(if alone { ": " } else { "\n" });
                if !alone {
                    told.push_str(&series.label);
                    told.push_str(": ");
                }
                told.push_str(&figure.text);
            }
        }
        told
    }
}

impl Series {
    /// What is no number is drawn nowhere, and so counts as missing.
    pub(super) fn figure(&self, row: usize) -> Option<&Figure> {
        self.figures.get(row)?.as_ref().filter(|figure| figure.value.is_finite())
    }

    pub(super) fn values(&self, rows: usize) -> impl Iterator<Item = Option<f64>> {
        (0..rows).map(|row| Some(self.figure(row)?.value))
    }
}

/// How numbers are laid along an axis, and how those at its ticks are written.
pub struct Axis {
    write: Box<dyn Fn(f64) -> String + Send + Sync>,
    ends: Option<(f64, f64)>,
    whole: bool,
}

impl Axis {
    pub fn new(write: impl Fn(f64) -> String + Send + Sync + 'static) -> Axis {
        Axis { write: Box::new(write), ends: None, whole: false }
    }

    /// It reaches at least from `low` to `high`, whatever the figures are: 0 to 100 for percent.
    pub fn between(mut self, low: f64, high: f64) -> Axis {
        self.ends = Some((low, high));
        self
    }

    /// What it counts has no halves: people, files.
    pub fn whole(mut self) -> Axis {
        self.whole = true;
        self
    }

    /// The ticks over the range of the figures, each with its text.
    pub(super) fn ticks(&self, (low, high): (f64, f64)) -> Vec<(f64, String)> {
        let (from, to) = self.ends.unwrap_or((low, high));
        ticks(low.min(from), high.max(to), STEPS, self.whole).into_iter().map(|tick| (tick, (self.write)(tick))).collect()
    }

    /// Bars stand on the zero line, so their axis has one.
    pub(super) fn ticks_of_bars(&self, (low, high): (f64, f64)) -> Vec<(f64, String)> {
        self.ticks((low.min(0.0), high.max(0.0)))
    }
}

/// The room that the widest text of an axis takes.
pub(super) fn room(ticks: &[(f64, String)]) -> f64 {
    ticks.iter().map(|(_, text)| width_of(text)).fold(0.0, f64::max)
}

/// What every chart says besides its own words.
#[derive(Clone, Debug)]
pub struct ChartWords {
    /// Opens the table: "The figures as a table".
    pub table: Text,
    /// In the place of a figure that is missing: "–".
    pub missing: Text,
    /// In the place of a chart without any figure.
    pub empty: Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Figures {
        let figure = |value: f64| Some(Figure::new(value, value.to_string()));
        Figures::new("Week", vec!["1", "2", "3"])
            .series("3B", vec![figure(60.0), None, figure(80.5)])
            .series("3C", vec![figure(f64::NAN), figure(40.0)])
    }

    #[test]
    fn what_is_missing_or_no_number_is_left_out_of_the_range() {
        assert_eq!(marks().range(), Some((40.0, 80.5)));
        assert_eq!(Figures::new("Week", vec!["1"]).series("3B", vec![None]).range(), None);
    }

    #[test]
    fn a_row_tells_the_figures_it_has() {
        assert_eq!(marks().told(0), "1\n3B: 60");
        assert_eq!(marks().told(2), "3\n3B: 80.5");
    }

    #[test]
    fn an_axis_reaches_to_its_ends_and_beyond_them_where_figures_do() {
        let axis = || Axis::new(|value| format!("{value} %")).between(0.0, 100.0);
        let of = |range| axis().ticks(range).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(of((40.0, 80.0)), ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]);
        assert_eq!(of((40.0, 130.0)), ["0 %", "50 %", "100 %", "150 %"]);
    }

    #[test]
    fn bars_stand_on_the_zero_line() {
        let ticks = Axis::new(|value| value.to_string()).ticks_of_bars((70.0, 90.0));
        assert_eq!(ticks.first().map(|(at, _)| *at), Some(0.0));
    }
}
