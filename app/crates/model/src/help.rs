//! Help for each role (product.md section 27): a sentence on what the role is about, and the tasks that its permissions
//! open, each in a few steps, under the topics they belong to.

mod pages;

use crate::accounts::Me;
use crate::text::help as h;
use crate::{Feature, Features, Key, Permission, Permissions, PlatformRole, Role};

pub use pages::{PAGES, of_page};

/// Tasks that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Its place on the page.
    pub id: &'static str,
    pub title: Key,
    /// The most frequent first.
    pub tasks: &'static [Task],
}

/// A topic with the tasks of it that are open to a reader.
pub type Chapter = (&'static Topic, Vec<&'static Task>);

/// Something to do.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Its place on the page.
    pub id: &'static str,
    pub title: Key,
    /// How it is done, a step a line.
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

const WORK: Topic = Topic {
    id: "work",
    title: h::T_WORK,
    tasks: &[
        task("marking", (h::MARKING, h::MARKING_TEXT), To::School(""), Some(P::AssessmentsGrade)),
        task("hand-in", (h::HAND_IN, h::HAND_IN_TEXT), To::School(""), Some(P::AssessmentsSubmit)),
        task("marks", (h::MARKS, h::MARKS_TEXT), To::School(""), Some(P::AssessmentsSubmit)),
        task("assignments", (h::ASSIGNMENTS, h::ASSIGNMENTS_TEXT), To::School("/classes"), Some(P::AssessmentsCreate)),
        task("courses", (h::COURSES, h::COURSES_TEXT), To::School("/classes"), Some(P::CoursesCreate)),
        task("look-in", (h::LOOK_IN, h::LOOK_IN_TEXT), To::School("/classes"), Some(P::CoursesRead)),
    ],
};

const CLASSES: Topic = Topic {
    id: "in-classes",
    title: h::T_CLASSES,
    tasks: &[
        task("classes", (h::CLASSES, h::CLASSES_TEXT), To::School("/classes"), Some(P::ClassesRead)),
        task("chat", (h::CHAT, h::CHAT_TEXT), To::School("/chat"), None).with(Feature::Chat),
        task("chat-keys", (h::CHAT_KEYS, h::CHAT_KEYS_TEXT), To::School("/chat"), None).with(Feature::Chat),
        task("forum", (h::FORUM, h::FORUM_TEXT), To::School("/forum"), Some(P::ClassesRead)).with(Feature::Forum),
        task("forum-care", (h::FORUM_CARE, h::FORUM_CARE_TEXT), To::School("/forum"), Some(P::ForumModerate))
            .with(Feature::Forum),
        task("codes", (h::CODES, h::CODES_TEXT), To::School("/classes/new"), Some(P::ClassesCreate)),
        task("hand-out", (h::HAND_OUT, h::HAND_OUT_TEXT), To::School("/classes"), Some(P::ClassesManage)),
        task("let-in", (h::LET_IN, h::LET_IN_TEXT), To::School("/classes"), Some(P::ClassesManage)),
        task("class-people", (h::CLASS_PEOPLE, h::CLASS_PEOPLE_TEXT), To::School("/classes"), Some(P::ClassesManage)),
        task("statistics", (h::STATISTICS, h::STATISTICS_TEXT), To::School("/classes"), Some(P::StudentsViewProgress))
            .with(Feature::Analytics),
    ],
};

const NEWS: Topic = Topic {
    id: "news",
    title: h::T_NEWS,
    tasks: &[
        task("read-news", (h::READ_NEWS, h::READ_NEWS_TEXT), To::School("/announcements"), None),
        task("write-news", (h::WRITE_NEWS, h::WRITE_NEWS_TEXT), To::School("/announcements/new"), Some(P::AnnouncementsWrite)),
        task("who-read", (h::WHO_READ, h::WHO_READ_TEXT), To::School("/announcements"), Some(P::AnnouncementsWrite)),
    ],
};

