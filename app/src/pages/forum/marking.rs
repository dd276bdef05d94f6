//! The marks of Markdown, put around what is chosen in a field, and taken away again.

use std::ops::Range;

/// What a button of the pen does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Bold,
    Slanted,
    Code,
    Link,
    List,
    Quote,
}

/// A text, and what is chosen in it: in UTF-16 units, as the browser counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    pub text: String,
    pub chosen: Range<u32>,
}

const STAR: char = '*';
const FENCE: &str = "```";
const ADDRESS: &str = "https://";

/// The text with the mark; without it where it was there already.
pub fn marked(text: &str, chosen: Range<u32>, mark: Mark) -> Marked {
    let start = place(text, chosen.start);
    let at = start..place(text, chosen.end).max(start);
    let said = &text[at.clone()];
    match mark {
        Mark::Bold => around(text, at, "**"),
        Mark::Slanted => around(text, at, "*"),
        Mark::Code if said.contains('\n') => instead(text, at, &format!("{FENCE}\n"), said, &format!("\n{FENCE}")),
        Mark::Code => around(text, at, "`"),
        Mark::Link => link(text, at),
        Mark::List => lines(text, at, "- "),
        Mark::Quote => lines(text, at, "> "),
    }
}

/// Where a place of the field is in the text.
fn place(text: &str, units: u32) -> usize {
    let mut at = 0;
    for (index, sign) in text.char_indices() {
        if at >= units {
            return index;
        }
        at += sign.len_utf16() as u32;
    }
    text.len()
}

fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

/// What stands at a place replaced, with `said` chosen in it.
fn instead(text: &str, at: Range<usize>, before: &str, said: &str, after: &str) -> Marked {
    let head = format!("{}{before}", &text[..at.start]);
    let start = units(&head);
    Marked { text: format!("{head}{said}{after}{}", &text[at.end..]), chosen: start..start + units(said) }
}

fn around(text: &str, at: Range<usize>, sign: &str) -> Marked {
    let (before, said, after) = (&text[..at.start], &text[at.clone()], &text[at.end..]);
    let stands = if sign.starts_with(STAR) {
        // Two stars are bold, one is slanted, and three are both.
        let stars = |it: usize| if sign.len() == 2 { it >= 2 } else { it % 2 == 1 };
        stars(before.len() - before.trim_end_matches(STAR).len()) && stars(after.len() - after.trim_start_matches(STAR).len())
    } else {
        before.ends_with(sign) && after.starts_with(sign)
    };
    if stands {
        instead(text, at.start - sign.len()..at.end + sign.len(), "", said, "")
    } else {
        instead(text, at.clone(), sign, said, sign)
    }
}

/// What is chosen are the words, and next the address; or the other way round where an address is chosen.
fn link(text: &str, at: Range<usize>) -> Marked {
    let said = &text[at.clone()];
    if said.starts_with("http") && said.contains("://") && !said.contains(char::is_whitespace) {
        return instead(text, at.clone(), "[", "", &format!("]({said})"));
    }
    instead(text, at.clone(), &format!("[{said}]("), ADDRESS, ")")
}

/// The lines that are chosen, each with the sign before it.
fn lines(text: &str, at: Range<usize>, sign: &str) -> Marked {
    let from = text[..at.start].rfind('\n').map_or(0, |place| place + 1);
    let to = text[at.end..].find('\n').map_or(text.len(), |place| at.end + place);
    let all = || text[from..to].split('\n');
    let stands = all().all(|line| line.starts_with(sign));
    let new = |line: &str| if stands { line[sign.len()..].to_owned() } else { format!("{sign}{line}") };
    let new = all().map(new).collect::<Vec<_>>().join("\n");
    let mut marked = instead(text, from..to, "", &new, "");
    if at.is_empty() {
        marked.chosen.start = marked.chosen.end;
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with what is chosen in brackets of their own.
    fn pressed(text: &str, mark: Mark) -> String {
        let (start, end) = (text.find('‹').unwrap(), text.find('›').unwrap());
        let plain = text.replace(['‹', '›'], "");
        let from = units(&text[..start]);
        let chosen = from..from + units(&text[start + '‹'.len_utf8()..end]);
        let marked = marked(&plain, chosen, mark);
        let (from, to) = (place(&marked.text, marked.chosen.start), place(&marked.text, marked.chosen.end));
        format!("{}‹{}›{}", &marked.text[..from], &marked.text[from..to], &marked.text[to..])
    }

    #[test]
    fn a_mark_stands_around_what_is_chosen_and_goes_when_it_is_pressed_again() {
        for (before, mark, after) in [
            ("a ‹word› b", Mark::Bold, "a **‹word›** b"),
            ("a ‹word› b", Mark::Slanted, "a *‹word›* b"),
            ("a **‹word›** b", Mark::Slanted, "a ***‹word›*** b"),
            ("👩‍🏫 ‹عائشة›", Mark::Code, "👩‍🏫 `‹عائشة›`"),
            ("‹›", Mark::Bold, "**‹›**"),
        ] {
            assert_eq!(pressed(before, mark), after, "{mark:?}");
            assert_eq!(pressed(after, mark), before, "{mark:?} again");
        }
        assert_eq!(pressed("a ***‹word›*** b", Mark::Bold), "a *‹word›* b");
        assert_eq!(pressed("‹let a;\nlet b;›", Mark::Code), "```\n‹let a;\nlet b;›\n```");
    }

    #[test]
    fn lines_are_marked_whole_and_a_caret_stays_one() {
        assert_eq!(pressed("one\nt‹wo\nth›ree\nfour", Mark::List), "one\n‹- two\n- three›\nfour");
        assert_eq!(pressed("one\n‹- two\n- three›\nfour", Mark::List), "one\n‹two\nthree›\nfour");
        assert_eq!(pressed("‹- one\ntwo›", Mark::List), "‹- - one\n- two›", "not all of them had it");
        assert_eq!(pressed("wh‹›y", Mark::Quote), "> why‹›");
        assert_eq!(pressed("‹›", Mark::List), "- ‹›");
    }

    #[test]
    fn of_a_link_what_is_missing_is_chosen() {
        assert_eq!(pressed("see ‹here›.", Mark::Link), "see [here](‹https://›).");
        assert_eq!(pressed("‹https://lyceum.test/a›", Mark::Link), "[‹›](https://lyceum.test/a)");
        assert_eq!(pressed("‹›", Mark::Link), "[](‹https://›)");
    }
}
