//! Addresses inside what people write: only http and https become links, everything else stays the text it is.

fn scheme(text: &str) -> Option<usize> {
    ["https://", "http://"]
        .iter()
        .map(|it| it.len())
        .zip(["https://", "http://"])
        .find_map(|(len, name)| text.get(..len).is_some_and(|start| start.eq_ignore_ascii_case(name)).then_some(len))
}

/// Bytes after which an address is cut: the rest of it is text.
const LONGEST: usize = 2_000;

/// The address at the start of a text, without the punctuation of the sentence around it. Empty when it names no host.
///
/// Anybody may write a text, so the work is proportional to the address: the host is looked at before anything is
/// searched, and brackets are counted once.
pub(super) fn address(text: &str) -> &str {
    let Some(len) = scheme(text) else { return "" };
    if !text[len..].starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return "";
    }
    let ends = |c: char| c.is_whitespace() || c.is_control() || turns(c) || matches!(c, '<' | '>' | '"' | '`' | '\\');
    let end = text.char_indices().find(|(at, c)| *at >= LONGEST || ends(*c)).map_or(text.len(), |(at, _)| at);
    let mut link = &text[..end];
    // How many more brackets are closed than opened, of each kind. Only closing ones are cut off below.
    let mut extra = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, link.matches(close).count().saturating_sub(link.matches(open).count())));
    while let Some(last) = link.chars().next_back() {
        let loose =
            matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '…' | '»' | '”' | '’' | '،' | '؛' | '؟');
        match extra.iter_mut().find(|(close, count)| *close == last && *count > 0) {
            Some((_, count)) => *count -= 1,
            None if loose => {}
            None => break,
        }
        link = &link[..link.len() - last.len_utf8()];
    }
    if link.len() > len { link } else { "" }
}

/// What stands in a bracket that was opened before it: up to where that is closed. Empty where it is not.
pub(super) fn within(text: &str) -> &str {
    let mut open = 0_usize;
    for (at, sign) in text.char_indices().take_while(|(at, sign)| *at <= LONGEST && !sign.is_whitespace()) {
        match sign {
            '(' => open += 1,
            ')' if open == 0 => return &text[..at],
            ')' => open -= 1,
            _ => {}
        }
    }
    ""
}

const MAILTO: &str = "mailto:";

/// Whether it leads to a mail for one address, and says nothing more of it.
pub(super) fn mail(href: &str) -> bool {
    let to = href.get(..MAILTO.len()).filter(|scheme| scheme.eq_ignore_ascii_case(MAILTO)).map(|_| &href[MAILTO.len()..]);
    let Some((name, host)) = to.and_then(|to| to.split_once('@')) else { return false };
    let fits = |part: &str, signs: &str| !part.is_empty() && part.chars().all(|it| it.is_alphanumeric() || signs.contains(it));
    fits(name, "._+-") && fits(host, ".-")
}

/// Where an address leads: its host, with the port where it has one, or whom a mail goes to. What stands before an `@` only
/// looks like a host.
pub fn host(href: &str) -> &str {
    let Some(len) = scheme(href) else { return href.get(MAILTO.len()..).unwrap_or_default() };
    let rest = &href[len..];
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest[..end].rsplit('@').next().unwrap_or_default()
}

/// Whether words that lead to an address say where by themselves.
pub fn names_itself(words: &str, href: &str) -> bool {
    let whole = scheme(href).map_or(href, |len| &href[len..]);
    [href, whole, whole.trim_end_matches('/'), host(href)].contains(&words)
}

