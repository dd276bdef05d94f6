//! The menu: one line an entry, shown to those whose role has the permission.

use model::text::{announcements, audit, backup, classes, common, guardians, invitations, people, settings, viewing};
use model::{Key, Permission};

/// An entry of a school's menu.
pub struct Entry {
    pub title: Key,
    /// Below `/s/{slug}`.
    pub path: &'static str,
    pub icon: &'static str,
    pub permission: Option<Permission>,
}

const fn entry(title: Key, path: &'static str, icon: &'static str, permission: Option<Permission>) -> Entry {
    Entry { title, path, icon, permission }
}

/// Where the announcements are: the menu says beside it how many wait to be read.
pub const ANNOUNCEMENTS: &str = "/announcements";

/// The menu of a school.
pub const SCHOOL: &[Entry] = &[
    entry(common::DASHBOARD, "", "home", None),
    entry(announcements::ANNOUNCEMENTS, ANNOUNCEMENTS, "bell", None),
    entry(classes::CLASSES, "/classes", "users", Some(Permission::ClassesRead)),
    entry(guardians::FAMILIES, "/guardians", "user-plus", Some(Permission::GuardiansManage)),
    entry(viewing::VIEW_AS, "/view-as", "eye", Some(Permission::MembersViewAs)),
    entry(invitations::INVITATIONS, "/invitations", "user-plus", Some(Permission::MembersManage)),
    entry(audit::AUDIT, "/audit", "eye", Some(Permission::AuditRead)),
    entry(settings::SETTINGS, "/settings", "settings", Some(Permission::SchoolSettings)),
    entry(people::PEOPLE, "/people", "user", Some(Permission::MembersRead)),
    entry(backup::BACKUP, "/backup", "database", Some(Permission::BackupRead)),
];

/// For parents, inside a school and outside.
pub const CHILDREN: (Key, &str, &str) = (guardians::YOUR_CHILDREN, "/parent/children", "users");

/// An entry of the menu outside a school.
pub struct PlatformEntry {
    pub title: Key,
    pub path: &'static str,
    pub icon: &'static str,
    /// For the platform's admins only.
    pub admin: bool,
}

/// The menu outside a school.
pub const PLATFORM: &[PlatformEntry] = &[
    PlatformEntry { title: common::SCHOOLS, path: "/schools", icon: "school", admin: false },
    PlatformEntry { title: common::PLATFORM, path: "/admin", icon: "activity", admin: true },
    PlatformEntry { title: people::USERS, path: "/admin/people", icon: "users", admin: true },
    PlatformEntry { title: common::MAILS, path: "/admin/mails", icon: "mail", admin: true },
    PlatformEntry { title: audit::AUDIT, path: "/admin/audit", icon: "eye", admin: true },
    PlatformEntry { title: backup::BACKUP, path: "/backup", icon: "database", admin: true },
    PlatformEntry { title: common::ACCOUNT, path: "/me", icon: "user", admin: false },
];
