//! What the person wrote and the server has not sent back yet. One message at a time is on its way, so that they arrive
//! in the order they were written.

use std::collections::VecDeque;

use model::At;
use model::chat::{MessageForm, Refusal};
use model::ids::MessageId;

/// A message of one's own that the server has not sent back yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub id: MessageId,
    pub form: MessageForm,
    /// What goes with it, as it is told; the files themselves are the page's (`Desk::held`).
    pub files: Vec<Going>,
    pub at: At,
    /// Why it was refused; it then waits for the person to decide.
    pub refused: Option<Refusal>,
    /// The same in words, where there are better ones.
    pub why: Option<String>,
    /// It is stored: all that is missing is that it comes back.
    pub stored: bool,
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Going {
    pub name: String,
    pub bytes: i64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    /// In the order they were written.
    outgoing: VecDeque<Outgoing>,
    /// The one message that was sent and not yet answered.
    in_flight: Option<MessageId>,
}

impl Outbox {
    pub fn is_empty(&self) -> bool {
        self.outgoing.is_empty()
    }

    pub fn len(&self) -> usize {
        self.outgoing.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Outgoing> {
        self.outgoing.iter()
    }

    /// Writes a message: it is seen at once and sent when it is its turn.
    pub fn say(&mut self, id: MessageId, form: MessageForm, files: Vec<Going>, at: At) {
        self.outgoing.push_back(Outgoing { id, form, files, at, refused: None, why: None, stored: false });
    }

    /// The message to send now, if none is on its way.
    pub fn next(&mut self) -> Option<(MessageId, MessageForm)> {
        if self.in_flight.is_some() {
            return None;
        }
        let next = self.outgoing.iter().find(|outgoing| outgoing.refused.is_none() && !outgoing.stored)?;
        self.in_flight = Some(next.id);
        Some((next.id, next.form.clone()))
    }

    /// Whether a message was sent and not yet answered.
    pub fn awaits_receipt(&self) -> bool {
        self.in_flight.is_some()
    }

    /// The server has sent the message back: it is said.
    pub fn arrived(&mut self, id: MessageId) {
        self.outgoing.retain(|outgoing| outgoing.id != id);
        if self.in_flight == Some(id) {
            self.in_flight = None;
        }
    }

    /// The server has stored the message, and will send it back.
    pub fn stored(&mut self, id: MessageId) {
        if self.in_flight == Some(id) {
            self.in_flight = None;
        }
        if let Some(outgoing) = self.outgoing.iter_mut().find(|outgoing| outgoing.id == id) {
            outgoing.stored = true;
        }
    }

    /// The connection broke: whether what was on its way arrived is not known, so it is sent again. Files have a request of
    /// their own, which tells itself how it ends.
    pub fn lost(&mut self) {
        let carried = |id| self.outgoing.iter().any(|it| it.id == id && !it.files.is_empty());
        if !self.in_flight.is_some_and(carried) {
            self.in_flight = None;
        }
    }

    /// Whether something is here and nowhere else yet: neither stored nor kept.
    pub fn holds(&self, is_kept: impl Fn(MessageId) -> bool) -> bool {
        self.outgoing.iter().any(|it| !it.stored && !is_kept(it.id))
    }

    /// Says why a message was refused.
    pub fn explain(&mut self, id: MessageId, why: String) {
        if let Some(outgoing) = self.outgoing.iter_mut().find(|outgoing| outgoing.id == id) {
            outgoing.why = Some(why);
        }
    }

    /// The person gives a message up before it has arrived.
    pub fn cancel(&mut self, id: MessageId) {
        self.arrived(id);
    }

    /// The server refused a message: one that may pass later stays in its place, another waits for the person.
    pub fn refused(&mut self, id: MessageId, refusal: Refusal) {
        if self.in_flight == Some(id) {
            self.in_flight = None;
        }
        if let Some(outgoing) = self.outgoing.iter_mut().find(|outgoing| outgoing.id == id && !refusal.passes()) {
            outgoing.refused = Some(refusal);
        }
    }

    /// The person wants a refused message sent again: it joins the end.
    pub fn retry(&mut self, id: MessageId) {
        if let Some(place) = self.outgoing.iter().position(|outgoing| outgoing.id == id)
            && let Some(mut outgoing) = self.outgoing.remove(place)
        {
            (outgoing.refused, outgoing.why) = (None, None);
            self.outgoing.push_back(outgoing);
        }
    }

    /// The person takes a refused message back, to say it otherwise.
    pub fn take_back(&mut self, id: MessageId) -> Option<Outgoing> {
        let place = self.outgoing.iter().position(|outgoing| outgoing.id == id && outgoing.refused.is_some())?;
        self.outgoing.remove(place)
    }

    /// The person gives a refused message up.
    pub fn discard(&mut self, id: MessageId) {
        self.outgoing.retain(|outgoing| outgoing.id != id || outgoing.refused.is_none());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refused_message_is_taken_back_with_all_that_it_said() {
        let [first, second] = [1, 2].map(MessageId::from_u128);
        let form = |body: &str| MessageForm { body: body.into(), reply: Some(7) };
        let file = Going { name: "board.png".into(), bytes: 9 };
        let mut outbox = Outbox::default();
        outbox.say(first, form("One"), vec![file.clone()], At(0));
        outbox.say(second, form("Two"), Vec::new(), At(1));
        assert_eq!(outbox.take_back(first), None, "it is on its way");
        outbox.next();
        outbox.refused(first, Refusal::Word);
        let back = outbox.take_back(first).map(|it| (it.form, it.files));
        assert_eq!(back, Some((form("One"), vec![file])));
        assert_eq!((outbox.len(), outbox.take_back(first)), (1, None));
        assert_eq!(outbox.next().map(|(id, _)| id), Some(second), "the next one goes");
    }
}
