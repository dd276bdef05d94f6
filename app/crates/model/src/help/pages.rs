//! Which help stands for a page: one line a page, in the order of the routes.

/// The pattern of a page and the address of its help: a topic or a task that is open to all who can open the page.
pub const PAGES: &[(&str, &str)] = &[
    ("/s/:school", "/s/:school/help"),
    ("/s/:school/calendar", "/s/:school/help#school-year"),
    ("/s/:school/find", "/s/:school/help#find"),
    ("/s/:school/announcements", "/s/:school/help#news"),
    ("/s/:school/announcements/new", "/s/:school/help#write-news"),
    ("/s/:school/announcements/:id", "/s/:school/help#news"),
    ("/s/:school/announcements/:id/edit", "/s/:school/help#write-news"),
    ("/s/:school/classes", "/s/:school/help#in-classes"),
    ("/s/:school/classes/new", "/s/:school/help#codes"),
    ("/s/:school/classes/:id", "/s/:school/help#in-classes"),
    ("/s/:school/classes/:id/announcements", "/s/:school/help#news"),
    ("/s/:school/classes/:id/people", "/s/:school/help#class-people"),
    ("/s/:school/classes/:id/statistics", "/s/:school/help#statistics"),
    ("/s/:school/classes/:id/settings", "/s/:school/help#in-classes"),
    ("/s/:school/classes/:id/codes/:kind", "/s/:school/help#hand-out"),
    ("/s/:school/classes/:id/chat", "/s/:school/help#chat"),
    ("/s/:school/chat", "/s/:school/help#chat"),
    ("/s/:school/chat/search", "/s/:school/help#chat"),
    ("/s/:school/chat/new", "/s/:school/help#chat"),
    ("/s/:school/chat/reports", "/s/:school/help#chat"),
    ("/s/:school/chat/words", "/s/:school/help#chat"),
    ("/s/:school/chat/:room", "/s/:school/help#chat"),
    ("/s/:school/chat/:room/search", "/s/:school/help#chat"),
    ("/s/:school/chat/:room/report/:message", "/s/:school/help#chat"),
    ("/s/:school/chat/:room/versions/:message", "/s/:school/help#chat"),
    ("/s/:school/chat/:room/acts/:seq", "/s/:school/help#chat"),
    ("/s/:school/chat/:room/thread/:seq", "/s/:school/help#chat"),
    ("/s/:school/classes/:id/courses/new", "/s/:school/help#courses"),
    ("/s/:school/courses/:id", "/s/:school/help#work"),
    ("/s/:school/courses/:id/assignments/new", "/s/:school/help#assignments"),
    ("/s/:school/assignments/:id", "/s/:school/help#work"),
    ("/s/:school/submissions/:id", "/s/:school/help#marking"),
    ("/s/:school/forum", "/s/:school/help#forum"),
    ("/s/:school/forum/reports", "/s/:school/help#forum-care"),
    ("/s/:school/forum/saved", "/s/:school/help#forum"),
    ("/s/:school/forum/:board", "/s/:school/help#forum"),
    ("/s/:school/forum/:board/new", "/s/:school/help#forum"),
    ("/s/:school/forum/:board/settings", "/s/:school/help#forum-care"),
    ("/s/:school/forum/threads/:id", "/s/:school/help#forum"),
    ("/s/:school/forum/posts/:id/edit", "/s/:school/help#forum"),
    ("/s/:school/forum/posts/:id/report", "/s/:school/help#forum"),
    ("/s/:school/invitations", "/s/:school/help#invite"),
    ("/s/:school/start", "/s/:school/help#first-steps"),
    ("/s/:school/start/class", "/s/:school/help#first-steps"),
    ("/s/:school/start/school", "/s/:school/help#first-steps"),
    ("/s/:school/start/people", "/s/:school/help#first-steps"),
    ("/s/:school/audit", "/s/:school/help#audit"),
    ("/s/:school/backup", "/s/:school/help#backup"),
    ("/s/:school/backup/storage", "/s/:school/help#space"),
    ("/s/:school/backup/clear", "/s/:school/help#clear"),
    ("/s/:school/backup/kept", "/s/:school/help#kept"),
    ("/s/:school/backup/restore", "/s/:school/help#restore"),
    ("/s/:school/backup/restore/:id", "/s/:school/help#restore"),
    ("/s/:school/guardians", "/s/:school/help#families"),
    ("/s/:school/guardians/codes/:id", "/s/:school/help#family-codes"),
    ("/s/:school/view-as", "/s/:school/help#view-as"),
    ("/s/:school/people", "/s/:school/help#people"),
    ("/s/:school/people/change", "/s/:school/help#bulk"),
    // One's own page is open to everybody.
    ("/s/:school/people/:id", "/s/:school/help#members"),
    ("/s/:school/settings", "/s/:school/help#settings"),
    ("/s/:school/settings/brand", "/s/:school/help#brand"),
    ("/s/:school/settings/departments", "/s/:school/help#departments"),
    ("/s/:school/settings/departments/:id", "/s/:school/help#departments"),
    ("/s/:school/settings/calendar", "/s/:school/help#calendar"),
    ("/s/:school/settings/years/:id", "/s/:school/help#calendar"),
    ("/s/:school/settings/terms/:id", "/s/:school/help#calendar"),
    ("/s/:school/settings/holidays/:id", "/s/:school/help#calendar"),
    ("/s/:school/settings/grades", "/s/:school/help#grades"),
    ("/s/:school/settings/grades/:id", "/s/:school/help#grades"),
    ("/s/:school/settings/features", "/s/:school/help#features"),
    ("/s/:school/settings/storage", "/s/:school/help#storage"),
    ("/parent/children", "/help/parent#family"),
    ("/parent/children/:school/:id", "/help/parent#children"),
    ("/schools", "/help#schools"),
    ("/me", "/help#account"),
    ("/me/security", "/help#password"),
    ("/me/notifications", "/help#notifications"),
    ("/me/devices", "/help#devices"),
    ("/notifications", "/help#notifications"),
    ("/me/schools", "/help#schools"),
    ("/admin", "/help/super_admin#overview"),
    ("/admin/schools", "/help/super_admin#platform-schools"),
    ("/admin/schools/:id", "/help/super_admin#platform-schools"),
    ("/admin/people", "/help/super_admin#users"),
    ("/admin/mails", "/help/super_admin#mails"),
    ("/admin/jobs", "/help/super_admin#jobs"),
    ("/admin/audit", "/help/super_admin#platform-audit"),
    ("/backup", "/help/super_admin#platform-backup"),
    ("/backup/storage", "/help/super_admin#platform-space"),
    ("/backup/clear", "/help/super_admin#platform-clear"),
    ("/backup/kept", "/help/super_admin#platform-kept"),
    ("/backup/restore", "/help/super_admin#platform-restore"),
    ("/backup/restore/:id", "/help/super_admin#platform-restore"),
];

/// The address of the help for the page at a path; nothing where a page needs none.
pub fn of_page(path: &str) -> Option<String> {
    let (_, help) = PAGES.iter().find(|(pattern, _)| fits(pattern, path))?;
    let school = path.strip_prefix("/s/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    Some(help.replace(":school", school))
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.split('/'), path.trim_end_matches('/').split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern.zip(path).all(|(expected, part)| expected == part || expected.starts_with(':') && !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_of_a_page_is_found_by_its_path() {
        for (path, help) in [
            ("/s/alpha", Some("/s/alpha/help")),
            ("/s/alpha/", Some("/s/alpha/help")),
            ("/s/alpha/classes/new", Some("/s/alpha/help#codes")),
            ("/s/alpha/classes/0192", Some("/s/alpha/help#in-classes")),
            ("/s/alpha/people/change", Some("/s/alpha/help#bulk")),
            ("/parent/children/alpha/0192", Some("/help/parent#children")),
            ("/admin", Some("/help/super_admin#overview")),
            ("/s/alpha/help", None),
            ("/s//classes", None),
            ("/help", None),
            ("/", None),
        ] {
            assert_eq!(of_page(path).as_deref(), help, "{path}");
        }
    }
}
