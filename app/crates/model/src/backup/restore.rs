//! Putting an archive back: the steps it takes, and what it would do.

use serde::{Deserialize, Serialize};

use crate::When;

crate::text_enum! {
    /// The steps of a restore, in their order.
    #[derive(Default)]
    pub enum Step {
        /// It has not begun.
        #[default]
        Wait = "wait",
        Check = "check",
        Stage = "stage",
        Upgrade = "upgrade",
        Compare = "compare",
        Safety = "safety",
        Files = "files",
        Load = "load",
        Switch = "switch",
        Tell = "tell",
        Done = "done",
    }
}

/// What a restore would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The slug and the name of the school that is put back; `None` is the whole platform.
    pub school: Option<(String, String)>,
    /// The instant of the archive's rows.
    pub made: When,
    /// The version of the program that wrote it.
    pub app: String,
    /// Whether its rows were brought up to the present schema.
    pub upgraded: bool,
    /// In the order of the backup's tables.
    pub tables: Vec<PlanTable>,
    /// People of a school's archive who are here already: they stay as they are.
    pub matched: u64,
    /// People of a school's archive who come.
    pub new: u64,
    pub files: u64,
    /// Files that rows name, and that were missing or damaged already when the archive was made.
    pub lacking: u64,
}

/// A table of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTable {
    /// Its name in the database.
    pub name: String,
    /// Rows that are there now.
    pub now: u64,
    /// Rows that are there afterwards.
    pub then: u64,
}
