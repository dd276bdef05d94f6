//! A refused message is said otherwise: it goes back into the pen it came from, with its files and what it answers.

use model::ids::MessageId;

use super::Desk;
use crate::pages::chat::writing::Writing;
use crate::prelude::*;

impl Desk {
    pub fn take_back(self, id: MessageId) {
        let taken = self.mail.try_update(|timeline| timeline.outbox.take_back(id)).flatten();
        let Some(taken) = taken else { return };
        let files = self.held.try_update_value(|held| held.remove(&id)).flatten().unwrap_or_default();
        // In a thread it goes without saying.
        let answered = taken.form.reply.filter(|seq| self.thread.is_none_or(|thread| thread.seq != *seq));
        let known = |seq| self.timeline.with_untracked(|it| it.find(seq).map(Writing::reply));
        let answers = answered.map(|seq| known(seq).unwrap_or_else(|| Writing::reply_to(seq)));
        self.back.set(Some((taken.form.body, files)));
        self.writing.set(answers.unwrap_or_default());
    }
}

/// What comes back stands before what was begun meanwhile: nothing of both is lost.
pub fn before(back: &str, begun: &str) -> String {
    if begun.trim().is_empty() || back.is_empty() { format!("{back}{begun}") } else { format!("{back}\n{begun}") }
}

#[cfg(test)]
mod tests {
    use super::before;

    #[test]
    fn what_comes_back_stands_before_what_was_begun() {
        assert_eq!(before("Refused", ""), "Refused");
        assert_eq!(before("Refused", "Begun"), "Refused\nBegun");
        assert_eq!(before("", "Begun"), "Begun");
    }
}
