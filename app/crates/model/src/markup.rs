//! What people write, read as a little Markdown: emphasis, code, quotes, lists, addresses and names that are called. It
//! becomes values, never HTML; what is no markup stays the text it is.
//!
//! Anybody may write a text, so the work is proportional to it: a sign that nothing closes is searched for once.

mod address;
mod plain;
#[cfg(test)]
mod tests;

use address::{address, mail};
pub use address::{host, names_itself};
pub use plain::plain;

/// A part of a text that stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Text(Vec<Inline>),
    Quote(Vec<Inline>),
    /// What stands between two lines of three backticks, as it is.
    Code(String),
    /// With the number of its first line, where the lines are numbered.
    List {
        first: Option<u32>,
        items: Vec<Vec<Inline>>,
    },
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Code(String),
    /// An address of http or https.
    Link(String),
    /// Words that lead to an address of http, https or mailto.
    Named {
        words: String,
        href: String,
    },
    /// A name after an `@`.
    Mention(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Strike(Vec<Inline>),
}

const FENCE: &str = "```";
/// How deep emphasis stands in emphasis.
const DEPTH: usize = 3;

/// Reads a text. `names` are those who may be called with an `@`.
pub fn blocks(text: &str, names: &[&str]) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut plain: Vec<&str> = Vec::new();
    let mut fences = true;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let kind = kind(line);
        if kind == Kind::Plain && fences && line.starts_with(FENCE) {
            if let Some(len) = lines[at + 1..].iter().position(|line| line.trim_end() == FENCE) {
                end(&mut blocks, &mut plain, names);
                blocks.push(Block::Code(lines[at + 1..at + 1 + len].join("\n")));
                at += len + 2;
                continue;
            }
            fences = false;
        }
        if kind == Kind::Plain {
            plain.push(line);
            at += 1;
            continue;
        }
        end(&mut blocks, &mut plain, names);
        let len = lines[at..].iter().take_while(|line| self::kind(line).goes_on(kind)).count();
        let inner = lines[at..at + len].iter().map(|line| inner(line));
        blocks.push(match kind {
            Kind::Quote => Block::Quote(inlines(&inner.collect::<Vec<_>>().join("\n"), names, DEPTH)),
            Kind::Item | Kind::Plain => Block::List { first: None, items: inner.map(|it| inlines(it, names, DEPTH)).collect() },
            Kind::Number(first) => Block::List { first: Some(first), items: inner.map(|it| inlines(it, names, DEPTH)).collect() },
        });
        at += len;
    }
    end(&mut blocks, &mut plain, names);
    blocks
}

/// A text with its addresses alone.
pub fn linked(text: &str) -> Vec<Inline> {
    read(text, |rest, before| match rest.chars().next() {
        Some('h' | 'H') if !joined(before) => link(rest),
        _ => None,
    })
}

/// Which of the names are called in a text, each once.
pub fn called<'n>(text: &str, names: &[&'n str]) -> Vec<&'n str> {
    fn collect<'i>(inlines: &'i [Inline], into: &mut Vec<&'i str>) {
        for inline in inlines {
            match inline {
                Inline::Mention(name) => into.push(name),
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => collect(inner, into),
                Inline::Text(_) | Inline::Code(_) | Inline::Link(_) | Inline::Named { .. } => {}
            }
        }
    }
    let blocks = blocks(text, names);
    let mut said = Vec::new();
    for block in &blocks {
        match block {
            Block::Text(inner) | Block::Quote(inner) => collect(inner, &mut said),
            Block::List { items, .. } => items.iter().for_each(|inner| collect(inner, &mut said)),
            Block::Code(_) => {}
        }
    }
    names.iter().copied().filter(|name| said.contains(name)).collect()
}

/// What the beginning of a line makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Quote,
    Item,
    Number(u32),
}

impl Kind {
    /// Whether a line of this kind belongs to a block of the other.
    fn goes_on(self, block: Kind) -> bool {
        self == block || matches!((self, block), (Kind::Number(_), Kind::Number(_)))
    }
}

fn kind(line: &str) -> Kind {
    if line.starts_with("> ") {
        return Kind::Quote;
    }
    if line.starts_with("- ") || line.starts_with("* ") {
        return Kind::Item;
    }
    match line.split_once(". ") {
        Some((digits, _)) if digits.len() <= 4 && !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()) => {
            digits.parse().map_or(Kind::Plain, Kind::Number)
        }
        _ => Kind::Plain,
    }
}

/// A line without what made it of its kind.
fn inner(line: &str) -> &str {
    line.split_once(' ').map_or("", |(_, inner)| inner)
}

/// The lines so far are a block of text.
fn end(blocks: &mut Vec<Block>, plain: &mut Vec<&str>, names: &[&str]) {
    let text = std::mem::take(plain).join("\n");
    let text = text.trim_matches('\n');
    if !text.is_empty() {
        blocks.push(Block::Text(inlines(text, names, DEPTH)));
    }
}

