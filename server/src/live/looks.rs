//! When a listener looks for what it may have missed, as other nodes were not heard.

use rand::RngExt;
use tokio::time::{Duration, Instant, sleep_until};

#[derive(Debug, Default)]
pub struct Looks(Option<Instant>);

impl Looks {
    /// It looks at some moment of that time, lest all of them do at once.
    pub fn within(&mut self, time: Duration) {
        let at = Instant::now() + time.mul_f64(rand::rng().random());
        self.0 = Some(self.0.map_or(at, |due| due.min(at)));
    }

    /// Waits until it is to look; it does so once. May be dropped meanwhile.
    pub async fn due(&mut self) {
        match self.0 {
            Some(at) => sleep_until(at).await,
            None => std::future::pending().await,
        }
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn it_looks_once_however_often_it_was_told() {
        let mut looks = Looks::default();
        assert!(looks.due().now_or_never().is_none(), "it was never told");
        looks.within(Duration::from_secs(3600));
        assert!(looks.due().now_or_never().is_none(), "not yet");
        looks.within(Duration::ZERO);
        looks.due().await;
        assert!(looks.due().now_or_never().is_none(), "it has looked");
    }
}
