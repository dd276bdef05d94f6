//! How far a restore is, for whoever watches it: a page, a terminal.

use std::sync::Arc;

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
pub struct Told(Arc<watch::Sender<Progress>>);

impl Default for Told {
    fn default() -> Self {
        Told(Arc::new(watch::channel(Progress::default()).0))
    }
}

impl Told {
    pub fn listen(&self) -> watch::Receiver<Progress> {
        self.0.subscribe()
    }

    pub fn now(&self) -> Progress {
        *self.0.borrow()
    }

    pub(super) fn step(&self, step: Step, of: u64) {
        self.0.send_replace(Progress { step, done: 0, of });
    }

    pub(super) fn add(&self, done: u64) {
        self.0.send_modify(|progress| progress.done += done);
    }
}
