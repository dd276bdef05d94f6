//! Names of files as their senders wrote them: shown, never used as a path.

use model::limits;

/// The name alone: without folders of either kind of system, control characters and the marks that turn the reading
/// direction (which make `exe.fdp` look like a pdf); at most 255 characters, the ending kept.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let kept = kept.trim().trim_start_matches('.').trim();
    if kept.is_empty() {
        return "file".to_owned();
    }
    if kept.chars().count() <= limits::TITLE {
        return kept.to_owned();
    }
    let ending = ending(kept).map(|ending| format!(".{ending}")).unwrap_or_default();
    let room = limits::TITLE - ending.chars().count();
    kept.chars().take(room).collect::<String>() + &ending
}

fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What follows the last dot, in small letters; at most ten characters, as endings are.
pub fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let fits = !stem.is_empty() && (1..=10).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then(|| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_carries_no_path_and_nothing_unseen() {
        for (sent, kept) in [
            ("essay.pdf", "essay.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ada\\essay.pdf", "essay.pdf"),
            ("..", "file"),
            ("...hidden.txt", "hidden.txt"),
            ("a\0b\r\nc.txt", "abc.txt"),
            ("gnp\u{202e}fdp.exe", "gnpfdp.exe"),
            ("", "file"),
            ("  résumé №7 .txt ", "résumé №7 .txt"),
            ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
            ("%2e%2e%2fa.txt", "%2e%2e%2fa.txt"),
        ] {
            assert_eq!(clean(sent), kept, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_keeps_its_ending() {
        let long = clean(&format!("{}.pdf", "é".repeat(400)));
        assert_eq!(long.chars().count(), 255);
        assert!(long.ends_with("é.pdf"));
        assert_eq!(ending("a.tar.GZ").as_deref(), Some("gz"));
        for none in ["a", ".pdf", "a.", "a.b c", "a.12345678901"] {
            assert_eq!(ending(none), None, "{none}");
        }
    }
}
