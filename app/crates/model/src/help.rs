//! Help for each role (product.md section 27): a sentence on what the role is about, and the tasks that its permissions
//! open.

use crate::text::help as h;
use crate::{Feature, Features, Key, Permission, Permissions, Role};

/// Something to do, said in two sentences.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Its place on the page.
    pub id: &'static str,
    pub title: Key,
    pub text: Key,
    pub to: To,
    permission: Option<Permission>,
    feature: Option<Feature>,
}

/// Where a task is done.
#[derive(Clone, Copy, Debug)]
pub enum To {
    /// Below `/s/{slug}`.
    School(&'static str),
    /// Outside of a school.
    Own(&'static str),
}

const fn task(id: &'static str, (title, text): (Key, Key), to: To, permission: Option<Permission>) -> Task {
    Task { id, title, text, to, permission, feature: None }
}

impl Task {
    const fn with(self, feature: Feature) -> Task {
        Task { feature: Some(feature), ..self }
    }

    fn is_open(&self, permissions: Permissions, features: Features) -> bool {
        self.permission.is_none_or(|it| permissions.can(it)) && self.feature.is_none_or(|it| features.has(it))
    }
}

use Permission as P;

/// All tasks, the most frequent first.
pub const TASKS: &[Task] = &[
    task("marking", (h::MARKING, h::MARKING_TEXT), To::School(""), Some(P::AssessmentsGrade)),
    task("hand-in", (h::HAND_IN, h::HAND_IN_TEXT), To::School(""), Some(P::AssessmentsSubmit)),
    task("marks", (h::MARKS, h::MARKS_TEXT), To::School(""), Some(P::AssessmentsSubmit)),
    task("classes", (h::CLASSES, h::CLASSES_TEXT), To::School("/classes"), Some(P::ClassesRead)),
    task("codes", (h::CODES, h::CODES_TEXT), To::School("/classes/new"), Some(P::ClassesCreate)),
    task("courses", (h::COURSES, h::COURSES_TEXT), To::School("/classes"), Some(P::CoursesCreate)),
    task("assignments", (h::ASSIGNMENTS, h::ASSIGNMENTS_TEXT), To::School("/classes"), Some(P::AssessmentsCreate)),
    task("chat", (h::CHAT, h::CHAT_TEXT), To::School("/classes"), Some(P::ChatWrite)).with(Feature::Chat),
    task("children", (h::CHILDREN, h::CHILDREN_TEXT), To::Own("/parent/children"), Some(P::ChildrenPerformance)),
    task("people", (h::PEOPLE, h::PEOPLE_TEXT), To::School("/people"), Some(P::MembersRead)),
    task("invite", (h::INVITE, h::INVITE_TEXT), To::School("/invitations"), Some(P::MembersManage)),
    task("families", (h::FAMILIES, h::FAMILIES_TEXT), To::School("/guardians"), Some(P::GuardiansManage)),
    task("view-as", (h::VIEW_AS, h::VIEW_AS_TEXT), To::School("/view-as"), Some(P::MembersViewAs)),
    task("settings", (h::SETTINGS, h::SETTINGS_TEXT), To::School("/settings"), Some(P::SchoolSettings)),
    task("audit", (h::AUDIT, h::AUDIT_TEXT), To::School("/audit"), Some(P::AuditRead)),
    task("backup", (h::BACKUP, h::BACKUP_TEXT), To::School("/backup"), Some(P::BackupRead)),
    task("find", (h::FIND, h::FIND_TEXT), To::School("/find"), None),
    task("account", (h::ACCOUNT, h::ACCOUNT_TEXT), To::Own("/me"), None),
    task("schools", (h::SCHOOLS, h::SCHOOLS_TEXT), To::Own("/schools"), None),
];

/// The tasks of those who have the permissions, in a school with the features.
pub fn tasks(permissions: Permissions, features: Features) -> impl Iterator<Item = &'static Task> {
    TASKS.iter().filter(move |task| task.is_open(permissions, features))
}

/// What the role is about.
pub const fn about(role: Role) -> Key {
    match role {
        Role::Principal => h::ROLE_PRINCIPAL,
        Role::DeputyPrincipal => h::ROLE_DEPUTY_PRINCIPAL,
        Role::AcademicHead => h::ROLE_ACADEMIC_HEAD,
        Role::DepartmentHead => h::ROLE_DEPARTMENT_HEAD,
        Role::Teacher => h::ROLE_TEACHER,
        Role::FormTeacher => h::ROLE_FORM_TEACHER,
        Role::Registrar => h::ROLE_REGISTRAR,
        Role::Bursar => h::ROLE_BURSAR,
        Role::Librarian => h::ROLE_LIBRARIAN,
        Role::ItSupport => h::ROLE_IT_SUPPORT,
        Role::Security => h::ROLE_SECURITY,
        Role::Parent => h::ROLE_PARENT,
        Role::Student => h::ROLE_STUDENT,
        Role::Mentor => h::ROLE_MENTOR,
        Role::CorporateRep => h::ROLE_CORPORATE_REP,
        Role::Management => h::ROLE_MANAGEMENT,
        Role::SchoolAdmin => h::ROLE_SCHOOL_ADMIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_something_to_do_and_no_role_reads_a_book() {
        for role in Role::ALL {
            let count = tasks(Permissions::from(*role), Features::default()).count();
            assert!(count >= 3, "{role}: {count}");
        }
        let of = |role: Role| tasks(Permissions::from(role), Features::default()).map(|task| task.id).collect::<Vec<_>>();
        assert!(of(Role::Student).contains(&"hand-in") && !of(Role::Student).contains(&"marking"));
        assert_eq!(of(Role::Bursar), ["people", "find", "account", "schools"]);
    }

    #[test]
    fn a_school_without_chat_does_not_explain_it() {
        let without = Features::default().with(Feature::Chat, false);
        assert!(tasks(Permissions::from(Role::Student), without).all(|task| task.id != "chat"));
    }
}
