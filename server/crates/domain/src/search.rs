//! Patterns of `like ... escape '~'`, from what people type.

use crate::accounts::fold;

/// Matches texts that hold the words, folded; nothing for no words.
pub(crate) fn containing(words: &str) -> Option<String> {
    let folded = fold(words);
    (!folded.is_empty()).then(|| format!("%{}%", literal(&folded)))
}

/// Matches texts that begin so.
pub(crate) fn beginning(text: &str) -> String {
    format!("{}%", literal(text))
}

/// The text with what means something in a pattern taken by its word.
fn literal(text: &str) -> String {
    text.replace('~', "~~").replace('%', "~%").replace('_', "~_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_pattern_are_taken_by_their_word() {
        assert_eq!(containing(" 50% of_Ama~ ").as_deref(), Some("%50~% of~_ama~~%"));
        assert_eq!(containing("  "), None);
        assert_eq!(beginning("class."), "class.%");
    }
}
