//! The work for later as the platform's admins see it.

use serde::{Deserialize, Serialize};

use crate::ids::JobId;
use crate::text::jobs as t;
use crate::{Key, When};

/// Jobs on a page of the list.
pub const JOBS: i64 = 50;

crate::text_enum! {
    /// How far a job has come.
    pub enum JobState {
        /// For its time, or for the next try.
        Waiting = "waiting",
        Running = "running",
        /// Kept for a week.
        Done = "done",
        /// Given up after the last try.
        Dead = "dead",
    }
}

impl JobState {
    pub const fn label(self) -> Key {
        match self {
            JobState::Waiting => t::WAITING,
            JobState::Running => t::RUNNING,
            JobState::Done => t::DONE,
            JobState::Dead => t::DEAD,
        }
    }
}

/// Every kind of job with what it does, in the order in which they are chosen from.
pub const KINDS: &[(&str, Key)] = &[
    ("mail", t::OF_MAIL),
    ("mail.announcement", t::OF_MANY_MAILS),
    ("announcement", t::OF_ANNOUNCEMENT),
    ("announcement.reminder", t::OF_REMINDER),
    ("notifications.mail", t::OF_TOLD_BY_MAIL),
    ("push", t::OF_TOLD_BY_PUSH),
    ("push.device", t::OF_PUSH),
    ("backup.due", t::OF_DUE),
    ("backup.keep", t::OF_KEEP),
    ("backup.copy", t::OF_COPY),
    ("backup.verify", t::OF_VERIFY),
    ("backup.drill", t::OF_DRILL),
    ("sweep", t::OF_SWEEP),
    ("recount", t::OF_RECOUNT),
    ("names.fold", t::OF_FOLD),
    ("cache.clear", t::OF_FORGET),
];

/// What a job of that kind does.
pub fn label(kind: &str) -> Option<Key> {
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, label)| *label)
}

/// What is asked of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobFilter {
    /// Of [`KINDS`]; anything else stands for all.
    pub kind: String,
    /// A [`JobState`]; anything else stands for all that is not done.
    pub state: String,
    pub page: i64,
}

impl JobFilter {
    pub fn kind(&self) -> Option<&str> {
        Some(self.kind.as_str()).filter(|kind| label(kind).is_some())
    }

    pub fn state(&self) -> Option<JobState> {
        self.state.parse().ok()
    }

    /// Whether it leaves any job out that is not done.
    pub fn is_narrow(&self) -> bool {
        self.kind().is_some() || self.state().is_some()
    }
}

/// A job of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobLine {
    pub id: JobId,
    pub kind: String,
    pub state: JobState,
    pub tries: i64,
    pub added: When,
    /// When it is done next, at the earliest; of one that runs, until when it is waited for word of it; of one that ended,
    /// when it did.
    pub at: When,
    /// Why the last try failed.
    pub error: Option<String>,
    /// Whether it can be tried again at once.
    pub can_retry: bool,
    /// Whether it can be thrown away.
    pub can_drop: bool,
}

/// A page of the jobs: those that run first, then those given up, those that wait, and those done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobsPage {
    pub jobs: Vec<JobLine>,
    pub total: i64,
    /// From 1.
    pub page: i64,
    /// Those given up, of the kind that is asked for.
    pub dead: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_job_is_called_asks_for_all_of_them() {
        let filter = |kind: &str, state: &str| JobFilter { kind: kind.into(), state: state.into(), page: 1 };
        assert_eq!(filter("mail", "dead").kind(), Some("mail"));
        assert_eq!(filter("mail", "dead").state(), Some(JobState::Dead));
        for all in [filter("", ""), filter("nonsense", "nonsense"), JobFilter::default()] {
            assert!(all.kind().is_none() && all.state().is_none() && !all.is_narrow());
        }
    }
}
