//! A child as its parent sees it (product.md section 2).

use serde::{Deserialize, Serialize};

use super::{Relation, Rights};
use crate::ids::{AssignmentId, CourseId, UserId};
use crate::{Marks, When};

/// A child as its parent sees it among all of theirs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildCard {
    pub child_id: UserId,
    pub name: String,
    pub slug: String,
    pub school: String,
    pub relation: Relation,
    pub rights: Rights,
    pub classes: Vec<String>,
    pub courses: Vec<String>,
    /// What is due within two weeks and, with the right to see performance, what is overdue since they came; the earliest first.
    pub tasks: Vec<ChildTask>,
    /// The newest first; only with the right to see performance.
    pub marks: Vec<ChildMark>,
}

impl ChildCard {
    /// How many of the tasks stand so.
    pub fn count(&self, state: TaskState) -> usize {
        self.tasks.iter().filter(|task| task.state == Some(state)).count()
    }
}

crate::text_enum! {
    /// How a child stands with an assignment.
    pub enum TaskState {
        ToDo = "to_do",
        Overdue = "overdue",
        HandedIn = "handed_in",
        HandedInLate = "handed_in_late",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildTask {
    pub id: AssignmentId,
    pub title: String,
    pub course: String,
    pub due: When,
    /// Only with the right to see performance.
    pub state: Option<TaskState>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildMark {
    pub id: AssignmentId,
    pub title: String,
    pub course: String,
    pub marks: Marks,
    pub points: Marks,
    pub marked: When,
}

/// One child, with all courses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildPage {
    pub name: String,
    pub school: String,
    pub relation: Relation,
    pub rights: Rights,
    pub classes: Vec<String>,
    pub courses: Vec<ChildCourse>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildCourse {
    pub id: CourseId,
    pub title: String,
    /// Only with the right to contact them.
    pub teachers: Vec<TeacherContact>,
    /// The latest due first.
    pub assignments: Vec<ChildAssignment>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeacherContact {
    pub name: String,
    pub email: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildAssignment {
    pub id: AssignmentId,
    pub title: String,
    pub due: When,
    pub points: Marks,
    /// Like all that follows, only with the right to see performance; none for what was due before the child came.
    pub state: Option<TaskState>,
    pub submitted: Option<When>,
    pub marks: Option<Marks>,
    /// What the teacher wrote with the marks.
    pub comment: String,
}
