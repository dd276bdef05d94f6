//! A text without its marks, for where a line of it stands.

use super::{Block, Inline, blocks};

/// The words of a text alone, in one line.
pub fn plain(text: &str) -> String {
    let mut words = String::new();
    for block in blocks(text, &[]) {
        match block {
            Block::Text(line) | Block::Quote(line) => say(&line, &mut words),
            Block::Code(code) => words.push_str(&code),
            Block::List { items, .. } => items.iter().for_each(|item| {
                say(item, &mut words);
                words.push(' ');
            }),
        }
        words.push(' ');
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn say(line: &[Inline], words: &mut String) {
    for part in line {
        match part {
            Inline::Text(text) | Inline::Code(text) | Inline::Link(text) => words.push_str(text),
            Inline::Named { words: said, .. } => words.push_str(said),
            Inline::Mention(name) => {
                words.push('@');
                words.push_str(name);
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => say(inner, words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_text_stand_in_one_line_without_its_marks() {
        assert_eq!(plain("Who has the **_book_**?\n\n> it's\n- `one`\n- ~~two~~ @Ada"), "Who has the book? it's one two @Ada");
        assert_eq!(plain("2 * 3 * 4"), "2 * 3 * 4");
        assert_eq!(plain("See [the book](https://x.test/a)."), "See the book.");
        assert_eq!(plain(""), "");
    }
}
