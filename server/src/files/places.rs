//! How many uploads a person has under way, how often they begin one, how long one may take, and what all of them hold in
//! memory: what lies aside until a form is whole stays small.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::Error;
use model::ids::UserId;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::pace::UploadPace;

/// Uploads of one person at once.
const AT_ONCE: u32 = 2;
/// Seconds after which one who has too many under way may try again.
const RETRY: u32 = 60;
/// How long one may take altogether, beside the time its announced length takes on a slow line: what is in time is judged by when it began, so this is also the grace that a slow
/// line gets after the due instant.
const WHOLE: Duration = Duration::from_secs(5 * 60);
/// Bytes a second of the slowest line that is waited for: what is large gets its time beside what every upload has.
const SLOWEST: u64 = 16 * 1024;
/// How long the sender may be silent.
const SILENCE: Duration = Duration::from_secs(60);

/// What all uploads together hold of files that are looked through as a whole, in pieces: half a gigabyte.
const PIECES: usize = 8 * 1024;
/// Bytes of a piece.
const PIECE: usize = 64 * 1024;

/// The uploads under way.
pub struct Uploads {
    held: Mutex<HashMap<UserId, u32>>,
    memory: Semaphore,
    pace: UploadPace,
    whole: Duration,
}

impl Default for Uploads {
    fn default() -> Self {
        Uploads::within(WHOLE)
    }
}

/// One upload's place; given back when it is dropped.
pub struct Place {
    uploads: Arc<Uploads>,
    user: UserId,
}

/// What an upload holds in memory; given back when it is dropped.
pub struct Room<'a> {
    memory: &'a Semaphore,
    taken: Option<SemaphorePermit<'a>>,
    bytes: usize,
}

impl Room<'_> {
    /// Takes room for further bytes.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where there is none. Nobody waits for it with a part of it: two could wait for each other.
    pub fn take(&mut self, bytes: usize) -> Result<(), Error> {
        let bytes = self.bytes + bytes;
        let pieces = bytes.div_ceil(PIECE) - self.bytes.div_ceil(PIECE);
        if pieces > 0 {
            let pieces = u32::try_from(pieces).map_err(|_| Error::Unavailable)?;
            let more = self.memory.try_acquire_many(pieces).map_err(|_| Error::Unavailable)?;
            match &mut self.taken {
                Some(taken) => taken.merge(more),
                none => *none = Some(more),
            }
        }
        self.bytes = bytes;
        Ok(())
    }
}

impl Uploads {
    /// Uploads that may take that long each.
    pub fn within(whole: Duration) -> Uploads {
        Uploads { held: Mutex::default(), memory: Semaphore::new(PIECES), pace: UploadPace::default(), whole }
    }

    /// How long one of so many bytes may take.
    pub fn time_for(&self, bytes: u64) -> Duration {
        self.whole + Duration::from_secs(bytes / SLOWEST)
    }

    /// Room in memory for a file that is looked through as a whole.
    pub fn room(&self) -> Room<'_> {
        Room { memory: &self.memory, taken: None, bytes: 0 }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, u32>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// # Errors
    /// [`Error::TooMany`] when the person has all the uploads under way that they may, or has begun very many.
    pub fn enter(self: &Arc<Self>, user: UserId) -> Result<Place, Error> {
        let mut held = self.lock();
        if held.get(&user).is_some_and(|count| *count >= AT_ONCE) {
            return Err(Error::TooMany(RETRY));
        }
        self.pace.check(user)?;
        *held.entry(user).or_default() += 1;
        Ok(Place { uploads: self.clone(), user })
    }

    /// Forgets how often those began who have been quiet long enough to start afresh.
    pub fn forget(&self) {
        self.pace.forget();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.uploads.lock();
        if let Some(count) = held.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.user);
            }
        }
    }
}

/// Waits for the sender, but not for ever. What is broken off or cannot be read is `Malformed`.
pub async fn patient<T, E>(next: impl Future<Output = Result<T, E>>) -> Result<T, Error> {
    match tokio::time::timeout(SILENCE, next).await {
        Ok(Ok(value)) => Ok(value),
        _ => Err(Error::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_two_uploads_under_way_and_no_third() {
        let uploads = Arc::new(Uploads::default());
        let (ada, ben) = (UserId::new(), UserId::new());
        let (Ok(first), Ok(second)) = (uploads.enter(ada), uploads.enter(ada)) else { panic!("two places") };
        assert_eq!(uploads.enter(ada).err(), Some(Error::TooMany(60)));
        assert!(uploads.enter(ben).is_ok());
        drop(first);
        let Ok(third) = uploads.enter(ada) else { panic!("a place") };
        drop((second, third));
        assert!(uploads.lock().is_empty());
    }

    #[test]
    fn all_uploads_together_hold_so_much_in_memory_and_no_more() {
        let uploads = Uploads::default();
        let (mut first, mut second) = (uploads.room(), uploads.room());
        for _ in 0..PIECE {
            assert_eq!(first.take(2), Ok(()));
        }
        assert_eq!(uploads.memory.available_permits(), PIECES - 2, "many small parts are as much as one");
        assert_eq!(second.take((PIECES - 2) * PIECE - 1), Ok(()));
        assert_eq!(second.take(1), Ok(()));
        assert_eq!((second.take(1), first.take(1)), (Err(Error::Unavailable), Err(Error::Unavailable)));
        drop(first);
        assert_eq!(second.take(2 * PIECE), Ok(()));
        drop(second);
        assert_eq!(uploads.memory.available_permits(), PIECES);
    }

    #[test]
    fn a_person_who_begins_very_many_waits_and_nobody_else_does() {
        let uploads = Arc::new(Uploads::default());
        let (ada, ben) = (UserId::new(), UserId::new());
        let refused = (0..100).find_map(|_| uploads.enter(ada).err());
        assert!(matches!(refused, Some(Error::TooMany(1..=3))), "{refused:?}");
        assert!(uploads.lock().is_empty(), "who is refused holds nothing");
        assert!(uploads.enter(ben).is_ok());
    }
}
