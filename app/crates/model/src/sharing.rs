//! Where something that was shared to the app can go.

use serde::{Deserialize, Serialize};

use crate::dashboards::{ClassLine, Due};

/// The choices in a school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareTargets {
    pub slug: String,
    pub school: String,
    /// What is to be handed in, the next first.
    pub due: Vec<Due>,
    /// The classes one may talk in.
    pub classes: Vec<ClassLine>,
}
