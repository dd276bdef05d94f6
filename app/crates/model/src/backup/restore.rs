//! Putting an archive back: the steps it takes, and what it would do.

mod step;

use serde::{Deserialize, Serialize};

pub use self::step::Step;

use super::cause::Cause;
use super::kept::KnownAs;
use super::upload::Whose;
use super::{Table, clear};
use crate::ids::{RestoreId, SchoolId};
use crate::text::{clear as c, restore as t};
use crate::{Check, Key, Result, When, drawn, limits};

/// Minutes that a plan holds: rows change all the time, and nobody confirms what was counted long ago.
pub const PLAN_MINUTES: i64 = 60;

crate::text_enum! {
    /// What is done, step by step and after whoever asked was answered.
    pub enum Kind {
        Restore = "restore",
        /// All of it but the last transaction.
        Drill = "drill",
        /// The other way round: what a school has goes.
        Clear = "clear",
    }
}

crate::text_enum! {
    /// How a restore or a drill stands.
    pub enum RunState {
        Running = "running",
        /// Its rows are being put in.
        Loading = "loading",
        Done = "done",
        /// Nothing was changed.
        Failed = "failed",
    }
}

crate::text_enum! {
    /// Where an archive comes from.
    pub enum Origin {
        /// From outside: whoever brought it may have written it.
        Brought = "brought",
        /// From a kept backup: this platform wrote it.
        Kept = "kept",
    }
}

impl Kind {
    /// The steps it takes, in their order.
    pub const fn steps(self) -> &'static [Step] {
        match self {
            Kind::Restore => {
                &[Step::Check, Step::Stage, Step::Upgrade, Step::Safety, Step::Files, Step::Load, Step::Switch, Step::Tell]
            }
            Kind::Drill => &[Step::Check, Step::Stage, Step::Upgrade, Step::Compare],
            Kind::Clear => &[Step::Safety, Step::Remove, Step::Prove],
        }
    }

    pub const fn label(self) -> Key {
        match self {
            Kind::Restore => t::RESTORE,
            Kind::Drill => t::DRILL,
            Kind::Clear => c::CLEAR,
        }
    }

    /// What is said over why it failed.
    pub const fn failed(self) -> Key {
        match self {
            Kind::Restore => t::FAILED_TITLE,
            Kind::Drill => t::DRILL_FAILED_TITLE,
            Kind::Clear => c::FAILED_TITLE,
        }
    }
}

impl RunState {
    pub const fn label(self) -> Key {
        match self {
            RunState::Running | RunState::Loading => t::RUN_RUNNING,
            RunState::Done => t::RUN_DONE,
            RunState::Failed => t::RUN_FAILED,
        }
    }

    pub const fn has_ended(self) -> bool {
        matches!(self, RunState::Done | RunState::Failed)
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
    /// The students first, then the tables in their order.
    pub tables: Vec<PlanTable>,
    /// Accounts of a school's archive that exist already: they stay as they are.
    pub matched: u64,
    /// Accounts of a school's archive that are new.
    pub new: u64,
    pub files: u64,
    /// Files that rows name, and that were missing or damaged already when the archive was made.
    pub lacking: u64,
    /// Whether its people were looked for in the school alone: then accounts that are elsewhere count as new.
    #[serde(default)]
    pub within: bool,
}

/// A table of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTable {
    /// Its name in the database.
    pub name: String,
    /// Rows that are there now. Of a school's accounts those that the platform has of its people.
    pub now: u64,
    /// Rows that are there afterwards; of what [grows](PlanTable::grows) the least.
    pub then: u64,
}

impl PlanTable {
    /// What people call it; some tables have no name for people.
    pub fn label(&self) -> Option<Key> {
        let table = self.table().map(Table::label);
        table.or_else(|| self.name.parse::<clear::Going>().map(clear::Going::label).ok())
    }

    /// The table, where it is one of those that are counted.
    pub fn table(&self) -> Option<Table> {
        self.name.parse().ok()
    }

    /// Whether it is only added to: nothing of it goes, whatever the archive holds.
    pub fn grows(&self) -> bool {
        self.table() == Some(Table::Audit)
    }

    /// Whether it has another number of rows afterwards.
    pub fn differs(&self) -> bool {
        !self.grows() && self.now != self.then
    }
}

impl Plan {
    /// What a form is drawn from: what is confirmed is the plan of that drill, and no other.
    pub fn seal(&self, drill: RestoreId) -> String {
        let tables: Vec<String> = self.tables.iter().map(|it| format!("{} {} {}", it.name, it.now, it.then)).collect();
        let drill = drill.to_string();
        drawn::of([drill.as_str()].into_iter().chain(tables.iter().map(String::as_str)))
    }
}

/// Why an archive is put back, and the name typed once more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RestoreForm {
    pub reason: String,
    /// The school's name, or the platform's host.
    pub name: String,
    /// [`Plan::seal`] of what was shown.
    #[serde(default)]
    pub drawn: String,
}

impl RestoreForm {
    /// That the name is right is asked where it is known.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("reason", &self.reason, limits::NOTE).line("name", &self.name, limits::SCHOOL_NAME).done()
    }

    /// Whether the name is the one that is shown, letter by letter.
    pub fn names(&self, word: &str) -> bool {
        self.name.trim() == word.trim()
    }
}

