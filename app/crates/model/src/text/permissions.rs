use crate::{Key, Permission};

texts! { "permissions":
    AREA_COURSES = "Courses";
    AREA_ASSESSMENTS = "Assignments and quizzes";
    AREA_STUDENTS = "Students";
    AREA_GRADES = "Grades";
    AREA_ATTENDANCE = "Attendance";
    AREA_CERTIFICATES = "Certificates";
    AREA_CHILDREN = "Own children";
    AREA_TEACHERS = "Teachers";
    AREA_CLASSES = "Classes";
    AREA_CHAT = "Chat";
    AREA_FORUM = "Forum";
    AREA_MEMBERS = "People";
    AREA_ROLES = "Roles";
    AREA_GUARDIANS = "Guardians";
    AREA_ANNOUNCEMENTS = "Announcements";
    AREA_SCHOOL = "The school";
    AREA_BACKUP = "Backup";
    AREA_AUDIT = "Audit log";
    COURSES_READ = "See courses";
    COURSES_ENROLL = "Enrol in courses";
    COURSES_CREATE = "Make courses";
    COURSES_UPDATE = "Change courses";
    COURSES_PUBLISH = "Publish courses";
    ASSESSMENTS_CREATE = "Set assignments and quizzes";
    ASSESSMENTS_SUBMIT = "Hand in work";
    ASSESSMENTS_GRADE = "Mark work";
    STUDENTS_CREATE = "Add students";
    STUDENTS_VIEW_PROGRESS = "See the progress of students";
    GRADES_WRITE = "Enter grades";
    ATTENDANCE_TAKE = "Take the register";
    CERTIFICATES_ISSUE = "Issue certificates";
    CERTIFICATES_DOWNLOAD = "Download own certificates";
    CHILDREN_ATTENDANCE = "See the attendance of own children";
    CHILDREN_TIMETABLE = "See the timetable of own children";
    CHILDREN_PERFORMANCE = "See the performance of own children";
    TEACHERS_CONTACT = "Write to teachers";
    CLASSES_READ = "See own classes";
    CLASSES_READ_ALL = "See every class";
    CLASSES_CREATE = "Make classes";
    CLASSES_MANAGE = "Look after classes and their codes";
    CHAT_WRITE = "Write in chats";
    CHAT_MODERATE = "Moderate chats";
    MEMBERS_READ = "See the people of the school";
    MEMBERS_MANAGE = "Change the people of the school";
    MEMBERS_EXPORT = "Export the list of people";
    ROLES_MANAGE = "Give roles and permissions that open the school";
    MEMBERS_VIEW_AS = "See the school as somebody else does";
    GUARDIANS_MANAGE = "Link guardians and children";
    ANNOUNCEMENTS_WRITE = "Write announcements to own classes";
    ANNOUNCEMENTS_SCHOOL = "Write announcements to the whole school";
    SCHOOL_SETTINGS = "Change the settings of the school";
    BACKUP_READ = "Download the data of the school";
    BACKUP_RESTORE = "Restore data";
    BACKUP_CLEAR = "Delete data";
    AUDIT_READ = "Read the audit log";
    FORUM_WRITE = "Write in forums";
    FORUM_MODERATE = "Look after the forums of own classes";
}

impl Permission {
    /// What it allows, as people say it.
    pub const fn label(self) -> Key {
        match self {
            Permission::CoursesRead => COURSES_READ,
            Permission::CoursesEnroll => COURSES_ENROLL,
            Permission::CoursesCreate => COURSES_CREATE,
            Permission::CoursesUpdate => COURSES_UPDATE,
            Permission::CoursesPublish => COURSES_PUBLISH,
            Permission::AssessmentsCreate => ASSESSMENTS_CREATE,
            Permission::AssessmentsSubmit => ASSESSMENTS_SUBMIT,
            Permission::AssessmentsGrade => ASSESSMENTS_GRADE,
            Permission::StudentsCreate => STUDENTS_CREATE,
            Permission::StudentsViewProgress => STUDENTS_VIEW_PROGRESS,
            Permission::GradesWrite => GRADES_WRITE,
            Permission::AttendanceTake => ATTENDANCE_TAKE,
            Permission::CertificatesIssue => CERTIFICATES_ISSUE,
            Permission::CertificatesDownload => CERTIFICATES_DOWNLOAD,
            Permission::ChildrenAttendance => CHILDREN_ATTENDANCE,
            Permission::ChildrenTimetable => CHILDREN_TIMETABLE,
            Permission::ChildrenPerformance => CHILDREN_PERFORMANCE,
            Permission::TeachersContact => TEACHERS_CONTACT,
            Permission::ClassesRead => CLASSES_READ,
            Permission::ClassesReadAll => CLASSES_READ_ALL,
            Permission::ClassesCreate => CLASSES_CREATE,
            Permission::ClassesManage => CLASSES_MANAGE,
            Permission::ChatWrite => CHAT_WRITE,
            Permission::ChatModerate => CHAT_MODERATE,
            Permission::MembersRead => MEMBERS_READ,
            Permission::MembersManage => MEMBERS_MANAGE,
            Permission::MembersExport => MEMBERS_EXPORT,
            Permission::RolesManage => ROLES_MANAGE,
            Permission::MembersViewAs => MEMBERS_VIEW_AS,
            Permission::GuardiansManage => GUARDIANS_MANAGE,
            Permission::AnnouncementsWrite => ANNOUNCEMENTS_WRITE,
            Permission::AnnouncementsSchool => ANNOUNCEMENTS_SCHOOL,
            Permission::SchoolSettings => SCHOOL_SETTINGS,
            Permission::BackupRead => BACKUP_READ,
            Permission::BackupRestore => BACKUP_RESTORE,
            Permission::BackupClear => BACKUP_CLEAR,
            Permission::AuditRead => AUDIT_READ,
            Permission::ForumWrite => FORUM_WRITE,
            Permission::ForumModerate => FORUM_MODERATE,
        }
    }

    /// The heading it stands under: what comes before the point in its name.
    pub fn area(self) -> Key {
        match self.text().split('.').next().unwrap_or_default() {
            "courses" => AREA_COURSES,
            "assessments" => AREA_ASSESSMENTS,
            "students" => AREA_STUDENTS,
            "grades" => AREA_GRADES,
            "attendance" => AREA_ATTENDANCE,
            "certificates" => AREA_CERTIFICATES,
            "children" => AREA_CHILDREN,
            "teachers" => AREA_TEACHERS,
            "classes" => AREA_CLASSES,
            "chat" => AREA_CHAT,
            "forum" => AREA_FORUM,
            "members" => AREA_MEMBERS,
            "roles" => AREA_ROLES,
            "guardians" => AREA_GUARDIANS,
            "announcements" => AREA_ANNOUNCEMENTS,
            "backup" => AREA_BACKUP,
            "audit" => AREA_AUDIT,
            _ => AREA_SCHOOL,
        }
    }
}
