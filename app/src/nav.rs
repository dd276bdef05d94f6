//! The menu: one line an entry, shown to those who have the permission, in groups where there are many.

use model::accounts::Me;
use model::schools::Place;
use model::text::{
    announcements, audit, backup, chat, classes, common, forum, guardians, invitations, jobs, people, schools, settings, viewing,
};
use model::{Feature, Key, Permission};

use crate::text::t;

/// An entry of a school's menu.
struct Entry {
    title: Key,
    /// Below `/s/{slug}`.
    path: &'static str,
    icon: &'static str,
    permission: Option<Permission>,
    /// Without it the school has no such thing.
    feature: Option<Feature>,
}

const fn entry(title: Key, path: &'static str, icon: &'static str, permission: Option<Permission>) -> Entry {
    Entry { title, path, icon, permission, feature: None }
}

impl Entry {
    const fn with(self, feature: Feature) -> Entry {
        Entry { feature: Some(feature), ..self }
    }
}

/// What an entry is called in the bar of phones, where a fifth of the width is all it has.
const SHORT: &[(Key, Key)] = &[
    (common::DASHBOARD, common::BAR_DASHBOARD),
    (announcements::ANNOUNCEMENTS, common::BAR_ANNOUNCEMENTS),
    (invitations::INVITATIONS, common::BAR_INVITATIONS),
];

fn short(title: Key) -> Key {
    SHORT.iter().find(|(long, _)| *long == title).map_or(title, |(_, short)| *short)
}

/// Where the announcements are: the menu says beside it how many wait to be read.
pub const ANNOUNCEMENTS: &str = "/announcements";

/// Where the chats are, in a school that uses them: the menu says beside it how many messages are new.
const CHAT: &str = "/chat";

/// Where the forums are, in a school that uses them: the menu says beside it how many threads hold something new.
const FORUM: &str = "/forum";

/// Whether an entry of a school's menu leads to its chats. A school may be called so, too.
pub fn leads_to_chats(href: &str) -> bool {
    leads_to(CHAT, href)
}

/// The same of its forums.
pub fn leads_to_forums(href: &str) -> bool {
    leads_to(FORUM, href)
}

fn leads_to(page: &str, href: &str) -> bool {
    !is_start(href) && href.starts_with("/s/") && href.ends_with(page)
}

/// The menu of a school, the most important first: a phone shows the first four, and the others behind one more.
const SCHOOL: &[(Key, &[Entry])] = &[
    (
        common::GROUP_WORK,
        &[
            entry(common::DASHBOARD, "", "home", None),
            entry(announcements::ANNOUNCEMENTS, ANNOUNCEMENTS, "bell", None),
            entry(classes::CLASSES, "/classes", "users", Some(Permission::ClassesRead)),
            entry(chat::ROOMS, CHAT, "message-circle", None).with(Feature::Chat),
            entry(forum::FORUM, FORUM, "message-square", Some(Permission::ClassesRead)).with(Feature::Forum),
        ],
    ),
    (
        common::GROUP_PEOPLE,
        &[
            entry(people::PEOPLE, "/people", "user", Some(Permission::MembersRead)),
            entry(invitations::INVITATIONS, "/invitations", "mail", Some(Permission::MembersManage)),
            entry(guardians::FAMILIES, "/guardians", "user-plus", Some(Permission::GuardiansManage)),
            entry(viewing::VIEW_AS, "/view-as", "eye", Some(Permission::MembersViewAs)),
        ],
    ),
    (
        common::GROUP_SCHOOL,
        &[
            entry(settings::SETTINGS, "/settings", "settings", Some(Permission::SchoolSettings)),
            entry(audit::AUDIT, "/audit", "activity", Some(Permission::AuditRead)),
            entry(backup::BACKUP, "/backup", "database", Some(Permission::BackupRead)),
            entry(common::HELP, "/help", "help", None),
        ],
    ),
];

/// For parents and whoever has a child at a school, inside a school and outside.
const CHILDREN: (Key, &str, &str) = (guardians::YOUR_CHILDREN, "/parent/children", "users");

