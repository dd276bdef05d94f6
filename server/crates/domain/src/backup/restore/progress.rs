//! How far a restore is, or a clear, for whoever watches it: a page, a terminal. And whether it is to end where it is.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use model::At;
use model::backup::restore::Step;
use store::{Arg, Sql, args};
use tokio::sync::watch;
use tokio::time::{Instant, interval_at};

use crate::System;

/// Time from one sign of life to the next.
const BEAT: Duration = Duration::from_secs(30);

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    pub done: u64,
    /// Of how much; 0 where that is not known.
    pub of: u64,
}

/// Where it is told. Cheap to clone; nobody has to listen.
#[derive(Clone, Debug)]
pub struct Told {
    now: Arc<watch::Sender<Progress>>,
    stop: Arc<watch::Sender<bool>>,
    /// The steps, each with the instant it began.
    log: Arc<Mutex<Vec<(Step, At)>>>,
    /// The name of the backup that was made before.
    safety: Arc<OnceLock<String>>,
}

impl Default for Told {
    fn default() -> Self {
        let (now, stop) = (watch::channel(Progress::default()).0, watch::channel(false).0);
        Told { now: Arc::new(now), stop: Arc::new(stop), log: Arc::default(), safety: Arc::default() }
    }
}

impl Told {
    pub fn listen(&self) -> watch::Receiver<Progress> {
        self.now.subscribe()
    }

    pub fn now(&self) -> Progress {
        *self.now.borrow()
    }

    /// Whether both are of the same one.
    pub(in crate::backup) fn is(&self, other: &Told) -> bool {
        Arc::ptr_eq(&self.now, &other.now)
    }

    /// The steps so far.
    pub fn log(&self) -> Vec<(Step, At)> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The name of the backup of what was there, once it is made.
    pub fn safety(&self) -> Option<&str> {
        self.safety.get().map(String::as_str)
    }

    pub(super) fn keep(&self, safety: &str) {
        let _ = self.safety.set(safety.to_owned());
    }

    /// Asks that it ends where it is, with everything as it was. What has come to its last step goes on.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until it is to end where it is.
    pub(super) async fn stopped(&self) {
        let mut stop = self.stop.subscribe();
        let asked = stop.wait_for(|stop| *stop).await.is_ok();
        // The last transaction may be at its commit: nobody knows what came of it but who waits for it.
        if !asked || self.now().step >= Step::Switch {
            std::future::pending::<()>().await;
        }
    }

    pub(in crate::backup) fn step(&self, step: Step, of: u64) {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push((step, store::clock::now()));
        self.now.send_replace(Progress { step, done: 0, of });
    }

    pub(in crate::backup) fn add(&self, done: u64) {
        self.now.send_modify(|progress| progress.done += done);
    }

    /// Says now and then that it lives, and at which step it is: `beat` notes it, and takes what its row is known by, the
    /// instant and the step.
    pub(in crate::backup) async fn say_it_lives(self, system: System, beat: Sql, known_by: Vec<Arg>) {
        let (mut heard, mut noted) = (self.listen(), Step::Wait);
        let mut clock = interval_at(Instant::now() + BEAT, BEAT);
        loop {
            let (step, due) = tokio::select! {
                changed = heard.changed() => match changed {
                    Ok(()) => (heard.borrow_and_update().step, false),
                    Err(_) => return,
                },
                _ = clock.tick() => (noted, true),
            };
            let is_new = step != noted;
            noted = step;
            // On SQLite it waits in vain while the rows are put in, or go.
            if !due && (!is_new || step >= Step::Load) {
                continue;
            }
            let args = known_by.iter().cloned().chain(args![store::clock::now(), step.text()]).collect();
            if let Err(error) = system.db.run(beat, args).await {
                tracing::debug!(%error, "what runs could not say that it lives");
            }
        }
    }
}
