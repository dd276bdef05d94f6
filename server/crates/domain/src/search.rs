//! Patterns of `like ... escape '~'`, from what people type.

mod hits;

use model::limits;

use crate::names;
pub(crate) use hits::{excerpt, pieces};

/// Every word stands in a text, or in one of two: the arguments that hold the patterns of [`words`], the text, and what
/// leads to the other one.
macro_rules! fits {
    ($a:literal, $b:literal, $c:literal, $d:literal, $text:literal $(, $or:literal)?) => {
        concat!(
            $crate::search::fits!(one $a, $text $(, $or)?),
            " and ",
            $crate::search::fits!(one $b, $text $(, $or)?),
            " and ",
            $crate::search::fits!(one $c, $text $(, $or)?),
            " and ",
            $crate::search::fits!(one $d, $text $(, $or)?)
        )
    };
    (one $word:literal, $text:literal $(, $or:literal)?) => {
        concat!(
            "(cast(",
            $word,
            " as text) is null or ",
            $text,
            " like ",
            $word,
            " escape '~'"
            $(, $or, " like ", $word, " escape '~'")?,
            ")"
        )
    };
}
pub(crate) use fits;

/// Folded, and cut to what anybody searches for.
fn folded(text: &str) -> String {
    names::key(text).chars().take(limits::TITLE).collect()
}

/// Matches texts that hold the words, folded; nothing for no words.
pub(crate) fn containing(words: &str) -> Option<String> {
    let folded = folded(words);
    (!folded.is_empty()).then(|| format!("%{}%", literal(&folded)))
}

/// Four patterns that all have to fit, so that words stand in any order; of more words the rest stand in the order typed.
/// Nothing is asked of a pattern that is missing.
pub(crate) fn words(text: &str) -> [Option<String>; 4] {
    let pattern = |part: Vec<String>| part.iter().map(|word| literal(word)).collect::<Vec<_>>().join("%");
    let mut said = parts(text).into_iter().map(pattern);
    std::array::from_fn(|_| said.next().map(|it| format!("%{it}%")))
}

/// What each pattern of [`words`] asks for: a word, folded; the fourth one all the rest in their order.
pub(crate) fn parts(text: &str) -> Vec<Vec<String>> {
    let all: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
    let (single, rest) = all.split_at(all.len().min(3));
    let rest = (!rest.is_empty()).then(|| rest.to_vec());
    single.iter().map(|word| vec![word.clone()]).chain(rest).collect()
}

/// Whether a folded text says a part of [`parts`] as its pattern would: all of its words, in their order.
pub(crate) fn says(text: &str, part: &[String]) -> bool {
    let mut rest = text;
    part.iter().all(|word| match rest.split_once(word.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Words of a text that are kept in an index at most; a longer text is found by its beginning.
const INDEXED: usize = 4000;
/// Characters of a word that are.
const LETTERS: usize = 40;

/// What an index of words holds of a text: its words folded, each once, parted by single blanks.
pub(crate) fn index(text: &str) -> String {
    let mut seen = std::collections::HashSet::new();
    let words = whole_words(text).map(cut).filter(|word| seen.insert(word.clone())).take(INDEXED);
    words.collect::<Vec<_>>().join(" ")
}

/// What is asked of such an index (`{said $n}`): every word begins one of the text's; nothing for no words.
pub(crate) fn asked(text: &str) -> Option<String> {
    let text: String = text.chars().take(limits::TITLE).collect();
    let words: Vec<String> = whole_words(&text).take(8).map(|word| format!("{}*", cut(word))).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// All words of a text folded, in their order and as often as they are said, parted by single blanks.
pub(crate) fn phrase(text: &str) -> String {
    whole_words(text).collect::<Vec<_>>().join(" ")
}

fn cut(word: String) -> String {
    word.chars().take(LETTERS).collect()
}

fn whole_words(text: &str) -> impl Iterator<Item = String> {
    let folded = names::key(text);
    let words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.into_iter()
}

/// Matches texts that begin so.
pub(crate) fn beginning(text: &str) -> String {
    format!("{}%", literal(&text.chars().take(limits::TITLE).collect::<String>()))
}

/// Matches names whose words begin with these letters, so that "ad" finds Ama Darko; nothing unless a few letters stand
/// alone.
pub(crate) fn initials(text: &str) -> Option<String> {
    let folded = folded(text);
    let letters = (2..=4).contains(&folded.chars().count()) && folded.chars().all(char::is_alphabetic);
    letters.then(|| folded.chars().map(|letter| format!("{letter}%")).collect::<Vec<_>>().join(" "))
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

    #[test]
    fn an_index_holds_each_word_once_and_is_asked_for_beginnings() {
        assert_eq!(index("Élodie's *élodie*, أحمد: 50% & \"x\""), format!("elodie s {} 50 x", names::key("أحمد")));
        assert_eq!(asked(" Élo, NOT (50"), Some("elo* not* 50*".to_owned()));
        assert_eq!(asked(" %*\" "), None);
        assert_eq!(asked(&"a ".repeat(20)).unwrap().split(' ').count(), 8);
        let long = "a".repeat(50);
        assert_eq!(asked(&long), Some(format!("{}*", index(&long))), "a word is cut in both alike");
    }

    #[test]
    fn a_phrase_keeps_the_order_of_its_words_and_says_them_as_often() {
        assert_eq!(phrase("Héllo, <b>World</b>! well-known"), "hello b world b well known");
        assert_eq!(phrase(" ?! "), "");
    }

    #[test]
    fn initials_are_a_few_letters_alone() {
        assert_eq!(initials(" Ad ").as_deref(), Some("a% d%"));
        for none in ["a", "a d", "abcde", "a1", "a%"] {
            assert_eq!(initials(none), None, "{none}");
        }
    }

    #[test]
    fn words_stand_in_any_order_and_the_fifth_after_the_fourth() {
        let said = |text: &str| words(text).into_iter().flatten().collect::<Vec<_>>();
        assert!(said(" ").is_empty());
        assert_eq!(said(" Ama  OWUSU "), ["%ama%", "%owusu%"]);
        assert_eq!(said("a_b 5% c\\d e~"), ["%a~_b%", "%5~%%", "%c\\d%", "%e~~%"]);
        assert_eq!(said("a b c d_ e%"), ["%a%", "%b%", "%c%", "%d~_%e~%%"]);
        assert_eq!(parts("A b c d_ e%"), [vec!["a"], vec!["b"], vec!["c"], vec!["d_", "e%"]]);
    }
}
