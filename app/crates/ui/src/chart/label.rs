//! How much room words take in a drawing. The server has no fonts, so this is a guess on the generous side.

use crate::Text;

/// A band that shows enough of any label to know it by.
const WIDE: f64 = 56.0;
/// Between two labels.
const FREE: f64 = 8.0;

/// The width of a text in the size that phones show, in units of the drawing.
pub(super) fn width_of(text: &str) -> f64 {
    text.chars().map(width).sum()
}

/// The text, cut where it is longer than the room.
pub(super) fn fit(text: &Text, room: f64) -> Text {
    if width_of(text) <= room {
        return text.clone();
    }
    let mut kept = String::new();
    let mut left = room - width('…');
    for letter in text.chars() {
        left -= width(letter);
        if left < 0.0 {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end()).into()
}

/// Shows every so-manieth label where not all have room in bands of this width. In a wide band a label is cut rather
/// than left out.
pub(super) fn every(labels: &[Text], band: f64, widest: f64) -> usize {
    if band >= WIDE {
        return 1;
    }
    let longest = labels.iter().map(|label| width_of(label)).fold(0.0, f64::max).min(widest);
    ((longest + FREE) / band).ceil().max(1.0) as usize
}

fn width(letter: char) -> f64 {
    match letter {
        'f' | 'i' | 'j' | 'l' | 'r' | 't' | 'I' | ' '..='!' | '\''..=')' | ','..='/' | ':'..=';' | '|' => 4.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 12.4,
        'A'..='Z' => 9.8,
        // Chinese, Japanese and Korean signs are as wide as high, and so is the mark of what was cut.
        '…' | '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{ff60}' => 14.0,
        _ => 7.8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_room_stays_and_a_longer_one_is_cut() {
        assert_eq!(fit(&"Monday".into(), 60.0), "Monday");
        assert_eq!(fit(&"Mathematics and physics".into(), 60.0), "Mathe…");
        assert_eq!(fit(&"Mathematics".into(), 0.0), "…");
    }

    #[test]
    fn labels_without_room_are_thinned() {
        let weeks: Vec<Text> = (1..=20).map(|week| format!("Week {week}").into()).collect();
        assert_eq!(every(&weeks, 80.0, 96.0), 1);
        assert_eq!(every(&weeks, 16.0, 96.0), 4);
        assert_eq!(every(&[], 16.0, 96.0), 1);
    }
}
