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
    fn what_is_folded_stays_as_it_is() {
        for name in ["\u{c9}lodie", "\u{623}\u{62d}\u{645}\u{62f}", "\u{fb01}n \u{212b}", "a ~%_\n"] {
            assert_eq!(fold(&fold(name)), fold(name), "{name}");
        }
    }
}