/// How far one is that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub kind: Kind,
    pub step: Step,
    pub done: u64,
    /// Of how much; 0 where that is not known.
    pub of: u64,
}

/// Who asked for a restore or a drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Somebody who is here, by their name.
    Person(String),
    /// Somebody who is not here any more.
    Left,
    /// Nobody: it is due each week.
    Itself,
    Command,
}

/// A restore or a drill, as it is listed and reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunCard {
    pub id: RestoreId,
    pub kind: Kind,
    /// Whether it is a drill of a backup that is kept, to see whether it can be put back.
    pub test: bool,
    pub state: RunState,
    /// The file's name of the archive.
    pub archive: String,
    /// Where that is of a backup that is kept.
    pub kept: Option<KnownAs>,
    /// The school that was put back, by its name; nothing for the whole platform, and for a school that is not here.
    pub school: Option<String>,
    pub by: By,
    pub reason: String,
    pub begun: When,
    pub ended: Option<When>,
    /// The step it ended at.
    pub step: Step,
    pub rows: u64,
    /// Files that were not in the store.
    pub files: u64,
    /// All that the rows name and that are in the store now; nothing where that was not noted.
    pub all_files: Option<u64>,
    /// Files that rows name, and that the archive lacks.
    pub lacking: u64,
    pub matched: u64,
    pub new: u64,
    /// Entries of the log that the archive of a school holds: they are added where they are not here. Nothing for a whole
    /// platform, whose log counts among its rows.
    pub logged: Option<u64>,
    /// The name of the kept backup that was made before.
    pub safety: String,
    /// The short name of the school among whose kept backups it is; nothing for the platform's.
    pub safety_of: Option<String>,
    /// When that one was made.
    pub safety_made: Option<When>,
    /// Why it failed.
    pub cause: Option<Cause>,
    /// The same as the machine says it, of a fault and for who looks after the platform.
    pub detail: String,
    /// The steps it took, each with its milliseconds.
    pub log: Vec<(Step, u64)>,
}

impl RunCard {
    /// What it was, in a word or two.
    pub const fn label(&self) -> Key {
        if self.test { t::TEST } else { self.kind.label() }
    }

    /// The rows of the archive, where it is known which of them were here already: people who stay as they are, and the log.
    pub fn archived(&self) -> Option<u64> {
        Some(self.rows + self.matched + self.logged?)
    }
}

/// A plan that can be confirmed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub plan: Plan,
    pub seal: String,
    /// What is typed to confirm it.
    pub word: String,
}

/// What follows the check of an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// Whether the reader may put it back. To try it out is everybody's whose page it is.
    pub may: bool,
    pub running: Option<Running>,
    /// The last one that ended.
    pub last: Option<RunCard>,
    pub shown: Option<Shown>,
    /// Whether it was put back before.
    pub restored: bool,
    /// The schools of which the reader may choose one to put back alone.
    pub schools: Vec<Whose>,
    /// The one that was tried out last.
    pub chosen: Option<SchoolId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::At;
    use crate::Problem;

    fn plan(now: u64) -> Plan {
        Plan {
            school: None,
            made: When { at: At(0), local: String::new(), own: None },
            app: "1".into(),
            upgraded: false,
            tables: vec![PlanTable { name: "memberships".into(), now, then: 2 }],
            matched: 0,
            new: 0,
            files: 0,
            lacking: 0,
            within: false,
        }
    }

    #[test]
    fn a_plan_is_known_by_its_drill_and_its_rows() {
        let (drill, other) = (RestoreId::new(), RestoreId::new());
        assert_eq!(plan(1).seal(drill), plan(1).seal(drill));
        assert_ne!(plan(1).seal(drill), plan(2).seal(drill));
        assert_ne!(plan(1).seal(drill), plan(1).seal(other));
    }

    #[test]
    fn nothing_is_put_back_without_a_reason_and_the_name() {
        let form = RestoreForm { reason: "The disk died".into(), name: " School alpha ".into(), drawn: String::new() };
        assert!(form.validate().is_ok());
        let problem = |form: RestoreForm, field: &str| form.validate().unwrap_err().problem_of(field);
        assert_eq!(problem(RestoreForm { reason: " ".into(), ..form.clone() }, "reason"), Some(Problem::Required));
        assert_eq!(problem(RestoreForm { name: String::new(), ..form.clone() }, "name"), Some(Problem::Required));
        assert!(form.names("School alpha"));
        for other in ["School Alpha", "School", ""] {
            assert!(!form.names(other), "{other}");
        }
    }

    #[test]
    fn the_steps_of_each_are_in_their_order_and_a_table_has_its_name() {
        for kind in Kind::ALL {
            assert!(kind.steps().is_sorted());
        }
        assert!(plan(1).tables[0].label().is_some());
        assert_eq!(PlanTable { name: "no_such".into(), now: 0, then: 0 }.label(), None);
    }

    #[test]
    fn the_log_only_grows_and_every_other_table_differs_by_its_rows() {
        let table = |name: &str, then| PlanTable { name: name.into(), now: 5, then };
        let log = table("audit", 1);
        assert!(log.grows() && !log.differs());
        assert!(!table("students", 4).grows() && table("students", 4).differs());
        assert!(!table("students", 5).differs());
    }
}
