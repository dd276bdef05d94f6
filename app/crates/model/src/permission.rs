//! What each role may do: one table, one line a permission, one entry a role (product.md section 2).

use serde::{Deserialize, Serialize};

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
        MembersExport = "members.export",
        /// To give roles and permissions that open the school itself.
        RolesManage = "roles.manage",
        /// To read the school with another member's eyes.
        MembersViewAs = "members.view_as",
        GuardiansManage = "guardians.manage",
        /// To the own classes.
        AnnouncementsWrite = "announcements.write",
        /// To the whole school, or to some roles of it.
        AnnouncementsSchool = "announcements.school",
        SchoolSettings = "school.settings",
        BackupRead = "backup.read",
        BackupRestore = "backup.restore",
        BackupClear = "backup.clear",
        AuditRead = "audit.read",
        ForumWrite = "forum.write",
        /// To look after the forums of the own classes.
        ForumModerate = "forum.moderate",
    }
}

use Permission as P;

/// What opens the school itself, or everything in it to see: given and taken only by those who manage roles.
pub const KEYS: &[Permission] = &[
    P::MembersManage,
    P::RolesManage,
    P::SchoolSettings,
    P::BackupRead,
    P::BackupRestore,
    P::BackupClear,
    P::MembersViewAs,
    P::AuditRead,
];

/// What no part of the product asks for yet, as the part it is for is not there: given or taken, it changes nothing of what
/// its holder can do.
pub const PLANNED: &[Permission] = &[
    P::CoursesEnroll,
    P::CoursesUpdate,
    P::CoursesPublish,
    P::GradesWrite,
    P::AttendanceTake,
    P::CertificatesIssue,
    P::CertificatesDownload,
    P::ChildrenAttendance,
    P::ChildrenTimetable,
];

impl Permission {
    /// Whether nothing asks for it yet.
    pub fn is_planned(self) -> bool {
        PLANNED.contains(&self)
    }
}

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
    P::AnnouncementsWrite,
    P::ForumWrite,
    P::ForumModerate,
];

/// What heads may do, in the classes of the departments they head and with their people.
const DEPARTMENT: &[Permission] = &joined::<19>(TEACHING, &[P::MembersRead]);

/// The same in all of the school.
const HEADS: &[Permission] = &joined::<21>(DEPARTMENT, &[P::ClassesReadAll, P::AnnouncementsSchool]);

/// Both lists in one of `N`; another number does not compile.
const fn joined<const N: usize>(first: &[Permission], more: &[Permission]) -> [Permission; N] {
    assert!(first.len() + more.len() == N);
    let mut all = [first[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < first.len() { first[at] } else { more[at - first.len()] };
        at += 1;
    }
    all
}

impl Role {
    /// What the role may do. Answers all permissions for the school's admin.
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Role::SchoolAdmin => P::ALL,
            Role::Principal | Role::DeputyPrincipal | Role::AcademicHead => HEADS,
            Role::DepartmentHead => DEPARTMENT,
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
                P::MembersExport,
                P::GuardiansManage,
            ],
            Role::Management => &[P::CoursesRead, P::ClassesRead, P::ClassesReadAll, P::StudentsViewProgress, P::MembersRead],
            Role::Student => &[
                P::CoursesRead,
                P::CoursesEnroll,
                P::AssessmentsSubmit,
                P::ClassesRead,
                P::ChatWrite,
                P::ForumWrite,
                P::CertificatesDownload,
            ],
            Role::Parent => &[P::ChildrenAttendance, P::ChildrenTimetable, P::ChildrenPerformance, P::TeachersContact],
            Role::Mentor => &[P::CoursesRead, P::ClassesRead, P::StudentsViewProgress, P::ChatWrite, P::ForumWrite],
            Role::ItSupport => &[P::MembersRead, P::AuditRead, P::MembersViewAs],
            Role::Security => &[P::MembersRead, P::AuditRead],
            Role::Bursar | Role::Librarian => &[P::MembersRead],
            Role::CorporateRep => &[],
        }
    }

    pub fn can(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// Whether the role opens the school itself.
    pub fn holds_keys(self) -> bool {
        Permissions::from(self).holds_keys()
    }
}

/// What a member may do: the role's permissions, with those granted to them and without those revoked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(u64);

const _: () = assert!(P::ALL.len() <= 64, "a permission is a bit of 64");

