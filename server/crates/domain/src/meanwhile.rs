//! Saying now and then that something long is still being done, while it goes on.

use std::convert::Infallible;
use std::time::Duration;

/// Waits for it, and says so each time that so long has passed. It goes on while that is said: what is being done may hold the
/// one writer of SQLite, or be the next to have it, and then a word that it had to wait for would wait for it.
pub async fn say<T, F: Future<Output = ()>>(every: Duration, word: impl FnMut() -> F, doing: impl Future<Output = T>) -> T {
    tokio::select! {
        done = doing => done,
        never = again_and_again(every, word) => match never {},
    }
}

async fn again_and_again<F: Future<Output = ()>>(every: Duration, mut word: impl FnMut() -> F) -> Infallible {
    loop {
        tokio::time::sleep(every).await;
        word().await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use store::testing::each_db;
    use store::{args, sql};
    use tokio::task::yield_now;

    use super::*;
    use crate::System;
    use crate::testing::{NOON, request, world};

    #[tokio::test]
    async fn what_holds_the_writer_is_not_kept_waiting_by_the_word_that_waits_for_it() {
        each_db(async |db| {
            let system = System(request(&world(&db), NOON));
            let (asked, said) = (AtomicBool::new(false), AtomicBool::new(false));
            let word = || async {
                asked.store(true, Ordering::SeqCst);
                // Any statement that writes.
                let beat = sql!("update closures set beat_at = $1 where ended_at is null and beat_at < $1");
                system.db.run(beat, args![NOON]).await.unwrap();
                said.store(true, Ordering::SeqCst);
            };
            let doing = async {
                let tx = system.db.begin().await.unwrap();
                while !asked.load(Ordering::SeqCst) {
                    yield_now().await;
                }
                tx.commit().await.unwrap();
                while !said.load(Ordering::SeqCst) {
                    yield_now().await;
                }
            };
            // On SQLite whoever waits for the writer gives up after ten seconds.
            tokio::time::timeout(Duration::from_secs(5), say(Duration::from_millis(1), word, doing)).await.unwrap();
        })
        .await;
    }
}
