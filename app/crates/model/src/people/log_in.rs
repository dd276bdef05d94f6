//! Help for a member who cannot log in.

use serde::{Deserialize, Serialize};

use crate::When;

crate::text_enum! {
    /// What is done for them.
    pub enum HelpAct {
        /// A link for a new password, shown once to be handed over.
        HandOver = "hand_over",
        /// The same, sent to their own address.
        Mail = "mail",
        LogOut = "log_out",
        EndWait = "end_wait",
    }
}

/// How somebody may help a member to log in. A link can always be sent to the member's own address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogInHelp {
    /// Whether a link may be handed over: whoever has it can log in as the member.
    pub hands_over: bool,
    /// Whether the account opens nothing but this school, so that the school may end its sessions and its wait.
    pub alone: bool,
    /// Until when they wait after too many wrong passwords.
    pub waits_until: Option<When>,
}

impl LogInHelp {
    pub const fn offers(&self, act: HelpAct) -> bool {
        match act {
            HelpAct::HandOver => self.hands_over,
            HelpAct::Mail => true,
            HelpAct::LogOut | HelpAct::EndWait => self.alone,
        }
    }
}
