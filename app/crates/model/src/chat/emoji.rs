//! The emoji that are offered, for what one writes and for signs under it. Only the server holds the table: a browser asks for
//! it when somebody looks for one.

mod table;

use serde::{Deserialize, Serialize};
use table::TABLE;

use crate::text::chat as c;
use crate::{Key, Locale};

crate::text_enum! {
    /// What emoji are of.
    pub enum Group {
        Faces = "faces",
        People = "people",
        Nature = "nature",
        Food = "food",
        Play = "play",
        School = "school",
        Signs = "signs",
    }
}

impl Group {
    pub const fn label(self) -> Key {
        match self {
            Group::Faces => c::EMOJI_FACES,
            Group::People => c::EMOJI_PEOPLE,
            Group::Nature => c::EMOJI_NATURE,
            Group::Food => c::EMOJI_FOOD,
            Group::Play => c::EMOJI_PLAY,
            Group::School => c::EMOJI_SCHOOL,
            Group::Signs => c::EMOJI_SIGNS,
        }
    }
}

/// One of them, with its words in each language, parted by commas: what it is called, then what else it is found by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emoji {
    pub group: Group,
    pub sign: String,
    pub english: String,
    pub arabic: String,
}

impl Emoji {
    /// What is typed between two colons for it, in every language: `thumbs_up`.
    pub fn code(&self) -> String {
        called(&self.english).replace(' ', "_")
    }

    /// What it is called.
    pub fn name(&self, locale: Locale) -> &str {
        called(match locale {
            Locale::En => &self.english,
            Locale::Ar => &self.arabic,
        })
    }
}

fn called(words: &str) -> &str {
    words.split_once(',').map_or(words, |(name, _)| name)
}

/// All of them, group by group.
pub fn all() -> Vec<Emoji> {
    let of = |(group, lines): &(Group, &[table::Line])| {
        let group = *group;
        let emoji = move |(sign, english, arabic): &table::Line| Emoji {
            group,
            sign: (*sign).to_owned(),
            english: (*english).to_owned(),
            arabic: (*arabic).to_owned(),
        };
        lines.iter().map(emoji).collect::<Vec<_>>()
    };
    TABLE.iter().flat_map(of).collect()
}

/// Whether it is one of them, and nothing beside it.
pub fn is_offered(sign: &str) -> bool {
    TABLE.iter().any(|(_, lines)| lines.iter().any(|line| line.0 == sign))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::chat::EMOJI;

    #[test]
    fn each_stands_once_and_has_a_name_of_its_own_in_each_language() {
        let all = all();
        let count = |each: &dyn Fn(&Emoji) -> String| all.iter().map(each).collect::<BTreeSet<_>>().len();
        assert!((200..=320).contains(&all.len()), "{}", all.len());
        assert_eq!(count(&|it| it.sign.clone()), all.len());
        assert_eq!(count(&Emoji::code), all.len());
        for locale in Locale::ALL {
            assert_eq!(count(&|it| it.name(*locale).to_owned()), all.len(), "{locale}");
        }
        for emoji in &all {
            let plain = emoji.code().chars().all(|it| it.is_ascii_lowercase() || it == '_');
            assert!(plain && emoji.code().len() >= 2, "typed between colons: {emoji:?}");
            assert!(emoji.arabic.chars().all(|it| !it.is_ascii_alphanumeric()), "{emoji:?}");
        }
    }

    #[test]
    fn the_quick_ones_are_among_them_and_every_group_has_some() {
        assert!(EMOJI.iter().all(|sign| is_offered(sign)));
        for group in Group::ALL {
            assert!(all().iter().any(|it| it.group == *group), "{group}");
        }
    }
}
