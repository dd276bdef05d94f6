//! What a new school, or a teacher new to one, begins with.

use serde::{Deserialize, Serialize};

use crate::ids::{ClassId, CourseId};
use crate::{Permission, Permissions};

/// How far they have come: over the whole school for those who see all of it, else over the own classes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FirstSteps {
    /// The newest class.
    pub class: Option<ClassId>,
    pub has_students: bool,
    /// The newest course.
    pub course: Option<CourseId>,
    pub has_assignment: bool,
}

/// A step, in the order they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Class,
    Students,
    Course,
    Assignment,
}

impl Step {
    pub const ALL: &'static [Step] = &[Step::Class, Step::Students, Step::Course, Step::Assignment];

    /// Who may take it.
    pub const fn permission(self) -> Permission {
        match self {
            Step::Class => Permission::ClassesCreate,
            Step::Students => Permission::ClassesManage,
            Step::Course => Permission::CoursesCreate,
            Step::Assignment => Permission::AssessmentsCreate,
        }
    }
}

impl FirstSteps {
    pub const fn is_taken(&self, step: Step) -> bool {
        match step {
            Step::Class => self.class.is_some(),
            Step::Students => self.has_students,
            Step::Course => self.course.is_some(),
            Step::Assignment => self.has_assignment,
        }
    }

    /// Where it is taken, below the school's address; `None` while what it needs is missing.
    pub fn path(&self, step: Step) -> Option<String> {
        match step {
            Step::Class => Some("/classes/new".to_owned()),
            Step::Students => self.class.map(|class| format!("/classes/{class}#codes")),
            Step::Course => self.class.map(|class| format!("/classes/{class}/courses/new")),
            Step::Assignment => self.course.map(|course| format!("/courses/{course}/assignments/new")),
        }
    }

    /// The steps that those permissions allow; none once all of them are taken.
    pub fn of(&self, by: Permissions) -> Vec<Step> {
        let steps: Vec<Step> = Step::ALL.iter().copied().filter(|step| by.can(step.permission())).collect();
        if steps.iter().all(|step| self.is_taken(*step)) { Vec::new() } else { steps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    #[test]
    fn steps_are_for_those_who_may_take_them_and_end_when_all_are_taken() {
        let new = FirstSteps::default();
        assert_eq!(new.of(Role::SchoolAdmin.into()), Step::ALL);
        assert_eq!(new.of(Role::Teacher.into()), Step::ALL);
        assert_eq!(new.of(Role::Registrar.into()), [Step::Class, Step::Students]);
        for role in [Role::Student, Role::Parent, Role::Mentor, Role::Management, Role::Librarian] {
            assert_eq!(new.of(role.into()), [], "{role}");
        }
        let invited = FirstSteps { class: Some(ClassId::new()), has_students: true, ..FirstSteps::default() };
        assert_eq!((invited.of(Role::Registrar.into()).len(), invited.of(Role::Teacher.into()).len()), (0, 4));
        let done = FirstSteps { course: Some(CourseId::new()), has_assignment: true, ..invited };
        assert_eq!(done.of(Role::SchoolAdmin.into()), []);
    }

    #[test]
    fn a_step_leads_somewhere_once_it_can_be_taken() {
        let mut steps = FirstSteps::default();
        let open = |steps: &FirstSteps| Step::ALL.iter().filter(|step| steps.path(**step).is_some()).count();
        assert_eq!(open(&steps), 1);
        let class = ClassId::new();
        steps.class = Some(class);
        assert_eq!((open(&steps), steps.path(Step::Students)), (3, Some(format!("/classes/{class}#codes"))));
        steps.course = Some(CourseId::new());
        assert_eq!(open(&steps), 4);
    }
}
