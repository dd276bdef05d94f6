//! Names as they are searched and sorted: in small letters and without accents, so that `elodie` finds `Élodie` and
//! `احمد` finds `أحمد`. One folding for the server's keys and for what the browser filters itself. Whether two e-mail
//! addresses or usernames are the same is never asked of it.

/// A text as it is searched.
pub fn fold(text: &str) -> String {
    plain(&decomposed(text)).trim().to_owned()
}

/// Whether each of the words typed stands somewhere in a text; both folded.
pub fn matches(typed: &str, text: &str) -> bool {
    typed.split_whitespace().all(|word| text.contains(word))
}

/// What a name is sorted by where people choose: folded, and runs of digits by their value, so that `9 a` stands before
/// `10 a`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    parts: Vec<Part>,
    /// Of names that are equal but for zeros before a number.
    text: String,
}

/// A run of digits or of other characters, in the order of their kinds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// What begins with a character before the digits.
    Before(String),
    /// How many digits, without zeros before them, and which.
    Number(usize, Vec<u8>),
    After(String),
}

/// The place of a name in a list to choose from.
pub fn order(name: &str) -> Order {
    let text = fold(name);
    let (mut parts, mut rest) = (Vec::new(), text.as_str());
    while let Some(first) = rest.chars().next() {
        let is_number = digit(first).is_some();
        let end = rest.find(|c: char| digit(c).is_some() != is_number).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        parts.push(if is_number {
            let digits: Vec<u8> = run.chars().filter_map(digit).skip_while(|it| *it == 0).collect();
            Part::Number(digits.len(), digits)
        } else if first < '0' {
            Part::Before(run.to_owned())
        } else {
            Part::After(run.to_owned())
        });
        rest = after;
    }
    Order { parts, text }
}

/// The value of a digit, Latin or Arabic.
fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

/// A letter and its accent as two characters.
#[cfg(target_arch = "wasm32")]
fn decomposed(text: &str) -> String {
    String::from(js_sys::JsString::from(text).normalize("NFKD"))
}

#[cfg(not(target_arch = "wasm32"))]
fn decomposed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;

    text.nfkd().collect()
}

fn plain(decomposed: &str) -> String {
    decomposed.chars().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Accents of Latin letters; vowel signs, hamza above and below, and the lengthening stroke of Arabic.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_do_not_count() {
        for (name, folded) in [
            (" \u{c9}lodie A\u{30a} ", "elodie a"),
            ("\u{d6}zg\u{fc}r \u{c1}d\u{e1}m", "ozgur adam"),
            ("\u{130}pek", "ipek"),
            ("MENSAH", "mensah"),
            ("\u{3a3}\u{3a9}", "\u{3c3}\u{3c9}"),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
    }

    #[test]
    fn arabic_is_found_without_its_hamzas_vowel_signs_and_strokes() {
        let ahmad = "\u{627}\u{62d}\u{645}\u{62f}";
        for name in [
            // Hamza above, below, and madda: one letter, or an alef and a mark.
            "\u{623}\u{62d}\u{645}\u{62f}",
            "\u{625}\u{62d}\u{645}\u{62f}",
            "\u{622}\u{62d}\u{645}\u{62f}",
            "\u{627}\u{654}\u{62d}\u{645}\u{62f}",
            // Vowel signs, and the stroke that lengthens a word.
            "\u{623}\u{64e}\u{62d}\u{652}\u{645}\u{64e}\u{62f}",
            "\u{623}\u{62d}\u{640}\u{640}\u{645}\u{62f}",
        ] {
            assert_eq!(fold(name), ahmad, "{name}");
        }
    }

    #[test]
    fn every_word_typed_must_stand_there_in_any_order() {
        assert!(matches("owu kof", "kofi owusu"));
        assert!(matches("", "kofi owusu"));
        assert!(!matches("kofi mensah", "kofi owusu"));
    }

    #[test]
    fn numbers_count_by_their_value() {
        let sorted = |mut names: Vec<&'static str>| {
            names.sort_by_cached_key(|name| order(name));
            names
        };
        assert_eq!(sorted(vec!["10 a", "9 b", "11 a", "9 A", "8 a"]), ["8 a", "9 A", "9 b", "10 a", "11 a"]);
        assert_eq!(sorted(vec!["Form 10", "form 9", "Form", "Class 3"]), ["Class 3", "Form", "form 9", "Form 10"]);
        assert_eq!(sorted(vec!["Year 2.10", "Year 2.9", "Year 2"]), ["Year 2", "Year 2.9", "Year 2.10"]);
        // Digits of Arabic have the same values as Latin ones, whatever stands beside them.
        let arabic = ["b", "\u{661}\u{660}", "9", "\u{668}", "\u{628}"];
        assert_eq!(sorted(arabic.to_vec()), ["\u{668}", "9", "\u{661}\u{660}", "b", "\u{628}"]);
        // Longer than any integer.
        assert_eq!(sorted(vec!["100000000000000000000000", "99999999999999999999999"])[0], "99999999999999999999999");
        assert_eq!(sorted(vec!["7", "07", "007", ""]), ["", "007", "07", "7"]);
    }

    #[test]
    fn equal_names_stay_as_they_stood() {
        let mut names = [("Form 2", 1), ("FORM 2", 2), ("Form 1", 3), ("form 2", 4)];
        names.sort_by_cached_key(|(name, _)| order(name));
        assert_eq!(names.iter().map(|(_, place)| *place).collect::<Vec<_>>(), [3, 1, 2, 4]);
    }

    #[test]
    fn what_is_folded_stays_as_it_is() {
        for name in ["\u{c9}lodie", "\u{623}\u{62d}\u{645}\u{62f}", "\u{fb01}n \u{212b}", "a ~%_\n"] {
            assert_eq!(fold(&fold(name)), fold(name), "{name}");
        }
    }
}