const FAMILY: Topic = Topic {
    id: "family",
    title: h::T_FAMILY,
    tasks: &[
        task("children", (h::CHILDREN, h::CHILDREN_TEXT), To::Own("/parent/children"), Some(P::ChildrenPerformance)),
        task("add-child", (h::ADD_CHILD, h::ADD_CHILD_TEXT), To::Own("/family"), Some(P::ChildrenPerformance)),
        task("families", (h::FAMILIES, h::FAMILIES_TEXT), To::School("/guardians"), Some(P::GuardiansManage)),
        task("family-codes", (h::FAMILY_CODES, h::FAMILY_CODES_TEXT), To::School("/guardians"), Some(P::GuardiansManage)),
        task("rights", (h::RIGHTS, h::RIGHTS_TEXT), To::School("/guardians"), Some(P::GuardiansManage)),
    ],
};

const PEOPLE: Topic = Topic {
    id: "members",
    title: h::T_PEOPLE,
    tasks: &[
        task("find", (h::FIND, h::FIND_TEXT), To::School("/find"), None),
        task("people", (h::PEOPLE, h::PEOPLE_TEXT), To::School("/people"), Some(P::MembersRead)),
        task("export", (h::EXPORT, h::EXPORT_TEXT), To::School("/people"), Some(P::MembersExport)),
        task("invite", (h::INVITE, h::INVITE_TEXT), To::School("/invitations"), Some(P::MembersManage)),
        task("member", (h::MEMBER, h::MEMBER_TEXT), To::School("/people"), Some(P::MembersManage)),
        task("bulk", (h::BULK, h::BULK_TEXT), To::School("/people"), Some(P::MembersManage)).with(Feature::BulkOperations),
        task("undo", (h::UNDO, h::UNDO_TEXT), To::School("/people"), Some(P::MembersManage)),
        task("permissions", (h::PERMISSIONS, h::PERMISSIONS_TEXT), To::School("/people"), Some(P::RolesManage)),
        task("view-as", (h::VIEW_AS, h::VIEW_AS_TEXT), To::School("/view-as"), Some(P::MembersViewAs)),
    ],
};

const SCHOOL: Topic = Topic {
    id: "the-school",
    title: h::T_SCHOOL,
    tasks: &[
        task("school-year", (h::SCHOOL_YEAR, h::SCHOOL_YEAR_TEXT), To::School("/calendar"), None),
        task("settings", (h::SETTINGS, h::SETTINGS_TEXT), To::School("/settings"), Some(P::SchoolSettings)),
        task("first-steps", (h::FIRST_STEPS, h::FIRST_STEPS_TEXT), To::School("/start"), Some(P::SchoolSettings)),
        task("brand", (h::BRAND, h::BRAND_TEXT), To::School("/settings/brand"), Some(P::SchoolSettings)),
        task("departments", (h::DEPARTMENTS, h::DEPARTMENTS_TEXT), To::School("/settings/departments"), Some(P::SchoolSettings)),
        task("calendar", (h::CALENDAR, h::CALENDAR_TEXT), To::School("/settings/calendar"), Some(P::SchoolSettings)),
        task("grades", (h::GRADES, h::GRADES_TEXT), To::School("/settings/grades"), Some(P::SchoolSettings)),
        task("features", (h::FEATURES, h::FEATURES_TEXT), To::School("/settings/features"), Some(P::SchoolSettings)),
        task("storage", (h::STORAGE, h::STORAGE_TEXT), To::School("/settings/storage"), Some(P::SchoolSettings)),
        task("audit", (h::AUDIT, h::AUDIT_TEXT), To::School("/audit"), Some(P::AuditRead)),
    ],
};