impl Permissions {
    /// The role's, changed for one member. Nothing can be taken from the school's admin, who could give it back.
    pub fn of_member(role: Role, granted: &str, revoked: &str) -> Permissions {
        let named = |names: &str| names.split_whitespace().filter_map(|name| name.parse().ok()).collect::<Permissions>();
        let own = Permissions::from(role).0 | named(granted).0;
        if role == Role::SchoolAdmin { Permissions(own) } else { Permissions(own & !named(revoked).0) }
    }

    pub const fn can(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u64) != 0
    }

    /// Whether they open the school itself: its people, its settings, its data.
    pub fn holds_keys(self) -> bool {
        KEYS.iter().any(|key| self.can(*key))
    }

    /// Whether all of the others are among them.
    pub const fn hold(self, others: Permissions) -> bool {
        others.0 & !self.0 == 0
    }

    /// Whether somebody with these may give the others, or change who holds them. Those without a key are given by
    /// whoever gives places: a registrar takes in students without being one. Whatever comes with a key is for those
    /// who manage roles and hold every bit of it, so that nobody rises above themselves, nor stands over their betters.
    pub fn cover(self, others: Permissions) -> bool {
        !others.holds_keys() || self.can(P::RolesManage) && self.hold(others)
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, others: Permissions) -> Permissions {
        Permissions(self.0 | others.0)
    }

    /// What is in one of the two alone.
    #[must_use]
    pub const fn differing(self, others: Permissions) -> Permissions {
        Permissions(self.0 ^ others.0)
    }

    /// Their names as they are kept, parted by spaces.
    pub fn names(self) -> String {
        let held = Permission::ALL.iter().filter(|it| self.can(**it));
        held.map(|it| it.text()).collect::<Vec<_>>().join(" ")
    }
}

impl From<Role> for Permissions {
    fn from(role: Role) -> Permissions {
        role.permissions().iter().copied().collect()
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Permissions {
        Permissions(permissions.into_iter().fold(0, |all, it| all | 1 << it as u64))
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
    fn a_department_head_may_do_what_heads_do_but_not_to_the_whole_school() {
        for permission in P::ALL {
            let wide = [P::ClassesReadAll, P::AnnouncementsSchool].contains(permission);
            assert_eq!(Role::DepartmentHead.can(*permission), Role::AcademicHead.can(*permission) && !wide, "{permission}");
        }
    }

    #[test]
    fn permissions_are_granted_and_revoked_member_by_member() {
        let own = Permissions::of_member(Role::Teacher, "audit.read backup.read nonsense", "chat.write courses.create");
        assert!(own.can(P::AuditRead) && own.can(P::BackupRead) && own.can(P::CoursesRead));
        assert!(!own.can(P::ChatWrite) && !own.can(P::CoursesCreate) && !own.can(P::SchoolSettings));
        assert!(Permissions::of_member(Role::SchoolAdmin, "", "members.manage").can(P::MembersManage));
        assert!(!Permissions::of_member(Role::Student, "chat.moderate", "chat.moderate").can(P::ChatModerate), "taken wins");
    }

    #[test]
    fn who_holds_keys_is_few() {
        let holders: Vec<_> = Role::ALL.iter().filter(|role| role.holds_keys()).collect();
        assert_eq!(holders, [&Role::Registrar, &Role::ItSupport, &Role::Security, &Role::SchoolAdmin]);
        let own = Permissions::of_member(Role::Teacher, "backup.read", "");
        assert!(own.holds_keys());
        assert_eq!(Permissions::of_member(Role::Bursar, "audit.read", "").names(), "members.read audit.read");
    }

    #[test]
    fn keys_are_covered_by_those_who_manage_roles_and_hold_all_that_comes_with_them() {
        let admin = Permissions::from(Role::SchoolAdmin);
        let lead = Permissions::of_member(Role::Registrar, "roles.manage", "");
        for role in Role::ALL {
            assert!(admin.cover((*role).into()), "{role}");
            assert_eq!(lead.cover((*role).into()), !role.holds_keys() || *role == Role::Registrar, "{role}");
            assert_eq!(Permissions::from(Role::Registrar).cover((*role).into()), !role.holds_keys(), "{role}");
        }
        assert!(!lead.cover(Permissions::of_member(Role::Student, "audit.read", "")));
        assert!(lead.hold(Role::Registrar.into()) && !lead.hold(Role::Student.into()));
        assert_eq!(Permissions::from(Role::Registrar).differing(lead).names(), "roles.manage");
    }

    #[test]
    fn there_are_seventeen_school_roles_and_seven_platform_roles() {
        assert_eq!((Role::ALL.len(), crate::PlatformRole::ALL.len()), (17, 7));
    }
}
