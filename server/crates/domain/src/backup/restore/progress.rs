//! How far a restore is, for whoever watches it: a page, a terminal.

use std::sync::{Arc, Mutex, PoisonError};

use model::At;
use model::backup::restore::Step;
use tokio::sync::watch;

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
    /// The steps, each with the instant it began.
    log: Arc<Mutex<Vec<(Step, At)>>>,
}

impl Default for Told {
    fn default() -> Self {
        Told { now: Arc::new(watch::channel(Progress::default()).0), log: Arc::default() }
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
    pub(super) fn is(&self, other: &Told) -> bool {
        Arc::ptr_eq(&self.now, &other.now)
    }

    /// The steps so far.
    pub fn log(&self) -> Vec<(Step, At)> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn step(&self, step: Step, of: u64) {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push((step, store::clock::now()));
        self.now.send_replace(Progress { step, done: 0, of });
    }

    pub(super) fn add(&self, done: u64) {
        self.now.send_modify(|progress| progress.done += done);
    }
}