const BACKUPS: Topic = Topic {
    id: "backups",
    title: h::T_BACKUPS,
    tasks: &[
        task("backup", (h::BACKUP, h::BACKUP_TEXT), To::School("/backup"), Some(P::BackupRead)),
        task("lock", (h::LOCK, h::LOCK_TEXT), To::School("/backup"), Some(P::BackupRead)),
        task("kept", (h::KEEP, h::KEEP_TEXT), To::School("/backup/kept"), Some(P::BackupRead)),
        task("test", (h::TEST, h::TEST_TEXT), To::School("/backup/kept"), Some(P::BackupRead)),
        task("restore", (h::RESTORE, h::RESTORE_TEXT), To::School("/backup/restore"), Some(P::BackupRestore)),
        task("clear", (h::CLEAR, h::CLEAR_TEXT), To::School("/backup/clear"), Some(P::BackupClear)),
        task("space", (h::SPACE, h::SPACE_TEXT), To::School("/backup/storage"), Some(P::BackupRead)),
    ],
};

/// What everybody can do, in a school or in none.
const YOURSELF: Topic = Topic {
    id: "yourself",
    title: h::T_YOURSELF,
    tasks: &[
        task("account", (h::ACCOUNT, h::ACCOUNT_TEXT), To::Own("/me"), None),
        task("language", (h::LANGUAGE, h::LANGUAGE_TEXT), To::Own("/me"), None),
        task("password", (h::PASSWORD, h::PASSWORD_TEXT), To::Own("/me/security"), None),
        task("notifications", (h::NOTIFICATIONS, h::NOTIFICATIONS_TEXT), To::Own("/me/notifications"), None),
        task("devices", (h::DEVICES, h::DEVICES_TEXT), To::Own("/me/devices"), None),
        task("push", (h::PUSH, h::PUSH_TEXT), To::Own("/me/devices"), None),
        task("this-device", (h::THIS_DEVICE, h::THIS_DEVICE_TEXT), To::Own("/me/devices"), None),
        task("join", (h::JOIN, h::JOIN_TEXT), To::Own("/join"), None),
        task("schools", (h::SCHOOLS, h::SCHOOLS_TEXT), To::Own("/schools"), None),
    ],
};

/// For those who run the installation, whatever they are in a school.
const PLATFORM: Topic = Topic {
    id: "platform",
    title: h::T_PLATFORM,
    tasks: &[
        task("overview", (h::OVERVIEW, h::OVERVIEW_TEXT), To::Own("/admin"), None),
        task("platform-schools", (h::PLATFORM_SCHOOLS, h::PLATFORM_SCHOOLS_TEXT), To::Own("/admin/schools"), None),
        task("users", (h::USERS, h::USERS_TEXT), To::Own("/admin/people"), None),
        task("mails", (h::MAILS, h::MAILS_TEXT), To::Own("/admin/mails"), None),
        task("mail-server", (h::MAIL_SERVER, h::MAIL_SERVER_TEXT), To::Own("/admin/mails"), None),
        task("jobs", (h::JOBS, h::JOBS_TEXT), To::Own("/admin/jobs"), None),
        task("platform-audit", (h::PLATFORM_AUDIT, h::PLATFORM_AUDIT_TEXT), To::Own("/admin/audit"), None),
    ],
};

/// The backup page outside of a school leads here, whoever of a school opens it there.
const PLATFORM_BACKUPS: Topic = Topic {
    id: "platform-backups",
    title: h::T_PLATFORM_BACKUPS,
    tasks: &[
        task("platform-backup", (h::PLATFORM_BACKUP, h::PLATFORM_BACKUP_TEXT), To::Own("/backup"), Some(P::BackupRead)),
        task("platform-lock", (h::LOCK, h::LOCK_TEXT), To::Own("/backup"), Some(P::BackupRead)),
        task("platform-kept", (h::PLATFORM_KEEP, h::PLATFORM_KEEP_TEXT), To::Own("/backup/kept"), Some(P::BackupRead)),
        task("platform-test", (h::TEST, h::TEST_TEXT), To::Own("/backup/kept"), Some(P::BackupRead)),
        task(
            "platform-restore",
            (h::PLATFORM_RESTORE, h::PLATFORM_RESTORE_TEXT),
            To::Own("/backup/restore"),
            Some(P::BackupRestore),
        ),
        task("platform-clear", (h::PLATFORM_CLEAR, h::PLATFORM_CLEAR_TEXT), To::Own("/backup/clear"), Some(P::BackupClear)),
        task("platform-space", (h::PLATFORM_SPACE, h::PLATFORM_SPACE_TEXT), To::Own("/backup/storage"), Some(P::BackupRead)),
    ],
};

