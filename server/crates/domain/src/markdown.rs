//! What people write as Markdown, as markup that is safe to show: CommonMark with tables and struck words, addresses and
//! mentions found, and nothing of it beyond the list below, whatever was typed. A picture becomes a link: none is fetched
//! from elsewhere in the name of a reader.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};

static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut safe = Builder::empty();
    safe.tags(HashSet::from([
        "p",
        "br",
        "em",
        "strong",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "hr",
        "a",
        "span",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]))
    .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
    .allowed_classes(HashMap::from([("span", HashSet::from(["mention"]))]))
    .url_schemes(HashSet::from(["http", "https", "mailto"]))
    .url_relative(UrlRelative::Deny)
    .link_rel(Some("noopener noreferrer nofollow ugc"))
    .set_tag_attribute_value("a", "target", "_blank");
    safe
});

/// Things within things, at most.
const DEEPEST: usize = 40;
/// Cells of tables, at most: nobody types more in the longest text.
const CELLS: usize = model::limits::MESSAGE / 2;

/// The markup of a text.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events(text).into_iter());
    SAFE.clean(&out).to_string()
}

/// The usernames that a text mentions, each once, in small letters.
pub(crate) fn mentions(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut aside = 0_usize;
    for event in read(text) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::BlockQuote(_)) => aside += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::BlockQuote(_)) => aside = aside.saturating_sub(1),
            // Who is quoted is not called again.
            Event::Text(text) if aside == 0 => {
                for piece in pieces(&text) {
                    if let Piece::Mention(name) = piece {
                        let name = name.to_lowercase();
                        if !found.contains(&name) {
                            found.push(name);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn options() -> Options {
    Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES
}

/// What a text says. What is nested deeper than anybody reads stands at the depth above it, and of the cells that fill up
/// rows only so many are made: whoever reads markup looks at all that is open for each thing that opens.
fn read(text: &str) -> impl Iterator<Item = Event<'_>> {
    let (mut depth, mut cells) = (0_usize, 0_usize);
    let is_shown = move |event: &Event<'_>| match event {
        Event::Start(tag) => {
            depth += 1;
            cells += usize::from(matches!(tag, Tag::TableCell));
            depth <= DEEPEST && (cells <= CELLS || !matches!(tag, Tag::TableCell))
        }
        Event::End(end) => {
            depth = depth.saturating_sub(1);
            depth < DEEPEST && (cells <= CELLS || !matches!(end, TagEnd::TableCell))
        }
        _ => true,
    };
    TextMergeStream::new(Parser::new_ext(text, options()).filter(is_shown))
}

fn events(text: &str) -> Vec<Event<'static>> {
    let mut out = Vec::new();
    // Within code and links a text is what it is.
    let mut plain = 0_usize;
    for event in read(text) {
        match event {
            // Tags are shown, as they were typed.
            Event::Html(tag) | Event::InlineHtml(tag) => out.push(Event::Text(owned(&tag))),
            // A post has no headings of the page's outline.
            Event::Start(Tag::Heading { .. }) => out.extend([Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]),
            Event::End(TagEnd::Heading(_)) => out.extend([Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]),
            Event::Start(Tag::Image { dest_url, .. }) => {
                plain += 1;
                out.push(link(&dest_url));
            }
            Event::End(TagEnd::Image) => {
                plain = plain.saturating_sub(1);
                out.push(Event::End(TagEnd::Link));
            }
            Event::SoftBreak => out.push(Event::HardBreak),
            Event::Text(text) if plain == 0 => out.extend(pieces(&text).into_iter().flat_map(shown)),
            event => {
                match &event {
                    Event::Start(Tag::CodeBlock(_) | Tag::Link { .. }) => plain += 1,
                    Event::End(TagEnd::CodeBlock | TagEnd::Link) => plain = plain.saturating_sub(1),
                    _ => {}
                }
                out.push(event.into_static());
            }
        }
    }
    out
}

fn owned(text: &str) -> CowStr<'static> {
    CowStr::from(text.to_owned())
}

fn link(to: &str) -> Event<'static> {
    Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url: owned(to), title: owned(""), id: owned("") })
}