/// Signs that are not seen and turn what follows them, by which an address could look like another.
const fn turns(sign: char) -> bool {
    matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{Inline, linked};

    fn links(body: &str) -> Vec<String> {
        let pieces = linked(body);
        let whole: String = pieces
            .iter()
            .map(|piece| match piece {
                Inline::Text(text) | Inline::Link(text) => text.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(whole, body, "nothing is lost");
        pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Inline::Link(link) => Some(link),
                _ => None,
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
        assert_eq!(
            links("«https://ex.test/é», “http://y.test/b.” http://z.test/c…"),
            ["https://ex.test/é", "http://y.test/b", "http://z.test/c"]
        );
    }

    #[test]
    fn a_hostile_message_is_read_like_any_other() {
        let none = "http://-".repeat(750) + &")".repeat(4_000);
        assert_eq!(links(&none), [""; 0]);
        let trimmed = "http://a/".to_owned() + &")".repeat(5_000);
        assert_eq!(links(&trimmed)[0], "http://a/");
        let long = "https://a/".to_owned() + &"b".repeat(9_000);
        assert_eq!(links(&long)[0].len(), LONGEST);
    }

    #[test]
    fn where_an_address_leads_is_its_host_whatever_stands_before_it() {
        for (href, led) in [
            ("https://x.test/a?b=https://y.test", "x.test"),
            ("https://x.test:8080#a", "x.test:8080"),
            ("https://bank.test@evil.test/bank.test", "evil.test"),
            ("https://bank.test:pass@evil.test?@bank.test", "evil.test"),
            ("http://[::1]:3000/", "[::1]:3000"),
            ("mailto:ada@x.test", "ada@x.test"),
        ] {
            assert_eq!(host(href), led, "{href}");
        }
        let itself = |words: &str| names_itself(words, "https://x.test/");
        assert!(itself("https://x.test/") && itself("x.test") && itself("x.test/"));
        assert!(!itself("y.test") && !itself("https://y.test/") && !itself("X"));
        assert!(names_itself("ada@x.test", "mailto:ada@x.test"));
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

    #[test]
    fn brackets_that_an_address_opened_stay_with_it() {
        for (body, link) in [
            ("(https://x.test/a_(b)_(c))", "https://x.test/a_(b)_(c)"),
            ("[https://x.test/?q[]=1]", "https://x.test/?q[]=1"),
            ("{https://x.test/{id}}", "https://x.test/{id}"),
            ("([{https://x.test/(a)[b]{c}}]).", "https://x.test/(a)[b]{c}"),
            ("https://x.test/a).,)", "https://x.test/a"),
            ("https://x.test/(a", "https://x.test/(a"),
            ("http://[::1])", "http://[::1]"),
        ] {
            assert_eq!(links(body), [link], "{body}");
        }
    }

    #[test]
    fn hostile_messages_of_full_length_keep_their_text() {
        let filled = |part: &str, end: &str| {
            let mut body = part.repeat(5_000 / part.len());
            body.push_str(&end.repeat((10_000 - body.len()) / end.len()));
            body
        };
        for part in ["http://-", "http:///", "xhttp://a", "http://)"] {
            for end in [")", ".", "]", "http://-"] {
                assert_eq!(links(&filled(part, end)), [""; 0], "{part} {end}");
            }
        }
        assert_eq!(links(&format!("http://a{}", ".)".repeat(4_996))), ["http://a"]);
        assert_eq!(links(&"http://a ".repeat(1_111)).len(), 1_111);
    }

    #[test]
    fn among_words_from_right_to_left_an_address_is_whole() {
        assert_eq!(
            links("راجع https://x.test/صف؟ (http://y.test/أ)، ثم http://z.test/ب؛"),
            ["https://x.test/صف", "http://y.test/أ", "http://z.test/ب"]
        );
        // What turns the words around is no part of an address.
        assert_eq!(links("https://x.test/a\u{202e}moc.live"), ["https://x.test/a"]);
        assert_eq!(links("\u{2067}https://x.test/a\u{2069}."), ["https://x.test/a"]);
    }

    #[test]
    fn a_long_address_is_cut_between_letters() {
        let accents = format!("https://x.test/{}", "é".repeat(4_000));
        assert_eq!(links(&accents), [&accents[..LONGEST + 1]]);
    }
}