/// The signs that stand around what they mark.
const MARKS: [&str; 4] = ["**", "~~", "*", "_"];

fn inlines(text: &str, names: &[&str], depth: usize) -> Vec<Inline> {
    // Signs that nothing closes from here on; the last is the one of code.
    let mut open = [false; MARKS.len() + 1];
    read(text, |rest, before| match rest.chars().next()? {
        'h' | 'H' if !joined(before) => link(rest),
        '[' => named(rest),
        '@' if !joined(before) => mention(rest, names),
        '`' => code(rest, &mut open[MARKS.len()]),
        '*' | '~' | '_' if depth > 0 => {
            let at = MARKS.iter().position(|mark| rest.starts_with(mark))?;
            marked(rest, before, at, &mut open[at], names, depth)
        }
        _ => None,
    })
}

/// Goes through a text: what is found at a place, with its length, and what stands between as text.
fn read(text: &str, mut find: impl FnMut(&str, Option<char>) -> Option<(Inline, usize)>) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let (mut rest, mut before) = (text, None);
    while let Some(sign) = rest.chars().next() {
        let len = match find(rest, before) {
            Some((inline, len)) => {
                if !plain.is_empty() {
                    out.push(Inline::Text(std::mem::take(&mut plain)));
                }
                out.push(inline);
                len
            }
            None => {
                plain.push(sign);
                sign.len_utf8()
            }
        };
        before = rest[..len].chars().next_back();
        rest = &rest[len..];
    }
    if !plain.is_empty() {
        out.push(Inline::Text(plain));
    }
    out
}

/// Whether what follows is the middle of a word.
fn joined(before: Option<char>) -> bool {
    before.is_some_and(char::is_alphanumeric)
}

fn link(rest: &str) -> Option<(Inline, usize)> {
    let link = address(rest);
    (!link.is_empty()).then(|| (Inline::Link(link.to_owned()), link.len()))
}

/// Bytes of the words that stand for an address.
const WORDS: usize = 500;

/// `[words](address)`, on one line. Each sign is looked at once for the words, and some more for the address.
fn named(rest: &str) -> Option<(Inline, usize)> {
    let inner = &rest[1..];
    let len = inner.find(['[', ']', '\n']).filter(|len| *len <= WORDS)?;
    let words = inner[..len].trim();
    let target = inner[len..].strip_prefix("](")?;
    let href = match address::within(target) {
        href if address(href) == href => href,
        href if mail(href) => href,
        _ => return None,
    };
    let named = Inline::Named { words: words.to_owned(), href: href.to_owned() };
    (!words.is_empty() && !href.is_empty()).then_some((named, 1 + len + 2 + href.len() + 1))
}

/// The longest of the names that stands here and ends with its word.
fn mention(rest: &str, names: &[&str]) -> Option<(Inline, usize)> {
    let after = &rest[1..];
    let fits = |name: &&&str| {
        let tail = after.strip_prefix(**name);
        !name.is_empty() && tail.is_some_and(|tail| !tail.starts_with(char::is_alphanumeric))
    };
    let name = names.iter().filter(fits).max_by_key(|name| name.len())?;
    Some((Inline::Mention((*name).to_owned()), 1 + name.len()))
}

fn code(rest: &str, open: &mut bool) -> Option<(Inline, usize)> {
    if *open {
        return None;
    }
    let Some(len) = rest[1..].find('`') else {
        *open = true;
        return None;
    };
    let inner = &rest[1..=len];
    (!inner.trim().is_empty() && !inner.contains('\n')).then(|| (Inline::Code(inner.to_owned()), len + 2))
}

fn marked(rest: &str, before: Option<char>, at: usize, open: &mut bool, names: &[&str], depth: usize) -> Option<(Inline, usize)> {
    let mark = MARKS[at];
    let inner = &rest[mark.len()..];
    // A single sign in a word, such as `snake_case`, is a sign.
    let single = mark.len() == 1;
    if *open || single && joined(before) || inner.starts_with(char::is_whitespace) {
        return None;
    }
    let closes = |at: usize| {
        let (inside, tail) = (&inner[..at], &inner[at + mark.len()..]);
        let goes_on = single && (inside.ends_with(mark) || tail.starts_with(mark) || tail.starts_with(char::is_alphanumeric));
        !(inside.is_empty() || inside.ends_with(char::is_whitespace) || goes_on)
    };
    let Some(len) = inner.match_indices(mark).map(|(at, _)| at).find(|at| closes(*at)) else {
        *open = true;
        return None;
    };
    let inside = inlines(&inner[..len], names, depth - 1);
    let inline = match mark {
        "**" => Inline::Strong(inside),
        "~~" => Inline::Strike(inside),
        _ => Inline::Emphasis(inside),
    };
    Some((inline, len + 2 * mark.len()))
}
