//! A mail as a small page with the look of a school: made of its text, so that both say the same. Mail programs know no
//! style sheets, so that each element says what it looks like; nothing is fetched from anywhere.

use model::color::Rgb;

use super::told::FOOT;

/// Whose mail it is.
pub(super) struct Look<'a> {
    pub name: &'a str,
    /// Of the bar at the top.
    pub color: Option<Rgb>,
}

/// The bar of the platform: `--cloth` of the style.
const CLOTH: Rgb = Rgb([0x12, 0x3c, 0x33]);
const INKS: [Rgb; 2] = [Rgb([0xff; 3]), Rgb([0x1c, 0x1e, 0x1a])];

const FONT: &str = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif";

pub(super) fn page(look: &Look<'_>, subject: &str, text: &str) -> String {
    let color = look.color.unwrap_or(CLOTH);
    let ink = if color.contrast(INKS[0]) >= color.contrast(INKS[1]) { INKS[0] } else { INKS[1] };
    let (body, foot) = text.rsplit_once(FOOT).map_or((text, None), |(body, foot)| (body, Some(foot)));
    // The letter is in one language from its first word on: what it begins with says in which direction it is read.
    let foot = foot.map(|foot| format!("<div dir=\"auto\" style=\"padding:0 24px 20px;color:#5c5f56;font-size:13px\">{}</div>", paragraphs(foot)));
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title></head><body style=\"margin:0;padding:16px;background:#f6f5f0;{FONT}\">\
         <div style=\"max-width:560px;margin:0 auto;background:#fefdfa;border:1px solid #dedbd0;color:#1c1e1a;font-size:16px;line-height:1.5\">\
         <div dir=\"auto\" style=\"padding:14px 24px;background:{color};color:{ink};font-weight:600\">{name}</div>\
         <div dir=\"auto\" style=\"padding:8px 24px 12px\">{letter}</div>{foot}</div></body></html>",
        title = escaped(subject),
        name = escaped(look.name),
        letter = paragraphs(body),
        foot = foot.unwrap_or_default(),
    )
}

/// What stands between empty lines. A line that is an address is a link.
fn paragraphs(text: &str) -> String {
    let blocks = text.trim().split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks.map(|block| format!("<p dir=\"auto\">{}</p>", block.lines().map(line).collect::<Vec<_>>().join("<br>"))).collect()
}

fn line(text: &str) -> String {
    let is_around = |c: char| c.is_whitespace() || matches!(c, '\u{2066}'..='\u{2069}');
    let bare = text.trim_matches(is_around);
    let is_link = (bare.starts_with("https://") || bare.starts_with("http://")) && !bare.contains(char::is_whitespace);
    let shown = escaped(text);
    if is_link { format!("<a href=\"{}\" dir=\"ltr\">{shown}</a>", escaped(bare)) } else { shown }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        page(&Look { name: "School & Co", color: None }, "A <subject>", text)
    }

    #[test]
    fn what_people_write_is_no_markup_and_an_address_of_its_own_line_is_a_link() {
        let html = drawn("Hello <b>Ama</b>,\n\nopen:\nhttps://lyceum.test/a?b=1&c=\"x\"\n\nsee https://lyceum.test/no\n");
        assert!(html.contains("<p dir=\"auto\">Hello &lt;b&gt;Ama&lt;/b&gt;,</p>"), "{html}");
        assert!(html.contains("<a href=\"https://lyceum.test/a?b=1&amp;c=&quot;x&quot;\" dir=\"ltr\">"), "{html}");
        assert!(html.contains("<p dir=\"auto\">see https://lyceum.test/no</p>"), "{html}");
        assert!(html.contains("A &lt;subject&gt;") && html.contains("School &amp; Co") && !html.contains("<script"), "{html}");
    }

    #[test]
    fn what_stops_a_mail_stands_at_its_foot_whatever_it_says_itself() {
        let html = drawn("One\n-- \nTwo\n-- \nStop it:\nhttps://lyceum.test/unsubscribe/x\n");
        let (letter, foot) = html.split_once("font-size:13px").unwrap();
        assert!(letter.contains("One") && letter.contains("Two") && foot.contains("unsubscribe/x"), "{html}");
        assert!(!drawn("One").contains("font-size:13px"));
    }

    #[test]
    fn the_name_is_read_on_the_colour_of_its_school() {
        for color in ["#000000", "#ffffff", "#7a1f2b", "#f2d64b", "#808080"] {
            let html = page(&Look { name: "S", color: color.parse().ok() }, "", "");
            let bar = html.split(&format!("background:{color};color:")).nth(1).unwrap();
            let ink: Rgb = bar[..7].parse().unwrap();
            assert!(ink.contrast(color.parse().unwrap()) >= 3.9, "{color} {ink}");
        }
        assert!(CLOTH.contrast(INKS[0]) >= model::color::TEXT);
    }
}
