//! The steps of a restore, of a drill, of a test and of a clear.

use crate::Key;
use crate::text::restore as t;

crate::text_enum! {
    /// The steps, in their order.
    #[derive(Default)]
    pub enum Step {
        /// It has not begun.
        #[default]
        Wait = "wait",
        /// A kept backup is put together, to be tested.
        Fetch = "fetch",
        Check = "check",
        Stage = "stage",
        Upgrade = "upgrade",
        Compare = "compare",
        Safety = "safety",
        Files = "files",
        Load = "load",
        Remove = "remove",
        Prove = "prove",
        Switch = "switch",
        Tell = "tell",
        Done = "done",
    }
}

impl Step {
    /// Those of the test of a kept backup: a drill of what is fetched first.
    pub const OF_TEST: &'static [Step] = &[Step::Fetch, Step::Check, Step::Stage, Step::Upgrade, Step::Compare];

    pub const fn label(self) -> Key {
        match self {
            Step::Wait => t::STEP_WAIT,
            Step::Fetch => t::STEP_FETCH,
            Step::Check => t::STEP_CHECK,
            Step::Stage => t::STEP_STAGE,
            Step::Upgrade => t::STEP_UPGRADE,
            Step::Compare => t::STEP_COMPARE,
            Step::Safety => t::STEP_SAFETY,
            Step::Files => t::STEP_FILES,
            Step::Load => t::STEP_LOAD,
            Step::Remove => t::STEP_REMOVE,
            Step::Prove => t::STEP_PROVE,
            Step::Switch => t::STEP_SWITCH,
            Step::Tell => t::STEP_TELL,
            Step::Done => t::STEP_DONE,
        }
    }

    /// Whether what it counts are files, about as many as were expected, and no rows.
    pub const fn counts_files(self) -> bool {
        matches!(self, Step::Fetch | Step::Safety)
    }

    /// Whether what it counts are the bytes of files, and no rows.
    pub const fn counts_bytes(self) -> bool {
        matches!(self, Step::Files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::restore::Kind;

    #[test]
    fn a_test_is_a_drill_of_what_is_fetched_before() {
        let (fetch, drill) = Step::OF_TEST.split_first().unwrap();
        assert_eq!((*fetch, drill), (Step::Fetch, Kind::Drill.steps()));
        assert!(Step::OF_TEST.is_sorted() && Step::Wait < Step::Fetch);
    }
}
