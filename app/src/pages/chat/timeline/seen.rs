//! Who has read what one said.

use model::chat::Reader;

use super::Timeline;

impl Timeline {
    /// The numbers of messages of one's own with the names of those who have read them, the newest first. It is said under the
    /// newest one that somebody has read: whoever has read it has read those above it.
    pub fn seen_by(&self, readers: &[Reader]) -> Vec<(i64, Vec<String>)> {
        let (mut seen, mut so_far) = (Vec::new(), 0);
        let own = self.said.iter().rev().map(|row| &row.message).filter(|it| it.user_id == self.me && it.deleted_at.is_none());
        for message in own {
            let names: Vec<String> = readers.iter().filter(|it| it.seq >= message.seq).map(|it| it.name.clone()).collect();
            if names.len() > so_far {
                so_far = names.len();
                seen.push((message.seq, names));
            }
            if so_far == readers.len() {
                break;
            }
        }
        seen
    }
}
