//! What the field is for: something new, an answer, or other words for what one said.

use model::chat::{MessageRow, RoomPage};
use model::ids::MessageId;

use super::timeline::excerpt;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Writing {
    #[default]
    New,
    Reply {
        seq: i64,
        author: String,
        quote: String,
    },
    Edit {
        id: MessageId,
        body: String,
        /// Whether it has files: then it may be without words.
        files: bool,
    },
}

impl Writing {
    pub fn reply(row: &MessageRow) -> Writing {
        let message = &row.message;
        Writing::Reply { seq: message.seq, author: message.author.clone(), quote: excerpt(message.gist()) }
    }

    /// An answer to a message that is not here.
    pub fn reply_to(seq: i64) -> Writing {
        Writing::Reply { seq, author: String::new(), quote: String::new() }
    }

    pub fn edit(row: &MessageRow) -> Writing {
        Writing::Edit { id: row.message.id, body: row.message.body.clone(), files: !row.message.file_names.is_empty() }
    }

    /// What the address asks for: `reply` and `edit` name a message by its number.
    pub fn asked(page: &RoomPage, reply: Option<&str>, edit: Option<&str>) -> Writing {
        let find = |number: Option<&str>| {
            let seq: i64 = number?.parse().ok()?;
            page.history.messages.iter().find(|row| row.message.seq == seq && row.message.deleted_at.is_none())
        };
        match (find(reply), find(edit).filter(|row| row.message.user_id == page.me)) {
            (_, Some(row)) => Writing::edit(row),
            (Some(row), None) => Writing::reply(row),
            (None, None) => Writing::New,
        }
    }

    /// The number of the message it answers.
    pub fn answered(&self) -> Option<i64> {
        match self {
            Writing::Reply { seq, .. } => Some(*seq),
            Writing::New | Writing::Edit { .. } => None,
        }
    }

    pub fn edited(&self) -> Option<MessageId> {
        match self {
            Writing::Edit { id, .. } => Some(*id),
            Writing::New | Writing::Reply { .. } => None,
        }
    }
}
