//! How many sockets a person holds and how fast they may write, over all of them.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::Error;
use model::ids::UserId;

/// Sockets of one person at once: their devices, and the tabs of browsers that share none.
pub const SOCKETS: u32 = 8;
/// Messages at once, and how many more each second.
const BURST: NonZeroU32 = NonZeroU32::new(20).unwrap();
const PER_SECOND: NonZeroU32 = NonZeroU32::new(5).unwrap();
/// People whose allowance is remembered beyond those who are here: to look through all of them costs its time.
const REMEMBERED: usize = 1000;
/// Seconds after which one who holds too many sockets may try again.
const RETRY: u32 = 10;

/// Everybody who is connected.
pub struct Crowd {
    sockets: Mutex<HashMap<UserId, u32>>,
    messages: DefaultKeyedRateLimiter<UserId>,
}

impl Default for Crowd {
    fn default() -> Self {
        let messages = RateLimiter::keyed(Quota::per_second(PER_SECOND).allow_burst(BURST));
        Crowd { sockets: Mutex::default(), messages }
    }
}

/// One socket's place; given back when it is dropped.
pub struct Place {
    crowd: Arc<Crowd>,
    user: UserId,
}

impl Crowd {
    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, u32>> {
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// # Errors
    /// [`Error::TooMany`] when the person holds all the sockets they may.
    pub fn enter(self: &Arc<Self>, user: UserId) -> Result<Place, Error> {
        let mut sockets = self.lock();
        let held = sockets.entry(user).or_default();
        if *held >= SOCKETS {
            return Err(Error::TooMany(RETRY));
        }
        *held += 1;
        metrics::gauge!("live_sockets").increment(1.0);
        Ok(Place { crowd: self.clone(), user })
    }

    /// How many a person holds.
    pub fn held(&self, user: UserId) -> u32 {
        self.lock().get(&user).copied().unwrap_or_default()
    }
}

impl Place {
    /// Whether the person may write one more message now.
    pub fn may_send(&self) -> bool {
        self.crowd.messages.check_key(&self.user).is_ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        metrics::gauge!("live_sockets").decrement(1.0);
        let mut sockets = self.crowd.lock();
        if let Some(held) = sockets.get_mut(&self.user) {
            *held -= 1;
            if *held == 0 {
                sockets.remove(&self.user);
                if self.crowd.messages.len() > 2 * sockets.len() + REMEMBERED {
                    // Those who have been quiet long enough would start afresh anyway.
                    self.crowd.messages.retain_recent();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_holds_eight_sockets_and_no_ninth() {
        let crowd = Arc::new(Crowd::default());
        let (ada, ben) = (UserId::new(), UserId::new());
        let mut places: Vec<Place> = (0..SOCKETS).map(|_| crowd.enter(ada).unwrap_or_else(|_| panic!("a place"))).collect();
        assert!(crowd.enter(ada).is_err());
        assert_eq!((crowd.held(ada), crowd.held(ben)), (SOCKETS, 0));
        assert!(crowd.enter(ben).is_ok());
        places.pop();
        assert!(crowd.enter(ada).is_ok());
        drop(places);
        assert!(crowd.lock().is_empty());
    }

    #[test]
    fn two_sockets_of_a_person_share_one_allowance_also_after_coming_back() {
        let crowd = Arc::new(Crowd::default());
        let ada = UserId::new();
        let (Ok(first), Ok(second)) = (crowd.enter(ada), crowd.enter(ada)) else { panic!("two places") };
        let allowed = (0..30).filter(|n| if n % 2 == 0 { first.may_send() } else { second.may_send() }).count();
        assert!((20..=21).contains(&allowed), "{allowed}");
        drop((first, second));
        let Ok(again) = crowd.enter(ada) else { panic!("a place") };
        assert!((0..5).filter(|_| again.may_send()).count() <= 1);
    }
}
