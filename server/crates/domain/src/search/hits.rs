//! Where the words that are searched stand in a text, as it was written.

use model::chat::Piece;
use model::limits;

use super::{cut, whole_words};
use crate::names;

/// Characters before the first hit, and of an excerpt.
const BEFORE: usize = 80;
const EXCERPT: usize = 280;

/// A text in its pieces: those are hits that begin as one of the words does, whatever their accents. What looks like markup is
/// text.
pub(crate) fn pieces(text: &str, typed: &str) -> Vec<Piece> {
    let typed: String = typed.chars().take(limits::TITLE).collect();
    let wanted: Vec<String> = whole_words(&typed).map(cut).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    for (run, is_word) in runs(text) {
        let begins = |word: String| wanted.iter().any(|it| word.starts_with(it.as_str()));
        let hit = is_word && whole_words(run).any(begins);
        match pieces.last_mut().filter(|last| last.hit == hit) {
            Some(last) => last.text.push_str(run),
            None => pieces.push(Piece { text: run.to_owned(), hit }),
        }
    }
    pieces
}

/// The same of what stands around the first hit.
pub(crate) fn excerpt(text: &str, typed: &str) -> Vec<Piece> {
    let mut pieces = pieces(text, typed);
    if pieces.len() > 1
        && let Some(first) = pieces.first_mut().filter(|first| !first.hit)
    {
        first.text = ending(&first.text);
    }
    let (mut left, mut kept) = (EXCERPT, Vec::new());
    for piece in pieces {
        let count = piece.text.chars().count();
        if count > left {
            let beginning: String = piece.text.chars().take(left).collect();
            kept.push(Piece { text: format!("{beginning}…"), hit: piece.hit });
            break;
        }
        left -= count;
        kept.push(piece);
    }
    kept
}

/// The last words of a text before a hit.
fn ending(text: &str) -> String {
    let count = text.chars().count();
    if count <= BEFORE {
        return text.to_owned();
    }
    let tail: String = text.chars().skip(count - BEFORE).collect();
    format!("…{}", tail.split_once(' ').map_or(tail.as_str(), |(_, words)| words))
}

/// A text in runs of words and of what stands between them.
fn runs(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = is_of_word(rest.chars().next()?);
        let end = rest.find(|c: char| is_of_word(c) != is_word).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some((run, is_word))
    })
}

/// Letters and digits, and the accents and vowel signs that stand by themselves.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() && names::key(c.encode_utf8(&mut [0; 4])).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hits in brackets.
    fn shown(pieces: &[Piece]) -> String {
        pieces.iter().map(|it| if it.hit { format!("[{}]", it.text) } else { it.text.clone() }).collect()
    }

    #[test]
    fn words_are_marked_as_they_are_found_and_written() {
        for (text, typed, marked) in [
            ("The Éxam is on Monday", "exa MON", "The [Éxam] is on [Monday]"),
            ("An e\u{301}xam", "exa", "An [e\u{301}xam]"),
            ("reexam", "exam", "reexam"),
            ("سأل أحمد عن أَحْمَد", "احمد", "سأل [أحمد] عن [أَحْمَد]"),
            ("exam exam", "exam", "[exam] [exam]"),
            ("board_1.JPG", "jpg board", "[board]_1.[JPG]"),
            ("<b>exam</b> & \"more\"", "exam b", "<[b]>[exam]</[b]> & \"more\""),
            ("Nothing here", "", "Nothing here"),
            ("", "exam", ""),
        ] {
            assert_eq!(shown(&pieces(text, typed)), marked, "{text} {typed}");
        }
    }

    #[test]
    fn an_excerpt_begins_a_little_before_the_first_hit() {
        let far = format!("{} exam {}", "word ".repeat(100), "more ".repeat(100));
        let cut = shown(&excerpt(&far, "exam"));
        assert!(cut.starts_with("…word ") && cut.contains(" [exam] more") && cut.ends_with('…'), "{cut}");
        assert!(cut.chars().count() <= EXCERPT + 4, "{cut}");
        assert_eq!(shown(&excerpt("Short exam", "exam")), "Short [exam]");
        assert!(shown(&excerpt(&far, "")).starts_with("word word"), "from its beginning where nothing is marked");
    }
}
