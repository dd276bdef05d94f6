//! Places to paths: what stands in the `d` of a drawing.

use std::f64::consts::TAU;
use std::fmt::Write;

use super::scale::tenth;

/// A line through the places.
pub(super) fn line(places: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (at, (x, y)) in places.into_iter().enumerate() {
        push(&mut path, if at == 0 { 'M' } else { 'L' }, x, y);
    }
    path
}

/// A piece of a ring round 0, 0. Shares count from the top, clockwise: a quarter is 0.25.
pub(super) fn slice(from: f64, to: f64, outer: f64, inner: f64) -> String {
    // An arc that ends where it begins is drawn as nothing.
    if to - from > 0.9999 {
        return slice(0.0, 0.5, outer, inner) + &slice(0.5, 1.0, outer, inner);
    }
    let on = |share: f64, radius: f64| (radius * (share * TAU).sin(), -radius * (share * TAU).cos());
    let long = u8::from(to - from > 0.5);
    let mut path = String::new();
    let arc = |path: &mut String, radius: f64, sweep: u8, (x, y): (f64, f64)| {
        // Writing to a String does not fail.
        let _ = write!(path, "A{radius} {radius} 0 {long} {sweep} {} {}", tenth(x), tenth(y));
    };
    let ((x, y), (end_x, end_y)) = (on(from, outer), on(to, inner));
    push(&mut path, 'M', x, y);
    arc(&mut path, outer, 1, on(to, outer));
    push(&mut path, 'L', end_x, end_y);
    arc(&mut path, inner, 0, on(from, inner));
    path.push('Z');
    path
}

/// The sign of a series on its line; there are as many shapes as colours.
pub(super) fn marker(series: usize, x: f64, y: f64) -> String {
    let at = |x: f64, y: f64, rest: &str| format!("M{} {}{rest}", tenth(x), tenth(y));
    match series % 6 {
        0 => at(x - 3.4, y, "a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0Z"),
        1 => at(x - 3.0, y - 3.0, "h6v6h-6Z"),
        2 => at(x, y - 4.3, "l4.3 4.3l-4.3 4.3l-4.3 -4.3Z"),
        3 => at(x, y - 4.2, "l4 6.9h-8Z"),
        4 => at(x, y + 4.2, "l4 -6.9h-8Z"),
        _ => at(x - 1.4, y - 4.2, "h2.8v2.8h2.8v2.8h-2.8v2.8h-2.8v-2.8h-2.8v-2.8h2.8Z"),
    }
}

fn push(path: &mut String, letter: char, x: f64, y: f64) {
    // Writing to a String does not fail.
    let _ = write!(path, "{letter}{} {}", tenth(x), tenth(y));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_at_its_first_place() {
        assert_eq!(line([(0.0, 10.0), (5.25, 7.0)]), "M0 10L5.3 7");
        assert_eq!(line([]), "");
    }

    #[test]
    fn a_quarter_runs_from_the_top_to_the_side() {
        assert_eq!(slice(0.0, 0.25, 80.0, 50.0), "M0 -80A80 80 0 0 1 80 0L50 0A50 50 0 0 0 0 -50Z");
    }

    #[test]
    fn more_than_half_takes_the_long_way() {
        assert!(slice(0.0, 0.75, 80.0, 50.0).contains("A80 80 0 1 1 -80 0"));
    }

    #[test]
    fn the_whole_is_two_halves() {
        assert_eq!(slice(0.0, 1.0, 80.0, 50.0).matches('M').count(), 2);
    }

    #[test]
    fn no_two_series_share_a_marker() {
        let mut markers: Vec<String> = (0..6).map(|series| marker(series, 0.0, 0.0)).collect();
        markers.dedup();
        assert_eq!(markers.len(), 6);
        assert_eq!(marker(6, 1.0, 1.0), marker(0, 1.0, 1.0));
    }
}
