//! Addresses inside a message: only http and https become links, everything else stays the text it is.

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Link(String),
}

/// Cuts a message at its addresses; put together again, the pieces are the message.
pub fn pieces(body: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = body;
    while let Some(start) = next_scheme(rest) {
        let (before, from) = rest.split_at(start);
        let link = address(from);
        text.push_str(before);
        if link.is_empty() || before.ends_with(|c: char| c.is_alphanumeric()) {
            // No address after all: what looks like its scheme is text.
            let skip = from.chars().next().map_or(0, char::len_utf8);
            text.push_str(&from[..skip]);
            rest = &from[skip..];
            continue;
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Link(link.to_owned()));
        rest = &from[link.len()..];
    }
    text.push_str(rest);
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    pieces
}

/// Where the next "http://" or "https://" begins, in any case.
fn next_scheme(text: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).find(|at| scheme(&text[*at..]).is_some())
}

fn scheme(text: &str) -> Option<usize> {
    ["https://", "http://"]
        .iter()
        .map(|it| it.len())
        .zip(["https://", "http://"])
        .find_map(|(len, name)| text.get(..len).is_some_and(|start| start.eq_ignore_ascii_case(name)).then_some(len))
}

/// The address at the start of a text, without the punctuation of the sentence around it. Empty when it names no host.
fn address(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '\\'))
        .unwrap_or(text.len());
    let mut link = &text[..end];
    loop {
        let last = link.chars().next_back();
        let closes_nothing = |open, close| last == Some(close) && link.matches(open).count() < link.matches(close).count();
        let loose = last.is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_'));
        if loose || closes_nothing('(', ')') || closes_nothing('[', ']') || closes_nothing('{', '}') {
            link = &link[..link.len() - last.map_or(0, char::len_utf8)];
        } else {
            break;
        }
    }
    let host = scheme(link).map_or("", |len| &link[len..]);
    if host.starts_with(|c: char| c.is_alphanumeric() || c == '[') { link } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(body: &str) -> Vec<String> {
        let pieces = pieces(body);
        let whole: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Link(text) => text.as_str(),
            })
            .collect();
        assert_eq!(whole, body, "nothing is lost");
        pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Link(link) => Some(link),
                Piece::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn addresses_become_links_without_the_sentence_around_them() {
        assert_eq!(
            links("See https://lyceum.test/a?b=c#d, and (http://x.test/y_(z))."),
            ["https://lyceum.test/a?b=c#d", "http://x.test/y_(z)"]
        );
        assert_eq!(links("HTTPS://Lyceum.Test\nhttp://[::1]:3000/"), ["HTTPS://Lyceum.Test", "http://[::1]:3000/"]);
        assert_eq!(links("«https://ex.test/é»").len(), 1);
    }

    #[test]
    fn nothing_else_becomes_a_link() {
        for text in [
            "",
            "no link",
            "http://",
            "https:// x",
            "http://.",
            "http:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.test",
            "xhttps://evil.test",
            "ftp://x.test",
            "<a href=javascript:alert(1)>x</a>",
            "http://\"onmouseover=alert(1)",
            "ä😀é",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
        assert_eq!(links("https://x.test/\"><script>alert(1)</script>"), ["https://x.test/"]);
    }
}
