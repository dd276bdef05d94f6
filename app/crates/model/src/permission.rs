//! What each role may do: one table, one line a permission, one entry a role (product.md section 2).

use crate::Role;

crate::text_enum! {
    /// `area.verb`. The school's admins hold all of them.
    pub enum Permission {
        CoursesRead = "courses.read",
        CoursesEnroll = "courses.enroll",
        CoursesCreate = "courses.create",
        CoursesUpdate = "courses.update",
        CoursesPublish = "courses.publish",
        AssessmentsCreate = "assessments.create",
        AssessmentsSubmit = "assessments.submit",
        AssessmentsGrade = "assessments.grade",
        StudentsCreate = "students.create",
        StudentsViewProgress = "students.view_progress",
        GradesWrite = "grades.write",
        AttendanceTake = "attendance.take",
        CertificatesIssue = "certificates.issue",
        CertificatesDownload = "certificates.download",
        ChildrenAttendance = "children.attendance",
        ChildrenTimetable = "children.timetable",
        ChildrenPerformance = "children.performance",
        TeachersContact = "teachers.contact",
        ClassesRead = "classes.read",
        /// Every class of the school, not only one's own.
        ClassesReadAll = "classes.read_all",
        ClassesCreate = "classes.create",
        ClassesManage = "classes.manage",
        ChatWrite = "chat.write",
        ChatModerate = "chat.moderate",
        MembersRead = "members.read",
        MembersManage = "members.manage",
        SchoolSettings = "school.settings",
        BackupRead = "backup.read",
        BackupRestore = "backup.restore",
        BackupClear = "backup.clear",
        AuditRead = "audit.read",
    }
}

use Permission as P;

const TEACHING: &[Permission] = &[
    P::CoursesRead,
    P::CoursesCreate,
    P::CoursesUpdate,
    P::CoursesPublish,
    P::AssessmentsCreate,
    P::AssessmentsGrade,
    P::GradesWrite,
    P::StudentsViewProgress,
    P::AttendanceTake,
    P::ClassesRead,
    P::ClassesCreate,
    P::ClassesManage,
    P::ChatWrite,
    P::ChatModerate,
    P::CertificatesIssue,
];

const HEADS: &[Permission] = &[
    P::CoursesRead,
    P::CoursesCreate,
    P::CoursesUpdate,
    P::CoursesPublish,
    P::AssessmentsCreate,
    P::AssessmentsGrade,
    P::GradesWrite,
    P::StudentsViewProgress,
    P::AttendanceTake,
    P::ClassesRead,
    P::ClassesReadAll,
    P::ClassesCreate,
    P::ClassesManage,
    P::ChatWrite,
    P::ChatModerate,
    P::CertificatesIssue,
    P::MembersRead,
];

impl Role {
    /// What the role may do. Answers all permissions for the school's admin.
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Role::SchoolAdmin => P::ALL,
            Role::Principal | Role::DeputyPrincipal | Role::AcademicHead | Role::DepartmentHead => HEADS,
            Role::Teacher | Role::FormTeacher => TEACHING,
            Role::Registrar => &[
                P::CoursesRead,
                P::ClassesRead,
                P::ClassesReadAll,
                P::ClassesCreate,
                P::ClassesManage,
                P::StudentsCreate,
                P::StudentsViewProgress,
                P::MembersRead,
                P::MembersManage,
            ],
            Role::Management => &[P::CoursesRead, P::ClassesRead, P::ClassesReadAll, P::StudentsViewProgress, P::MembersRead],
            Role::Student => {
                &[P::CoursesRead, P::CoursesEnroll, P::AssessmentsSubmit, P::ClassesRead, P::ChatWrite, P::CertificatesDownload]
            }
            Role::Parent => &[P::ChildrenAttendance, P::ChildrenTimetable, P::ChildrenPerformance, P::TeachersContact],
            Role::Mentor => &[P::CoursesRead, P::ClassesRead, P::StudentsViewProgress, P::ChatWrite],
            Role::ItSupport | Role::Security => &[P::MembersRead, P::AuditRead],
            Role::Bursar | Role::Librarian => &[P::MembersRead],
            Role::CorporateRep => &[],
        }
    }

    pub fn can(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_school_admin_holds_the_keys_to_the_data() {
        for role in Role::ALL {
            for key in [P::BackupRead, P::BackupRestore, P::BackupClear, P::SchoolSettings] {
                assert_eq!(role.can(key), *role == Role::SchoolAdmin, "{role} {key}");
            }
        }
    }

    #[test]
    fn those_who_learn_do_not_mark_and_those_who_mark_do_not_hand_in() {
        for role in Role::ALL.iter().filter(|role| **role != Role::SchoolAdmin) {
            assert!(!(role.can(P::AssessmentsSubmit) && role.can(P::AssessmentsGrade)), "{role}");
        }
    }

    #[test]
    fn there_are_seventeen_school_roles_and_seven_platform_roles() {
        assert_eq!((Role::ALL.len(), crate::PlatformRole::ALL.len()), (17, 7));
    }
}
