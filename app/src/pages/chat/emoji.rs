//! The emoji that one can choose from, as this page knows them: asked for when one is looked for first.

use leptos::task::spawn_local;
use model::Locale;
use model::chat::emoji::{Emoji, Group};

use super::api;
use super::calling::OFFERED;
use crate::caller::language;
use crate::prelude::*;

/// One of them, with the words it is found by.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub group: Group,
    pub sign: String,
    pub code: String,
    pub name: String,
    words: Vec<String>,
}

impl Known {
    fn new(emoji: Emoji, locale: Locale) -> Known {
        let (code, name) = (emoji.code(), emoji.name(locale).to_owned());
        let words = asked(&format!("{} {}", emoji.english, emoji.arabic));
        Known { group: emoji.group, sign: emoji.sign, code, name, words }
    }

    /// Whether each of the words begins one of its own.
    fn fits(&self, asked: &[String]) -> bool {
        asked.iter().all(|asked| self.words.iter().any(|word| word.starts_with(asked)))
    }
}

/// A text in words, as they are compared.
fn asked(text: &str) -> Vec<String> {
    folding::fold(&text.replace([',', '_', ':'], " ")).split_whitespace().map(str::to_owned).collect()
}

/// Those that fit, group by group.
pub fn groups(all: &[Known], typed: &str) -> Vec<(Group, Vec<Known>)> {
    let asked = asked(typed);
    let of = |group: &Group| {
        let fitting: Vec<Known> = all.iter().filter(|it| it.group == *group && it.fits(&asked)).cloned().collect();
        (!fitting.is_empty()).then_some((*group, fitting))
    };
    Group::ALL.iter().filter_map(of).collect()
}

/// The few that are meant by the beginning of a code; those that are called so come first.
pub fn meant(all: &[Known], typed: &str) -> Vec<Known> {
    let asked = asked(typed);
    let code = asked.join("_");
    let mut fitting: Vec<&Known> = all.iter().filter(|it| it.fits(&asked)).collect();
    fitting.sort_by_key(|it| (it.code != code, !it.code.starts_with(&code)));
    fitting.into_iter().take(OFFERED).cloned().collect()
}

/// How far they are.
#[derive(Clone, Debug, PartialEq)]
pub enum Stock {
    Unasked,
    Asked,
    Failed,
    Here(Vec<Known>),
}

/// Those of a page. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Emojis(pub RwSignal<Stock>);

impl Emojis {
    pub fn new() -> Emojis {
        Emojis(RwSignal::new(Stock::Unasked))
    }

    /// Asks for them, where they are not here yet, and tells when they are.
    pub fn ask(self, school: String, then: impl FnOnce() + 'static) {
        if self.0.with_untracked(|stock| matches!(stock, Stock::Asked | Stock::Here(_))) {
            return;
        }
        self.0.set(Stock::Asked);
        spawn_local(async move {
            let answer = api::list_emoji(school).await;
            if self.0.is_disposed() {
                return;
            }
            let locale = language().locale();
            let known = |all: Vec<Emoji>| Stock::Here(all.into_iter().map(|it| Known::new(it, locale)).collect());
            self.0.set(answer.map_or(Stock::Failed, known));
            if self.with(|_| ()).is_some() {
                then();
            }
        });
    }

    /// Looks at them, if they are here.
    pub fn with<T>(self, look: impl FnOnce(&[Known]) -> T) -> Option<T> {
        self.0.with_untracked(|stock| match stock {
            Stock::Here(all) => Some(look(all)),
            Stock::Unasked | Stock::Asked | Stock::Failed => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use model::chat::emoji;

    use super::*;

    fn all(locale: Locale) -> Vec<Known> {
        emoji::all().into_iter().map(|it| Known::new(it, locale)).collect()
    }

    fn signs(known: Vec<Known>) -> Vec<String> {
        known.into_iter().map(|it| it.sign).collect()
    }

    #[test]
    fn an_emoji_is_found_by_its_name_by_other_words_and_in_either_language() {
        let all = all(Locale::En);
        assert_eq!(signs(meant(&all, "rocket")), ["🚀"]);
        assert_eq!(meant(&all, "thumbs_u")[0].sign, "👍");
        assert_eq!(meant(&all, "agree")[0].code, "thumbs_up", "by another word");
        assert_eq!(signs(meant(&all, "صاروخ")), ["🚀"]);
        assert_eq!(meant(&all, "smile")[0].code, "smile", "what is called so comes first");
        assert_eq!(meant(&all, "s").len(), OFFERED);
        assert_eq!(signs(meant(&all, "nothing_so")), [""; 0]);
    }

    #[test]
    fn what_fits_stands_in_its_groups_under_the_name_of_the_language() {
        let groups = |typed: &str| groups(&all(Locale::Ar), typed);
        assert_eq!(groups("").iter().map(|(group, _)| *group).collect::<Vec<_>>(), Group::ALL);
        let rain = groups("rain");
        assert_eq!(rain.len(), 1);
        assert_eq!(rain[0].1.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["مطر", "قوس قزح"]);
        assert!(groups("zzzz").is_empty());
    }
}