/// The topics of a school, the daily ones first.
pub const TOPICS: &[Topic] = &[WORK, CLASSES, NEWS, FAMILY, PEOPLE, SCHOOL, BACKUPS, YOURSELF];

/// Who reads help outside of a school. How data is kept, put back and cleared is for those alone who do it somewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader {
    pub runs_platform: bool,
    /// What they may do in any of their schools.
    pub permissions: Permissions,
}

impl Reader {
    pub fn of(me: &Me) -> Reader {
        let somewhere = |it: &Permission| me.places.iter().any(|place| place.can(*it));
        let permissions = P::ALL.iter().copied().filter(somewhere).collect();
        Reader { runs_platform: me.is_platform_admin(), permissions }
    }

    fn may_read(self, task: &Task) -> bool {
        match task.permission {
            Some(it @ (P::BackupRead | P::BackupRestore | P::BackupClear)) => self.runs_platform || self.permissions.can(it),
            _ => true,
        }
    }
}

/// The tasks of a topic that a reader is shown, if there are any.
fn shown(topic: &'static Topic, reader: Reader) -> Option<Chapter> {
    let tasks: Vec<_> = topic.tasks.iter().filter(|task| reader.may_read(task)).collect();
    (!tasks.is_empty()).then_some((topic, tasks))
}

/// What a role can do, as far as it is the reader's to know.
pub fn of_role(role: Role, reader: Reader) -> Vec<Chapter> {
    let mut chapters = chapters(Permissions::from(role), Features::default());
    chapters.iter_mut().for_each(|(_, tasks)| tasks.retain(|task| reader.may_read(task)));
    chapters.retain(|(_, tasks)| !tasks.is_empty());
    chapters
}

/// What those with the permissions can do, in a school with the features.
pub fn chapters(permissions: Permissions, features: Features) -> Vec<Chapter> {
    let open = |topic: &'static Topic| {
        let tasks: Vec<_> = topic.tasks.iter().filter(|task| task.is_open(permissions, features)).collect();
        (topic, tasks)
    };
    TOPICS.iter().map(open).filter(|(_, tasks)| !tasks.is_empty()).collect()
}

/// The same, one task after the other.
pub fn tasks(permissions: Permissions, features: Features) -> impl Iterator<Item = &'static Task> {
    chapters(permissions, features).into_iter().flat_map(|(_, tasks)| tasks)
}

/// What a person can do outside of every school, as far as it is the reader's to know: nothing where all that sets those who
/// run the platform apart is not.
pub fn on_platform(role: PlatformRole, reader: Reader) -> Option<Vec<Chapter>> {
    let mut chapters = Vec::new();
    if role == PlatformRole::SuperAdmin {
        chapters.extend(shown(&PLATFORM, reader).filter(|_| reader.runs_platform));
        chapters.extend(shown(&PLATFORM_BACKUPS, reader));
        if chapters.is_empty() {
            return None;
        }
    }
    chapters.extend(shown(&YOURSELF, reader));
    Some(chapters)
}

