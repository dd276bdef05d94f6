//! How often one address may try what costs a password hash or sends a mail, and how often one person may begin to send a
//! file. A whole school sits behind one address, so that limit is high; the account's own is in the domain.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use model::Error;
use model::ids::UserId;

/// Tries at once, and how many come back each second.
const BURST: NonZeroU32 = NonZeroU32::new(300).unwrap();
const PER_SECOND: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// Uploads of one person at once, which come back within a minute.
const UPLOADS: NonZeroU32 = NonZeroU32::new(30).unwrap();

pub struct Pace(DefaultKeyedRateLimiter<IpAddr>);

/// The same for uploads, each person by themselves: a class hands in from one address.
pub struct UploadPace(DefaultKeyedRateLimiter<UserId>);

impl Default for Pace {
    fn default() -> Self {
        Pace(RateLimiter::keyed(Quota::per_second(PER_SECOND).allow_burst(BURST)))
    }
}

/// An IPv6 client has a whole /64 to itself.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::from((u128::from(v6) & (u128::MAX << 64)).to_be_bytes()),
    }
}

impl Default for UploadPace {
    fn default() -> Self {
        UploadPace(RateLimiter::keyed(Quota::per_minute(UPLOADS)))
    }
}

/// Who comes too early, with the seconds to wait.
fn too_many(until: NotUntil<<DefaultClock as Clock>::Instant>) -> Error {
    let wait = until.wait_time_from(DefaultClock::default().now());
    Error::TooMany(wait.as_secs() as u32 + 1)
}

impl Pace {
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn check(&self, address: IpAddr) -> Result<(), Error> {
        self.0.check_key(&network(address)).map_err(too_many)
    }

    /// Forgets addresses that have been quiet long enough to start afresh.
    pub fn forget(&self) {
        self.0.retain_recent();
    }
}

impl UploadPace {
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn check(&self, user: UserId) -> Result<(), Error> {
        self.0.check_key(&user).map_err(too_many)
    }

    /// Forgets people who have been quiet long enough to start afresh.
    pub fn forget(&self) {
        self.0.retain_recent();
    }
}
