//! The catalogues of `locales/`, a folder a language and a file an area, carried by the program.

use std::sync::LazyLock;

use model::Locale;
use model::text::{Catalogue, Language};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../../locales"]
struct Files;

static ARABIC: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(source(Locale::Ar, |_| true).leak()));

/// A language with its texts.
pub fn language(locale: Locale) -> Language {
    match locale {
        Locale::En => Language::ENGLISH,
        Locale::Ar => Language::new(Locale::Ar, &ARABIC),
    }
}

/// What the browser needs of a language: all but the mails and the entries of the audit log, which the server writes.
/// English is in its program.
pub fn for_browsers(locale: Locale) -> Option<String> {
    (locale != Locale::En).then(|| source(locale, |area| !matches!(area, "mail" | "audited")))
}

/// The files of a language, each below the name of its area, as [`Catalogue::read`] takes them.
fn source(locale: Locale, wanted: impl Fn(&str) -> bool) -> String {
    let areas = Files::iter().filter_map(|path| {
        let area = path.strip_prefix(locale.text())?.strip_prefix('/')?.strip_suffix(".txt")?;
        let file = Files::get(&path).filter(|_| wanted(area))?;
        Some(format!("[{area}]\n{}\n", String::from_utf8_lossy(&file.data)))
    });
    areas.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use model::Key;
    use model::text::{AREAS, Form};

    use super::*;

    /// Every line of a language by area and id.
    fn lines(locale: Locale) -> BTreeMap<(String, String), String> {
        let all: String = source(locale, |_| true);
        let (mut area, mut lines) = (String::new(), BTreeMap::new());
        for line in all.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                name.clone_into(&mut area);
                continue;
            }
            let (id, text) = line.split_once(" = ").unwrap_or_else(|| panic!("{area}: no text: {line}"));
            assert_eq!(text, text.trim_matches(' '), "{area}: blanks around {id}");
            assert!(!text.is_empty(), "{area}: nothing in {id}");
            assert!(!text.replace("\\n", "").contains('\\'), "{area}: \\n alone is written with \\: {id}");
            assert!(lines.insert((area.clone(), id.to_owned()), text.to_owned()).is_none(), "{area}: {id} stands twice");
        }
        lines
    }

    /// Every text with the English one to compare it with: for one that counts, that of each form.
    fn wanted() -> BTreeMap<(String, String), Key> {
        let mut all = BTreeMap::new();
        for key in AREAS.iter().flat_map(|area| area.iter()) {
            match key.id.split_once('.') {
                None => drop(all.insert((key.area.to_owned(), key.id.to_owned()), *key)),
                Some((name, _)) => {
                    all.extend(Form::ALL.iter().map(|form| ((key.area.to_owned(), format!("{name}.{}", form.name())), *key)))
                }
            }
        }
        all
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_language_has_every_text_and_every_form_and_no_other() {
        for locale in Locale::ALL.iter().copied().filter(|locale| *locale != Locale::En) {
            let (have, wanted) = (lines(locale), wanted());
            let missing: Vec<_> = wanted.keys().filter(|name| !have.contains_key(name)).collect();
            assert!(missing.is_empty(), "{locale} lacks {missing:?}");
            let unknown: Vec<_> = have.keys().filter(|name| !wanted.contains_key(name)).collect();
            assert!(unknown.is_empty(), "{locale} has what nobody asks for: {unknown:?}");
        }
    }

    #[test]
    fn a_text_has_the_placeholders_of_the_english_one() {
        for locale in Locale::ALL.iter().copied().filter(|locale| *locale != Locale::En) {
            let wanted = wanted();
            for (name, text) in lines(locale) {
                let Some(key) = wanted.get(&name) else { continue };
                let (mut own, mut english) = (placeholders(&text), placeholders(key.english));
                // None, one and two are words where a language has a form for them.
                if ["zero", "one", "two"].iter().any(|form| name.1.ends_with(form)) {
                    own.remove("n");
                    english.remove("n");
                }
                assert_eq!(own, english, "{locale}: {name:?}");
            }
        }
    }

    /// Pages cut such a text into its steps, the server and the browser alike. Mails are sent as they are.
    #[test]
    fn a_text_in_steps_has_as_many_of_them_as_the_english_one_and_none_is_empty() {
        for locale in Locale::ALL.iter().copied().filter(|locale| *locale != Locale::En) {
            let wanted = wanted();
            for (name, text) in lines(locale).into_iter().filter(|((area, _), _)| area != "mail") {
                let Some(key) = wanted.get(&name) else { continue };
                let (own, english): (Vec<_>, Vec<_>) = (text.split("\\n").collect(), key.english.split('\n').collect());
                assert_eq!(own.len(), english.len(), "{locale}: {name:?}");
                assert!(own.iter().chain(&english).all(|step| !step.trim().is_empty()), "{locale}: {name:?}");
            }
        }
    }

    #[test]
    fn the_audit_log_has_one_name_in_each_language() {
        let wanted = wanted();
        for locale in Locale::ALL {
            let name = language(*locale).text(model::text::audit::AUDIT).to_lowercase();
            for (id, text) in lines(*locale) {
                let says = wanted.get(&id).is_some_and(|key| key.english.to_lowercase().contains("audit log"));
                assert!(!says || text.to_lowercase().contains(&name), "{locale}: {id:?}: {text}");
            }
        }
    }

    #[test]
    fn texts_come_in_the_language_asked_for() {
        use model::text::{classes, common};
        assert_eq!(language(Locale::En).text(common::BACK), "Back");
        assert_eq!(language(Locale::Ar).text(common::BACK), "رجوع");
        assert_eq!(language(Locale::Ar).count(classes::COUNT_STUDENTS, "2", &[]), "طالبان");
        assert_eq!(language(Locale::Ar).count(classes::COUNT_STUDENTS, "11", &[("n", &11)]), "\u{2068}11\u{2069} طالبًا");
        assert_eq!(for_browsers(Locale::En), None);
        assert!(for_browsers(Locale::Ar).is_some_and(|all| all.contains("[common]") && !all.contains("[mail]")));
        assert!(for_browsers(Locale::Ar).is_some_and(|all| all.contains("[audit]\n") && !all.contains("[audited]")));
    }
}
