//! How much of the talk is here: a page lets the far end go, and asks for it again when somebody goes there.

use super::Timeline;

impl Timeline {
    /// How many messages are here.
    pub fn count(&self) -> usize {
        self.said.len()
    }

    /// Lets the oldest go that are too many.
    pub fn keep_newest(&mut self, most: usize) {
        let Some(many) = self.said.len().checked_sub(most).filter(|many| *many > 0) else { return };
        self.said.drain(..many);
        self.more = true;
    }

    /// Lets the newest go that are too many: what is said now has no place here until they have come again.
    pub fn keep_oldest(&mut self, most: usize) {
        if self.said.len() > most {
            self.said.truncate(most);
            self.newer = true;
        }
    }

    /// The number after which the mark of what is new stands. Where what comes right after it is not here, neither is the mark.
    pub(super) fn mark(&self) -> Option<i64> {
        let first = self.first()?;
        self.read.filter(|read| !self.more || first <= read + 1)
    }
}
