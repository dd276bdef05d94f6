use crate::Key;

texts! { "audit":
    AUDIT = "Audit log";
    AUDIT_HINT = "Who changed what, and when. Nothing here can be edited or removed.";
    SEARCH = "Search";
    SEARCH_HINT = "a name, an action, a value";
    AREA = "What";
    ALL_AREAS = "Everything";
    FROM = "From";
    TO = "To";
    SHOW = "Show";
    CLEAR = "Clear";
    DOWNLOAD = "Download as CSV";
    WHEN = "When";
    WHO = "Who";
    DID = "What";
    OF_WHAT = "To what";
    DETAILS = "Details";
    FIELD = "Field";
    BEFORE = "Before";
    AFTER = "After";
    ADDRESS = "Address";
    REQUEST = "Request";
    THE_PLATFORM = "Lyceum itself";
    NOTHING = "empty";
    NONE = "Nothing has been changed yet";
    NONE_HINT = "Every change in the school will be listed here.";
    NO_MATCH = "Nothing fits";
    NO_MATCH_HINT = "Try fewer words or more days.";
    OLDER = "Older entries";
    NEWEST = "Back to the newest";

    AREA_ACCOUNT = "Accounts";
    AREA_SESSION = "Log-ins";
    AREA_SCHOOL = "The school";
    AREA_CLASS = "Classes";
    AREA_COURSE = "Courses";
    AREA_ASSIGNMENT = "Assignments";
    AREA_SUBMISSION = "Work and marks";
    AREA_MESSAGE = "Chat";
    AREA_ANNOUNCEMENT = "Announcements";
    AREA_BACKUP = "Backups";
    AREA_GUARDIAN = "Families";
    AREA_VIEW = "Viewing as";

    ACCOUNT_JOINED = "registered";
    ACCOUNT_PASSWORD_RESET = "set a new password by mail";
    ACCOUNT_RESET_ASKED = "asked for a new password";
    ACCOUNT_SWEPT = "removed an account that was never used";
    ACCOUNT_VERIFIED = "confirmed an e-mail";
    ANNOUNCEMENT_EDITED = "changed an announcement";
    ANNOUNCEMENT_WITHDRAWN = "withdrew an announcement";
    ANNOUNCEMENT_WRITTEN = "wrote an announcement";
    ASSIGNMENT_SET = "set an assignment";
    BACKUP_DOWNLOAD = "downloaded data";
    CLASS_ARCHIVED = "archived a class";
    CLASS_LEFT = "left a class";
    CLASS_MEMBER_ADDED = "added somebody to a class";
    CLASS_MEMBER_CHANGED = "changed a role in a class";
    CLASS_MEMBER_REMOVED = "removed somebody from a class";
    CLASS_RENAMED = "renamed a class";
    CLASS_RESTORED = "restored a class";
    CLASS_CODE_CLOSED = "closed a code";
    CLASS_CODE_OPENED = "opened a code";
    CLASS_CODE_ROTATED = "replaced a code";
    CLASS_CREATED = "made a class";
    CLASS_JOINED = "joined a class";
    COURSE_CREATED = "made a course";
    DEMO_SEEDED = "filled the demonstration";
    GUARDIAN_CHANGED = "changed what a parent may see";
    GUARDIAN_CODE_MADE = "made a family code";
    GUARDIAN_CODE_USED = "used a family code";
    GUARDIAN_CODE_WITHDRAWN = "withdrew a family code";
    GUARDIAN_LINKED = "linked a parent and a child";
    GUARDIAN_UNLINKED = "unlinked a parent and a child";
    MESSAGE_SENT = "wrote in the chat";
    SCHOOL_FOUNDED = "founded the school";
    SESSION_END_ALL = "logged out everywhere";
    SESSION_LOG_IN = "logged in";
    SUBMISSION_HANDED_IN = "handed in work";
    SUBMISSION_MARKED = "marked work";
    VIEW_STARTED = "began to view as a member";
    VIEW_STOPPED = "stopped viewing as a member";
}

/// The areas one can look at, by the first part of the actions' names.
pub const AREAS: &[(&str, Key)] = &[
    ("account", AREA_ACCOUNT),
    ("session", AREA_SESSION),
    ("school", AREA_SCHOOL),
    ("class", AREA_CLASS),
    ("course", AREA_COURSE),
    ("assignment", AREA_ASSIGNMENT),
    ("submission", AREA_SUBMISSION),
    ("message", AREA_MESSAGE),
    ("announcement", AREA_ANNOUNCEMENT),
    ("backup", AREA_BACKUP),
    ("guardian", AREA_GUARDIAN),
    ("view", AREA_VIEW),
];

/// Every action of the log with what it is called. A test compares it with what the code writes.
pub const ACTIONS: &[(&str, Key)] = &[
    ("account.joined", ACCOUNT_JOINED),
    ("account.password_reset", ACCOUNT_PASSWORD_RESET),
    ("account.reset_asked", ACCOUNT_RESET_ASKED),
    ("account.swept", ACCOUNT_SWEPT),
    ("account.verified", ACCOUNT_VERIFIED),
    ("announcement.edited", ANNOUNCEMENT_EDITED),
    ("announcement.withdrawn", ANNOUNCEMENT_WITHDRAWN),
    ("announcement.written", ANNOUNCEMENT_WRITTEN),
    ("assignment.set", ASSIGNMENT_SET),
    ("backup.download", BACKUP_DOWNLOAD),
    ("class.archived", CLASS_ARCHIVED),
    ("class.left", CLASS_LEFT),
    ("class.member_added", CLASS_MEMBER_ADDED),
    ("class.member_changed", CLASS_MEMBER_CHANGED),
    ("class.member_removed", CLASS_MEMBER_REMOVED),
    ("class.renamed", CLASS_RENAMED),
    ("class.restored", CLASS_RESTORED),
    ("class.code_closed", CLASS_CODE_CLOSED),
    ("class.code_opened", CLASS_CODE_OPENED),
    ("class.code_rotated", CLASS_CODE_ROTATED),
    ("class.created", CLASS_CREATED),
    ("class.joined", CLASS_JOINED),
    ("course.created", COURSE_CREATED),
    ("demo.seeded", DEMO_SEEDED),
    ("guardian.changed", GUARDIAN_CHANGED),
    ("guardian.code_made", GUARDIAN_CODE_MADE),
    ("guardian.code_used", GUARDIAN_CODE_USED),
    ("guardian.code_withdrawn", GUARDIAN_CODE_WITHDRAWN),
    ("guardian.linked", GUARDIAN_LINKED),
    ("guardian.unlinked", GUARDIAN_UNLINKED),
    ("message.sent", MESSAGE_SENT),
    ("school.founded", SCHOOL_FOUNDED),
    ("session.end_all", SESSION_END_ALL),
    ("session.log_in", SESSION_LOG_IN),
    ("submission.handed_in", SUBMISSION_HANDED_IN),
    ("submission.marked", SUBMISSION_MARKED),
    ("view.started", VIEW_STARTED),
    ("view.stopped", VIEW_STOPPED),
];

/// What an action is called.
pub fn action(name: &str) -> Option<Key> {
    ACTIONS.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
}
