//! Typed ids: a user's id cannot be given where a course's is wanted.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use uuid::Uuid;

use crate::ParseTextError;

/// A UUIDv7 (RFC 9562), made in Rust, text in both databases; sorts by the millisecond it was made in.
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// A new id; the browser makes them too, so that a retry never doubles what it sends.
    #[expect(clippy::new_without_default, reason = "an id is made on purpose")]
    #[expect(clippy::disallowed_methods, reason = "this is where ids are made")]
    pub fn new() -> Self {
        Self(Uuid::now_v7(), PhantomData)
    }

    /// An id from given bits: for seeds that must come out the same every time.
    pub const fn from_u128(bits: u128) -> Self {
        Self(Uuid::from_u128(bits), PhantomData)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = ParseTextError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // One spelling only: the hyphenated one. Anything else would make two addresses for one thing.
        match Uuid::try_parse(text) {
            Ok(uuid) if text.len() == 36 => Ok(Self(uuid, PhantomData)),
            _ => Err(ParseTextError("id")),
        }
    }
}

crate::as_text!(Id<T>);

/// What an id can name.
pub mod kinds {
    macro_rules! kinds {
        ($($name:ident),+) => { $(#[derive(Clone, Copy, Debug)] pub enum $name {})+ };
    }
    kinds!(
        User,
        School,
        Class,
        Course,
        Assignment,
        Submission,
        File,
        Mark,
        Room,
        Message,
        Job,
        Mail,
        Audit,
        Token,
        Department,
        Year,
        Term,
        Holiday,
        Scale,
        FamilyCode,
        Invitation,
        Undo,
        Restore,
        Announcement,
        Registration,
        Closure,
        Clear,
        Kept,
        Upload,
        Push,
        Forum,
        Topic,
        Thread,
        Post,
        Edit,
        Notification
    );
}

pub type UserId = Id<kinds::User>;
pub type SchoolId = Id<kinds::School>;
pub type ClassId = Id<kinds::Class>;
pub type CourseId = Id<kinds::Course>;
pub type AssignmentId = Id<kinds::Assignment>;
pub type SubmissionId = Id<kinds::Submission>;
pub type FileId = Id<kinds::File>;
pub type MarkId = Id<kinds::Mark>;
pub type RoomId = Id<kinds::Room>;
pub type MessageId = Id<kinds::Message>;
pub type JobId = Id<kinds::Job>;
pub type MailId = Id<kinds::Mail>;
pub type AuditId = Id<kinds::Audit>;
pub type AnnouncementId = Id<kinds::Announcement>;
pub type TokenId = Id<kinds::Token>;
pub type FamilyCodeId = Id<kinds::FamilyCode>;
pub type DepartmentId = Id<kinds::Department>;
pub type YearId = Id<kinds::Year>;
pub type TermId = Id<kinds::Term>;
pub type HolidayId = Id<kinds::Holiday>;
pub type ScaleId = Id<kinds::Scale>;
pub type InvitationId = Id<kinds::Invitation>;
pub type UndoId = Id<kinds::Undo>;
pub type RestoreId = Id<kinds::Restore>;
pub type RegistrationId = Id<kinds::Registration>;
pub type ClosureId = Id<kinds::Closure>;
pub type ClearId = Id<kinds::Clear>;
pub type KeptId = Id<kinds::Kept>;
pub type UploadId = Id<kinds::Upload>;
pub type PushId = Id<kinds::Push>;
pub type ForumId = Id<kinds::Forum>;
pub type TopicId = Id<kinds::Topic>;
pub type ThreadId = Id<kinds::Thread>;
pub type PostId = Id<kinds::Post>;
pub type EditId = Id<kinds::Edit>;
pub type NotificationId = Id<kinds::Notification>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_writes_and_sorts_by_time() {
        let first = UserId::new();
        let second = UserId::new();
        assert_eq!(first.to_string().parse(), Ok(first));
        assert!(first <= second);
    }

    #[test]
    fn other_spellings_of_an_id_are_refused() {
        let id = UserId::new().to_string();
        for wrong in [id.replace('-', ""), format!("{{{id}}}"), String::new(), "1".into(), "../etc/passwd".into()] {
            assert!(wrong.parse::<UserId>().is_err(), "{wrong}");
        }
        assert_eq!(id.to_uppercase().parse::<UserId>().map(|id| id.to_string()), Ok(id));
    }
}