fn shown(piece: Piece<'_>) -> Vec<Event<'static>> {
    match piece {
        Piece::Text(text) => vec![Event::Text(owned(text))],
        Piece::Mention(name) => vec![Event::InlineHtml(CowStr::from(format!("<span class=\"mention\">@{name}</span>")))],
        Piece::Address(to) => vec![link(to), Event::Text(owned(to)), Event::End(TagEnd::Link)],
    }
}

/// A piece of plain text.
enum Piece<'t> {
    Text(&'t str),
    /// A username, without its sign.
    Mention(&'t str),
    Address(&'t str),
}

/// Cuts a text at addresses and at `@name`, each at the beginning of a word; put together again, the pieces are the text.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut from, mut begins) = (Vec::new(), 0, true);
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let found = if begins { special(rest) } else { None };
        match found {
            Some((piece, bytes)) => {
                if from < at {
                    pieces.push(Piece::Text(&text[from..at]));
                }
                pieces.push(piece);
                at += bytes;
                from = at;
                begins = false;
            }
            None => {
                begins = !first.is_alphanumeric();
                at += first.len_utf8();
            }
        }
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// What begins here, with its bytes.
fn special(rest: &str) -> Option<(Piece<'_>, usize)> {
    if let Some(name) = rest.strip_prefix('@') {
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(name.len());
        let name = name[..end].trim_end_matches(['.', '-']);
        return (!name.is_empty()).then_some((Piece::Mention(name), name.len() + 1));
    }
    let scheme = ["https://", "http://"].into_iter().find(|it| rest.starts_with(it))?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*', '،', '؛', '؟']);
    (address.len() > scheme.len()).then_some((Piece::Address(address), address.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_up_is_shown_so() {
        assert_eq!(
            html("**Bring** *water*, ~~wine~~ `x`.\nNow."),
            "<p><strong>Bring</strong> <em>water</em>, <del>wine</del> <code>x</code>.<br>\nNow.</p>\n"
        );
        assert_eq!(html("# Trip\n\n1. a\n2. b"), "<p><strong>Trip</strong></p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n");
        assert!(html("> said\n\nsaid").starts_with("<blockquote>\n<p>said</p>\n</blockquote>"));
        assert!(html("|a|b|\n|-|-|\n|1|2|").contains("<td>1</td>"));
        assert!(html("```\nlet x = \"@ama\";\n```").contains("<pre><code>let x"));
    }

    #[test]
    fn nothing_that_runs_or_is_fetched_comes_through() {
        for typed in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <b onclick=\"alert(1)\">b</b>",
            "[x](javascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](JaVaScRiPt:alert(1))",
            "<javascript:alert(1)>",
            "![x](javascript:alert(1))",
            "[a]: javascript:alert(1)\n\n[a]",
            "<style>*{display:none}</style>",
            "<a href=\"/s/alpha\" class=\"button\">x</a>",
            "```\"><script>alert(1)</script>\nx\n```",
            "@ama\"><script>alert(1)</script>",
            "https://x.test/\"><script>alert(1)</script>",
        ] {
            let shown = html(typed);
            for never in ["<script", "<img", "<style", "<b ", "<a href=\"/", "href=\"javascript", "href=\"data"] {
                assert!(!shown.contains(never), "{typed}: {shown}");
            }
        }
        assert!(html("<b>bold</b>").contains("&lt;b&gt;bold"), "a tag is shown as it was typed");
    }

    #[test]
    fn a_text_that_is_made_to_cost_much_is_shown_for_little() {
        for deep in [">", "- ", "1. ", "*_"] {
            let shown = html(&format!("{}water", deep.repeat(model::limits::MESSAGE / deep.len())));
            assert!(shown.contains("water"), "{deep}");
            for (opens, closes) in [("<blockquote>", "</blockquote>"), ("<ul>", "</ul>"), ("<ol>", "</ol>"), ("<em>", "</em>")] {
                // What stands side by side costs no more than its words.
                let (mut depth, mut most) = (0_usize, 0);
                for tag in shown.split_inclusive('>') {
                    depth = if tag.ends_with(opens) { depth + 1 } else { depth - usize::from(tag.ends_with(closes)) };
                    most = most.max(depth);
                }
                assert!(most <= DEEPEST, "{deep}: {most}");
            }
        }
        let wide = format!("{}|\n{}|\n{}", "|a".repeat(1500), "|-".repeat(1500), "|x\n".repeat(1000));
        assert!(html(&wide).matches("<td>").count() <= CELLS);
        assert!(html("> - > 1. **a**").contains("<blockquote>\n<ol>\n<li><strong>a</strong></li>"), "what people nest is nested");
    }

    #[test]
    fn a_picture_is_a_link_and_so_is_an_address() {
        let picture = html("![the roof](https://x.test/roof.png)");
        assert!(picture.contains("href=\"https://x.test/roof.png\"") && picture.contains(">the roof</a>"), "{picture}");
        let address = html("See https://x.test/a_b_c, please.");
        assert!(address.contains(">https://x.test/a_b_c</a>, please."), "{address}");
        for rel in ["noopener", "noreferrer", "nofollow", "ugc", "target=\"_blank\""] {
            assert!(address.contains(rel), "{address}");
        }
        assert!(!html("`https://x.test`").contains("href"));
    }

    #[test]
    fn who_is_mentioned_stands_out_and_is_found() {
        assert!(html("Ask @Ama.D.").contains("<span class=\"mention\">@Ama.D</span>."));
        assert!(!html("ama@school.test").contains("mention"));
        assert_eq!(
            mentions("@Kofi and (@ama_d), @kofi; me@x.test, `@code`\n\n> @quoted said\n\n[@linked](https://x.test)"),
            ["kofi", "ama_d"]
        );
    }
}
