use js_sys::JsString;

/// A text as it is searched: in small letters and without accents, so that `elodie` finds `Élodie`. In the browser only.
pub(crate) fn fold(text: &str) -> String {
    // Decomposed, a letter and its accent are two characters.
    plain(&String::from(JsString::from(text).normalize("NFKD")))
}

/// Whether each of the words typed stands somewhere in a text; both folded.
pub(crate) fn matches(typed: &str, text: &str) -> bool {
    typed.split_whitespace().all(|word| text.contains(word))
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
        assert_eq!(plain("E\u{301}lodie A\u{30a}"), "elodie a");
        assert_eq!(plain("\u{627}\u{654}\u{62d}\u{645}\u{62f}"), "\u{627}\u{62d}\u{645}\u{62f}");
    }

    #[test]
    fn every_word_typed_must_stand_there_in_any_order() {
        assert!(matches("owu kof", "kofi owusu"));
        assert!(matches("", "kofi owusu"));
        assert!(!matches("kofi mensah", "kofi owusu"));
    }
}
