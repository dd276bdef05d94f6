//! What people write, with its little Markdown drawn. No text becomes HTML: each part is a view of its own.

use leptos::prelude::*;
use model::markup::{Block, Inline, blocks};

use crate::linked::{Address, Named};

/// A text that somebody wrote. `names` are those whom it calls.
#[component]
pub fn Marked(text: String, #[prop(optional)] names: Vec<String>) -> impl IntoView {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    blocks(&text, &names).into_iter().map(block).collect_view()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Text(inner) => view! { <p>{inlines(inner)}</p> }.into_any(),
        Block::Quote(inner) => view! { <blockquote dir="auto">{inlines(inner)}</blockquote> }.into_any(),
        Block::Code(text) => view! { <pre dir="ltr"><code>{text}</code></pre> }.into_any(),
        Block::List { first: None, items } => view! { <ul>{list(items)}</ul> }.into_any(),
        Block::List { first: Some(first), items } => view! { <ol start=first.to_string()>{list(items)}</ol> }.into_any(),
    }
}

fn list(items: Vec<Vec<Inline>>) -> Vec<AnyView> {
    items.into_iter().map(|item| view! { <li>{inlines(item)}</li> }.into_any()).collect()
}

fn inlines(all: Vec<Inline>) -> Vec<AnyView> {
    all.into_iter().map(inline).collect()
}

fn inline(inline: Inline) -> AnyView {
    match inline {
        Inline::Text(text) => text.into_any(),
        Inline::Code(text) => view! { <code dir="ltr">{text}</code> }.into_any(),
        Inline::Link(href) => view! { <Address href/> }.into_any(),
        Inline::Named { words, href } => view! { <Named words href/> }.into_any(),
        Inline::Mention(name) => view! { <bdi class="mention">{format!("@{name}")}</bdi> }.into_any(),
        Inline::Strong(inner) => view! { <strong>{inlines(inner)}</strong> }.into_any(),
        Inline::Emphasis(inner) => view! { <em>{inlines(inner)}</em> }.into_any(),
        Inline::Strike(inner) => view! { <s>{inlines(inner)}</s> }.into_any(),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn drawn(text: &str, names: &[&str]) -> String {
        let names = names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let text = text.to_owned();
        view! { <Marked text names/> }.to_html().replace("<!>", "")
    }

    #[test]
    fn markup_is_drawn_and_what_looks_like_html_is_text() {
        assert_eq!(drawn("**a** _b_", &[]), "<p><strong>a</strong> <em>b</em></p>");
        assert_eq!(drawn("@Ada!", &["Ada"]), "<p><bdi class=\"mention\">@Ada</bdi>!</p>");
        let link = drawn("[the book](https://bank.test@x.test/a) [x.test](https://x.test/) [Ada](mailto:ada@x.test)", &[]);
        assert!(link.contains("<bdi>the book</bdi> <small>(<bdi>x.test</bdi>)</small></a>"), "{link}");
        assert!(link.contains("<bdi>x.test</bdi></a>"), "what names itself is said once: {link}");
        assert!(link.contains("href=\"mailto:ada@x.test\"") && link.contains("<small>(<bdi>ada@x.test</bdi>)</small>"), "{link}");
        assert_eq!(drawn("3. x\n4. y", &[]), "<ol start=\"3\"><li>x</li><li>y</li></ol>");
        let hostile = drawn("<img src=x onerror=alert(1)>\n```\n</code><script>alert(1)</script>\n```\n`<b>`", &[]);
        for tag in ["<img", "<script", "<b>", "</code><s"] {
            assert!(!hostile.contains(tag), "{tag}: {hostile}");
        }
    }
}
