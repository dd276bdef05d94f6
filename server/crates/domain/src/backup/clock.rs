use std::time::Instant;

use model::At;

use crate::Request;

/// The time of the request, going on.
pub(super) struct Clock {
    begun: At,
    since: Instant,
}

impl Clock {
    pub fn of(request: &Request) -> Clock {
        Clock { begun: request.now, since: Instant::now() }
    }

    pub fn now(&self) -> At {
        At(self.begun.0.saturating_add(i64::try_from(self.since.elapsed().as_millis()).unwrap_or(i64::MAX)))
    }
}
