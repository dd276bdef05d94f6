//! How often one address may try what costs a password hash or sends a mail. A whole school sits behind one address,
//! so this limit is high; the account's own is in the domain.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::Error;

/// Tries at once, and how many come back each second.
const BURST: NonZeroU32 = NonZeroU32::new(300).unwrap();
const PER_SECOND: NonZeroU32 = NonZeroU32::new(5).unwrap();

pub struct Pace(DefaultKeyedRateLimiter<IpAddr>);

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

impl Pace {
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn check(&self, address: IpAddr) -> Result<(), Error> {
        self.0.check_key(&network(address)).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Error::TooMany(wait.as_secs() as u32 + 1)
        })
    }

    /// Forgets addresses that have been quiet long enough to start afresh.
    pub fn forget(&self) {
        self.0.retain_recent();
    }
}
