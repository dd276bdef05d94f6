//! The signs that a person gives.

use std::cmp::Reverse;

use model::chat::EMOJI;

use super::Timeline;

/// As many as stand beside a message.
const FEW: usize = 3;

impl Timeline {
    /// Those that the person gave most to what is here, then those that are offered first.
    pub fn own_signs(&self) -> Vec<String> {
        let mut signs: Vec<(String, usize)> = EMOJI.iter().map(|sign| ((*sign).to_owned(), 0)).collect();
        let given = self.rows().flat_map(|row| &row.message.reactions).filter(|it| it.is_from(self.me) == Some(true));
        for reaction in given {
            match signs.iter_mut().find(|(sign, _)| *sign == reaction.emoji) {
                Some((_, times)) => *times += 1,
                None => signs.push((reaction.emoji.clone(), 1)),
            }
        }
        signs.sort_by_key(|(_, times)| Reverse(*times));
        signs.into_iter().take(FEW).map(|(sign, _)| sign).collect()
    }
}