/// What a kind of person of the platform is about.
pub const fn about_platform(role: PlatformRole) -> Key {
    match role {
        PlatformRole::SuperAdmin => h::ROLE_SUPER_ADMIN,
        PlatformRole::SchoolAdmin => h::ROLE_SCHOOL_ADMIN,
        PlatformRole::Registrar => h::ROLE_REGISTRAR,
        PlatformRole::Teacher => h::ROLE_TEACHER,
        PlatformRole::Parent => h::ROLE_PARENT,
        PlatformRole::Student => h::ROLE_STUDENT,
        PlatformRole::Staff => h::ROLE_STAFF,
    }
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
        let everybody = ["account", "language", "password", "notifications", "devices", "push", "this-device", "join", "schools"];
        let own = ["chat", "chat-keys", "read-news", "find", "people", "school-year"];
        assert_eq!(of(Role::Bursar), [&own[..], &everybody].concat());
    }

    #[test]
    fn a_school_without_chat_does_not_explain_it() {
        let without = Features::default().with(Feature::Chat, false);
        assert!(tasks(Permissions::from(Role::Student), without).all(|task| !task.id.starts_with("chat")));
    }

    #[test]
    fn every_place_of_the_help_is_named_once_and_every_page_leads_to_one() {
        let of = |topic: &'static Topic| std::iter::once(topic.id).chain(topic.tasks.iter().map(|task| task.id));
        let mut ids: Vec<_> = TOPICS.iter().chain([&PLATFORM, &PLATFORM_BACKUPS]).flat_map(of).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        for (page, help) in PAGES {
            let place = help.split_once('#').map(|(_, place)| place);
            assert!(place.is_none_or(|place| ids.contains(&place)), "{page}: {help}");
        }
    }

    #[test]
    fn a_kind_of_person_that_a_role_is_named_after_too_is_called_so_and_is_about_the_same() {
        let same = |kind: &PlatformRole| kind.text().parse::<Role>().ok().map(|role| (*kind, role));
        let both: Vec<_> = PlatformRole::ALL.iter().filter_map(same).collect();
        assert_eq!(both.len(), 5);
        for (kind, role) in both {
            assert_eq!((kind.label(), about_platform(kind)), (role.label(), about(role)));
        }
    }

    #[test]
    fn who_runs_the_platform_reads_more_than_who_is_new_on_it() {
        let ids = |role, reader| on_platform(role, reader).map(|all| all.iter().map(|(topic, _)| topic.id).collect::<Vec<_>>());
        let admin = Reader { runs_platform: true, permissions: Permissions::default() };
        let nobody = Reader::default();
        let all = ["platform", "platform-backups", "yourself"];
        assert_eq!(ids(PlatformRole::SuperAdmin, admin).as_deref(), Some(&all[..]));
        assert_eq!(ids(PlatformRole::Staff, nobody).as_deref(), Some(&["yourself"][..]));
        assert_eq!(ids(PlatformRole::SuperAdmin, nobody), None, "a teacher reads nothing of the platform");
        let of_school = Reader { runs_platform: false, permissions: Role::SchoolAdmin.into() };
        assert_eq!(ids(PlatformRole::SuperAdmin, of_school).as_deref(), Some(&all[1..]), "they open the backup page there");
        let places = |all: Vec<Chapter>| all.into_iter().flat_map(|(_, tasks)| tasks).map(|task| task.to).collect::<Vec<_>>();
        let own = on_platform(PlatformRole::SuperAdmin, admin).unwrap();
        assert!(places(own).iter().all(|to| matches!(to, To::Own(_))));
    }

    #[test]
    fn how_data_is_kept_and_cleared_is_read_by_those_who_do_it_alone() {
        let ids = |reader| {
            of_role(Role::SchoolAdmin, reader).into_iter().flat_map(|(_, tasks)| tasks).map(|it| it.id).collect::<Vec<_>>()
        };
        let of_backups = ["backup", "lock", "kept", "test", "restore", "clear", "space"];
        let teacher = ids(Reader { runs_platform: false, permissions: Role::Teacher.into() });
        assert!(teacher.contains(&"settings") && of_backups.iter().all(|it| !teacher.contains(it)), "{teacher:?}");
        let admin = ids(Reader { runs_platform: false, permissions: Role::SchoolAdmin.into() });
        assert!(of_backups.iter().all(|it| admin.contains(it)), "{admin:?}");
        let clears =
            ids(Reader { runs_platform: false, permissions: Permissions::of_member(Role::Librarian, "backup.clear", "") });
        assert!(clears.contains(&"clear") && !clears.contains(&"backup"), "{clears:?}");
        assert_eq!(ids(Reader { runs_platform: true, permissions: Permissions::default() }), admin);
    }
}
