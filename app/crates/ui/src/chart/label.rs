//! How much room words take in a drawing. The server has no fonts, so this is a guess on the generous side.

use crate::Text;

/// Of a letter in the size that phones show, in units of the drawing.
const LETTER: f64 = 7.4;

pub(super) fn width_of(text: &str) -> f64 {
    // Signs of Chinese, Japanese and Korean are as wide as high.
    text.chars().map(|letter| if wide(letter) { 14.0 } else { LETTER }).sum()
}

/// The text, cut where it is longer than the room.
pub(super) fn fit(text: &Text, room: f64) -> Text {
    if width_of(text) <= room {
        return text.clone();
    }
    let mut kept = String::new();
    let mut left = room - LETTER;
    for letter in text.chars() {
        left -= width_of(letter.encode_utf8(&mut [0; 4]));
        if left < 0.0 {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end()).into()
}

/// Shows every so-manieth label where not all have room in bands of this width.
pub(super) fn every(labels: &[Text], band: f64, widest: f64) -> usize {
    let longest = labels.iter().map(|label| width_of(label)).fold(0.0, f64::max).min(widest);
    ((longest + LETTER) / band).ceil().max(1.0) as usize
}

fn wide(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_room_stays_and_a_longer_one_is_cut() {
        assert_eq!(fit(&"Monday".into(), 60.0), "Monday");
        assert_eq!(fit(&"Mathematics and physics".into(), 60.0), "Mathema…");
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
