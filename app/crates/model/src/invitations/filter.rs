//! What the list of invitations is asked for.

use serde::{Deserialize, Serialize};

use crate::text::invitations as t;
use crate::{Key, Role};

/// What the list is asked for in the place of a state, for all of them.
pub const EVERY_STATE: &str = "all";

crate::text_enum! {
    /// What has become of an invitation.
    pub enum InvitationState {
        Open = "open",
        /// It can be sent again.
        Expired = "expired",
        Accepted = "accepted",
        Withdrawn = "withdrawn",
    }
}

impl InvitationState {
    pub const fn label(self) -> Key {
        match self {
            InvitationState::Open => t::STATE_OPEN,
            InvitationState::Expired => t::STATE_EXPIRED,
            InvitationState::Accepted => t::STATE_ACCEPTED,
            InvitationState::Withdrawn => t::STATE_WITHDRAWN,
        }
    }

    /// Whether nobody has come by it and somebody still may.
    pub const fn is_waiting(self) -> bool {
        matches!(self, InvitationState::Open | InvitationState::Expired)
    }
}

/// What is asked of the list, as it stands in the address. What cannot be read asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationFilter {
    /// Words of a name or an address.
    pub q: String,
    /// An [`InvitationState`], or [`EVERY_STATE`]; else those nobody has come by.
    pub state: String,
    pub role: String,
    pub page: i64,
}

impl InvitationFilter {
    pub fn state(&self) -> Option<InvitationState> {
        self.state.parse().ok()
    }

    pub fn role(&self) -> Option<Role> {
        self.role.parse().ok()
    }

    /// The states that are shown.
    pub fn states(&self) -> Vec<InvitationState> {
        let every = self.state == EVERY_STATE;
        let shown = |it: &InvitationState| self.state().map_or(every || it.is_waiting(), |state| state == *it);
        InvitationState::ALL.iter().copied().filter(shown).collect()
    }

    /// Those of the states shown in which somebody still may come.
    pub fn waiting(&self) -> Vec<InvitationState> {
        self.states().into_iter().filter(|it| it.is_waiting()).collect()
    }

    /// What of it can be withdrawn, in a word.
    pub fn waiting_label(&self) -> Key {
        self.state().map_or(t::STATE_WAITING, InvitationState::label)
    }

    /// Whether something else is asked for than all that wait.
    pub fn is_limited(&self) -> bool {
        !self.q.trim().is_empty() || self.state().is_some() || self.state == EVERY_STATE || self.role().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_shows_what_waits_until_it_is_asked_for_something_else() {
        use InvitationState::{Accepted, Expired, Open, Withdrawn};
        let of = |state: &str| InvitationFilter { state: state.into(), ..InvitationFilter::default() };
        for (state, shown, limited) in [
            ("", vec![Open, Expired], false),
            ("lost", vec![Open, Expired], false),
            ("expired", vec![Expired], true),
            ("accepted", vec![Accepted], true),
            ("all", vec![Open, Expired, Accepted, Withdrawn], true),
        ] {
            assert_eq!((of(state).states(), of(state).is_limited()), (shown, limited), "{state}");
        }
        for (state, waiting) in [
            ("", vec![Open, Expired]),
            ("open", vec![Open]),
            ("expired", vec![Expired]),
            ("accepted", Vec::new()),
            ("withdrawn", Vec::new()),
            ("all", vec![Open, Expired]),
        ] {
            assert_eq!(of(state).waiting(), waiting, "{state}");
        }
        assert_eq!((of("expired").waiting_label(), of("all").waiting_label()), (t::STATE_EXPIRED, t::STATE_WAITING));
        assert!(InvitationFilter { q: "ada".into(), ..of("") }.is_limited());
        assert!(InvitationFilter { role: "teacher".into(), ..of("") }.is_limited());
        assert!(!InvitationFilter { q: " ".into(), role: "nobody".into(), page: 3, ..of("") }.is_limited());
    }
}