/// An entry of the menu outside a school.
struct PlatformEntry {
    title: Key,
    path: &'static str,
    icon: &'static str,
    /// For the platform's admins only.
    admin: bool,
}

/// The menu outside a school.
const PLATFORM: &[PlatformEntry] = &[
    PlatformEntry { title: common::SCHOOLS, path: "/schools", icon: "school", admin: false },
    PlatformEntry { title: common::PLATFORM, path: "/admin", icon: "activity", admin: true },
    PlatformEntry { title: schools::SCHOOLS, path: "/admin/schools", icon: "globe", admin: true },
    PlatformEntry { title: people::USERS, path: "/admin/people", icon: "users", admin: true },
    PlatformEntry { title: common::MAILS, path: "/admin/mails", icon: "mail", admin: true },
    PlatformEntry { title: jobs::JOBS, path: "/admin/jobs", icon: "refresh-cw", admin: true },
    PlatformEntry { title: audit::AUDIT, path: "/admin/audit", icon: "eye", admin: true },
    PlatformEntry { title: backup::BACKUP, path: "/backup", icon: "database", admin: true },
    PlatformEntry { title: common::ACCOUNT, path: ACCOUNT, icon: "user", admin: false },
    PlatformEntry { title: common::HELP, path: "/help", icon: "help", admin: false },
];

/// The account of somebody else is not looked at.
const ACCOUNT: &str = "/me";

/// Entries in sight on a phone beside "More".
pub const IN_SIGHT: usize = 4;

/// A line of the menu as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub title: &'static str,
    /// What it is called in the bar of phones.
    pub short: &'static str,
    pub href: String,
    pub icon: &'static str,
}

impl Line {
    pub fn new((title, href, icon): (Key, &str, &'static str)) -> Line {
        Line { title: t(title), short: t(short(title)), href: href.to_owned(), icon }
    }

    /// As the bar of phones shows it.
    pub fn in_bar(self) -> Line {
        Line { title: self.short, ..self }
    }
}

/// Lines under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Nothing outside of a school, where the menu is short.
    pub title: Option<&'static str>,
    pub lines: Vec<Line>,
}

/// The menu for a person, in the school they are in.
pub fn menu(me: &Me, place: Option<&Place>) -> Vec<Group> {
    match place {
        Some(place) => in_school(me, place),
        None => vec![outside(me)],
    }
}

fn in_school(me: &Me, place: &Place) -> Vec<Group> {
    let mut groups: Vec<Group> = SCHOOL
        .iter()
        .map(|(title, entries)| {
            let open = entries.iter().filter(|entry| {
                entry.permission.is_none_or(|permission| place.can(permission))
                    && entry.feature.is_none_or(|feature| place.has(feature))
            });
            let line = |it: &Entry| Line::new((it.title, format!("/s/{}{}", place.slug, it.path).as_str(), it.icon));
            Group { title: Some(t(*title)), lines: open.map(line).collect() }
        })
        .collect();
    if me.has_children() {
        groups[0].lines.push(Line::new(CHILDREN));
    }
    if me.is_platform_admin()
        && let Some(last) = groups.last_mut()
    {
        last.lines.push(Line::new((common::PLATFORM, "/admin", "activity")));
    }
    groups.retain(|group| !group.lines.is_empty());
    groups
}

fn outside(me: &Me) -> Group {
    let shown =
        |entry: &&PlatformEntry| (me.is_platform_admin() || !entry.admin) && (me.viewer.is_none() || entry.path != ACCOUNT);
    let lines = PLATFORM.iter().filter(shown).map(|it| Line::new((it.title, it.path, it.icon)));
    Group { title: None, lines: me.has_children().then(|| Line::new(CHILDREN)).into_iter().chain(lines).collect() }
}

