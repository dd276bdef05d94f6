//! Who a person is: 7 platform roles and 17 school roles (product.md section 2).

use crate::schools::TeacherLabel;
use crate::{Key, Permission, text::roles as t};

crate::text_enum! {
    /// What kind of person a user is on the platform. Only [`PlatformRole::SuperAdmin`] carries power over the
    /// installation; the others choose the first dashboard.
    pub enum PlatformRole {
        SuperAdmin = "super_admin",
        SchoolAdmin = "school_admin",
        Registrar = "registrar",
        Teacher = "teacher",
        Parent = "parent",
        Student = "student",
        Staff = "staff",
    }
}

crate::text_enum! {
    /// What a person is in one school; the role alone decides what they may do there. A further one is a line here, one
    /// wherever the compiler then asks for it, and its place among the others in a sorted list of people, which a test
    /// asks for (`rank!` in the domain's `people/list.rs`).
    pub enum Role {
        Principal = "principal",
        DeputyPrincipal = "deputy_principal",
        AcademicHead = "academic_head",
        DepartmentHead = "department_head",
        Teacher = "teacher",
        FormTeacher = "form_teacher",
        Registrar = "registrar",
        Bursar = "bursar",
        Librarian = "librarian",
        ItSupport = "it_support",
        Security = "security",
        Parent = "parent",
        Student = "student",
        Mentor = "mentor",
        CorporateRep = "corporate_rep",
        Management = "management",
        SchoolAdmin = "school_admin",
    }
}

impl PlatformRole {
    /// The kind's name as people read it; most are called as the roles of a school are.
    pub const fn label(self) -> Key {
        match self {
            PlatformRole::SuperAdmin => t::PLATFORM_ADMIN,
            PlatformRole::SchoolAdmin => t::SCHOOL_ADMIN,
            PlatformRole::Registrar => t::REGISTRAR,
            PlatformRole::Teacher => t::TEACHER,
            PlatformRole::Parent => t::PARENT,
            PlatformRole::Student => t::STUDENT,
            PlatformRole::Staff => t::STAFF,
        }
    }
}

impl Role {
    /// The role's name as people read it.
    pub const fn label(self) -> Key {
        match self {
            Role::Principal => t::PRINCIPAL,
            Role::DeputyPrincipal => t::DEPUTY_PRINCIPAL,
            Role::AcademicHead => t::ACADEMIC_HEAD,
            Role::DepartmentHead => t::DEPARTMENT_HEAD,
            Role::Teacher => t::TEACHER,
            Role::FormTeacher => t::FORM_TEACHER,
            Role::Registrar => t::REGISTRAR,
            Role::Bursar => t::BURSAR,
            Role::Librarian => t::LIBRARIAN,
            Role::ItSupport => t::IT_SUPPORT,
            Role::Security => t::SECURITY,
            Role::Parent => t::PARENT,
            Role::Student => t::STUDENT,
            Role::Mentor => t::MENTOR,
            Role::CorporateRep => t::CORPORATE_REP,
            Role::Management => t::MANAGEMENT,
            Role::SchoolAdmin => t::SCHOOL_ADMIN,
        }
    }

    /// The role's name in a school that calls its teachers so.
    pub const fn label_in(self, teachers: TeacherLabel) -> Key {
        match (self, teachers) {
            (Role::Teacher, TeacherLabel::Lecturer) => t::LECTURER,
            (Role::Teacher, TeacherLabel::Faculty) => t::FACULTY,
            (Role::Teacher, TeacherLabel::Instructor) => t::INSTRUCTOR,
            _ => self.label(),
        }
    }

    /// What kind of person somebody is whose account begins with this role.
    pub const fn platform(self) -> PlatformRole {
        match self {
            Role::Student => PlatformRole::Student,
            Role::Parent => PlatformRole::Parent,
            Role::Teacher | Role::FormTeacher => PlatformRole::Teacher,
            Role::Registrar => PlatformRole::Registrar,
            Role::SchoolAdmin => PlatformRole::SchoolAdmin,
            _ => PlatformRole::Staff,
        }
    }

    /// The dashboard the role lands on (product.md section 5).
    pub const fn dashboard(self) -> Dashboard {
        match self {
            Role::Teacher => Dashboard::Teacher,
            Role::Student => Dashboard::Student,
            Role::SchoolAdmin => Dashboard::SchoolAdmin,
            Role::Parent => Dashboard::Parent,
            Role::Principal | Role::DeputyPrincipal | Role::AcademicHead | Role::Management => Dashboard::Head,
            Role::DepartmentHead => Dashboard::Department,
            Role::Registrar => Dashboard::Registrar,
            Role::FormTeacher => Dashboard::Form,
            Role::Mentor => Dashboard::Mentor,
            Role::ItSupport | Role::Security => Dashboard::Support,
            Role::Bursar => Dashboard::Bursar,
            Role::Librarian => Dashboard::Librarian,
            Role::CorporateRep => Dashboard::Corporate,
        }
    }
}

/// Which dashboard a school shows a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dashboard {
    Student,
    Teacher,
    SchoolAdmin,
    /// A card per child.
    Parent,
    /// Figures and exceptions of the school.
    Head,
    /// The same of the departments one heads, with their classes.
    Department,
    /// People: who is new, who waits, who is in no class.
    Registrar,
    /// The students of the own classes, one by one.
    Form,
    /// The same, after those of whom little is seen.
    Mentor,
    /// Accounts, sessions, the audit log.
    Support,
    /// Students by class and department, who came and who left.
    Bursar,
    /// Who may borrow, who came and who left.
    Librarian,
    /// The own classes and what is announced.
    Corporate,
    /// Classes and people only: for those from whom a part of their role was taken.
    Member,
}

impl Dashboard {
    /// What it shows must be open to its reader; from whom a part was taken has [`Dashboard::Member`].
    pub const fn needs(self) -> &'static [Permission] {
        match self {
            Dashboard::Head => &[
                Permission::MembersRead,
                Permission::ClassesRead,
                Permission::ClassesReadAll,
                Permission::CoursesRead,
                Permission::StudentsViewProgress,
            ],
            Dashboard::Department => {
                &[Permission::MembersRead, Permission::ClassesRead, Permission::CoursesRead, Permission::StudentsViewProgress]
            }
            Dashboard::Registrar => &[Permission::MembersRead, Permission::ClassesRead, Permission::ClassesReadAll],
            Dashboard::Form | Dashboard::Mentor => &[Permission::ClassesRead, Permission::StudentsViewProgress],
            Dashboard::Support | Dashboard::Bursar | Dashboard::Librarian => &[Permission::MembersRead],
            Dashboard::Student
            | Dashboard::Teacher
            | Dashboard::SchoolAdmin
            | Dashboard::Parent
            | Dashboard::Corporate
            | Dashboard::Member => &[],
        }
    }
}