/// Which of the lines a page belongs to: the longest address that leads to it.
pub fn current<'a>(lines: impl Iterator<Item = &'a Line>, path: &str) -> Option<String> {
    let here = section(path);
    let leads =
        |href: &str| here == href || of_platform(path) == Some(href) || !is_start(href) && here.starts_with(&format!("{href}/"));
    lines.map(|line| &line.href).filter(|href| leads(href)).max_by_key(|href| href.len()).cloned()
}

/// The platform's entry for a page of a school that its admin looks after without a place there. No menu of a school has it.
fn of_platform(path: &str) -> Option<&'static str> {
    let (_, page) = path.strip_prefix("/s/")?.split_once('/')?;
    (page == "backup" || page.starts_with("backup/")).then_some("/backup")
}

/// Whether an entry is where a menu starts: it is current on its own page only.
fn is_start(href: &str) -> bool {
    href == "/admin" || href.strip_prefix("/s/").is_some_and(|slug| !slug.contains('/'))
}

/// Courses and what is in them are reached through a class, so the menu shows them there.
fn section(path: &str) -> String {
    for inner in ["/courses/", "/assignments/", "/submissions/"] {
        if let Some((school, _)) = path.split_once(inner).filter(|_| path.starts_with("/s/")) {
            let school = school.split("/classes").next().unwrap_or(school);
            return format!("{school}/classes");
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_knows_where_one_is() {
        let line = |href: &str| Line { title: "", short: "", href: href.to_owned(), icon: "" };
        let lines = ["/s/a", "/s/a/classes", "/s/a/audit"].map(line);
        let at = |path: &str| current(lines.iter(), path);
        for (path, href) in [
            ("/s/a", Some("/s/a")),
            ("/s/a/assignments/1", Some("/s/a/classes")),
            ("/s/a/classes/1/courses/new", Some("/s/a/classes")),
            ("/s/a/classes/1/chat", Some("/s/a/classes")),
            ("/s/a/auditors", None),
            ("/me", None),
        ] {
            assert_eq!(at(path).as_deref(), href, "{path}");
        }
    }

    #[test]
    fn the_platforms_menu_knows_the_backups_of_a_school_and_the_schools_own_is_nearer() {
        let line = |href: &str| Line { title: "", short: "", href: href.to_owned(), icon: "" };
        let at = |lines: &[&str], path: &str| current(lines.iter().map(|href| line(href)).collect::<Vec<_>>().iter(), path);
        let platform = ["/admin", "/backup"];
        for path in ["/backup", "/s/a/backup", "/s/a/backup/kept"] {
            assert_eq!(at(&platform, path).as_deref(), Some("/backup"), "{path}");
        }
        assert_eq!(at(&platform, "/s/a/backups"), None);
        assert_eq!(at(&["/s/a", "/s/a/backup"], "/s/a/backup/kept").as_deref(), Some("/s/a/backup"));
        assert_eq!(at(&["/backup", "/s/a/backup"], "/s/a/backup/kept").as_deref(), Some("/s/a/backup"));
    }

    #[test]
    fn the_chats_are_known_by_their_address_and_a_school_of_that_name_is_none() {
        assert!(leads_to_chats("/s/accra/chat") && leads_to_chats("/s/chat/chat"));
        assert!(!leads_to_chats("/s/chat") && !leads_to_chats("/s/accra/classes"));
        assert!(leads_to_forums("/s/forum/forum") && !leads_to_forums("/s/forum") && !leads_to_forums("/s/accra/chat"));
    }

    #[test]
    fn the_words_of_the_bar_are_short() {
        let school = SCHOOL.iter().flat_map(|(_, entries)| *entries).map(|it| it.title);
        let titles = school.chain(PLATFORM.iter().map(|it| it.title)).chain([CHILDREN.0, common::PLATFORM, common::MORE]);
        for title in titles {
            let words: Vec<&str> = short(title).english.split(' ').collect();
            assert!(words.len() <= 2 && words.iter().all(|word| word.len() <= 8), "{words:?}");
        }
        assert!(SHORT.iter().all(|(long, short)| short.english.len() < long.english.len()));
    }
}
