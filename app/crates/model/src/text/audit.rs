use crate::Key;

texts! { "audit":
    AUDIT = "Audit log";
    AUDIT_HINT = "Who changed what, and when. Nothing here can be edited or removed.";
    SEARCH = "Search";
    SEARCH_HINT = "Name, action, value";
    AREA = "What";
    ALL_AREAS = "Everything";
    FROM = "From";
    TO = "To";
    SHOW = "Show";
    CLEAR = "Clear";
    DOWNLOAD = "Download as CSV";
    OF_WHAT = "To what";
    DETAILS = "Details";
    FIELD = "Field";
    BEFORE = "Before";
    AFTER = "After";
    ADDRESS = "Address";
    REQUEST = "Request";
    DEVICE = "Device";
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
    AREA_ROOM = "Chat rooms";
    AREA_ANNOUNCEMENT = "Announcements";
    AREA_FORUM = "Forum";
    AREA_BACKUP = "Backups";
    AREA_GUARDIAN = "Families";
    AREA_VIEW = "Viewing as";

    ACCOUNT_JOINED = "registered";
    ACCOUNT_PASSWORD_RESET = "set a new password by mail";
    ACCOUNT_RESET_ASKED = "asked for a new password";
    ACCOUNT_SWEPT = "removed an account that was never used";
    ACCOUNT_VERIFIED = "confirmed an e-mail";
    ANNOUNCEMENT_DELETED = "deleted the draft of an announcement";
    ANNOUNCEMENT_EDITED = "changed an announcement";
    ANNOUNCEMENT_PUT_BACK = "made a planned announcement a draft, as its author may no longer send it to these people";
    ANNOUNCEMENT_REMINDED = "reminded those who had not read an announcement";
    ANNOUNCEMENT_WITHDRAWN = "withdrew an announcement";
    ANNOUNCEMENT_WRITTEN = "wrote an announcement";
    FORUM_ANSWERED = "marked an answer in the forum";
    FORUM_ATTACHED = "added files to a post";
    FORUM_DELETED = "deleted a post";
    FORUM_EDITED = "edited a post";
    FORUM_LOCKED = "locked or opened a thread";
    FORUM_MOVED = "moved a thread";
    FORUM_NAMES_SET = "said whether a forum can be written in without a name";
    FORUM_PINNED = "pinned or unpinned a thread";
    FORUM_REPLIED = "replied in the forum";
    FORUM_RESTORED = "brought a post back";
    FORUM_STARTED = "began a thread";
    FORUM_TOPIC_ADDED = "added a topic to a forum";
    FORUM_TOPIC_REMOVED = "removed a topic of a forum";
    FORUM_TOPIC_RENAMED = "renamed a topic of a forum";
    FORUM_UNANSWERED = "took the mark off an answer";
    ASSIGNMENT_SET = "set an assignment";
    BACKUP_ASKED = "asked for a backup";
    BACKUP_CHECK_ASKED = "asked for a kept backup to be checked";
    BACKUP_CLEARED = "cleared data of the school";
    BACKUP_CLEAR_UNDONE = "brought back what was cleared";
    BACKUP_DOWNLOAD = "downloaded data";
    BACKUP_INCOMPLETE = "made an archive that lacks files: they were not in the file store as they should be";
    BACKUP_REMOVED = "deleted a kept backup";
    BACKUP_RESTORED = "put an archive back";
    BACKUP_SCHEDULED = "changed when backups are made";
    BACKUP_TEST_ASKED = "asked for the newest backup to be tested";
    BACKUP_UPLOADED = "brought an archive to restore from";
    BACKUP_UPLOAD_OPENED = "opened an encrypted archive that was brought";
    BACKUP_UPLOAD_DROPPED = "threw away an archive that was to be restored from";
    CLASS_ARCHIVED = "archived a class";
    CLASS_DEPARTMENT_CHANGED = "put a class into another department";
    CLASS_LEFT = "left a class";
    CLASS_MEMBER_ADDED = "added somebody to a class";
    CLASS_MEMBER_CHANGED = "changed a role in a class";
    CLASS_MEMBER_REMOVED = "removed somebody from a class";
    CLASS_RENAMED = "renamed a class";
    CLASS_QUOTA_CHANGED = "gave a class another quota";
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
    MESSAGE_EDITED = "edited a message in the chat";
    MESSAGE_DELETED = "deleted a message in the chat";
    MESSAGE_PINNED = "pinned a message in the chat";
    MESSAGE_UNPINNED = "unpinned a message in the chat";
    MESSAGE_REPORTED = "reported a message in the chat";
    MESSAGE_REPORT_SETTLED = "laid a report of a message aside";
    ROOM_OPENED = "opened a chat room";
    ROOM_MUTED = "muted a member in a chat";
    ROOM_UNMUTED = "let a member write in a chat again";
    ROOM_RULED = "changed the rules of a chat";
    SCHOOL_CHAT_WORDS = "changed the words not wanted in chats";
    SCHOOL_FOUNDED = "founded the school";
    SESSION_END_ALL = "logged out everywhere";
    SESSION_LOG_IN = "logged in";
    SUBMISSION_HANDED_IN = "handed in work";
    SUBMISSION_MARKED = "marked work";
    VIEW_STARTED = "began to view as a member";
    VIEW_STOPPED = "stopped viewing as a member";
    AREA_DEPARTMENT = "Departments";
    AREA_HOLIDAY = "Holidays";
    AREA_MEMBER = "Members";
    AREA_MEMBERS = "Lists of people";
    AREA_MEMBERSHIP = "Leaving";
    AREA_PROFILE = "Profiles";
    AREA_JOB = "Jobs of the platform";
    AREA_SCALE = "Grade scales";
    AREA_STORAGE = "Storage";
    AREA_TERM = "Terms";
    AREA_USER = "The platform's people";
    AREA_YEAR = "Academic years";
    ACCOUNT_EMAIL_ASKED = "asked to change their e-mail";
    ACCOUNT_EMAIL_CHANGED = "changed their e-mail";
    ACCOUNT_EMAIL_KEPT = "kept the e-mail they had";
    ACCOUNT_INVITED = "registered by invitation";
    ACCOUNT_PASSWORD_CHANGED = "changed their password";
    ACCOUNT_USERNAME_CHANGED = "changed their username";
    CLASS_CODE_SET = "changed what a code allows";
    CLASS_ADMITTED = "let somebody into a class";
    CLASS_ASKED = "asked to be let into a class";
    CLASS_DECLINED = "did not let somebody into a class";
    DEMO_CROWDED = "filled a school for a trial";
    DEPARTMENT_CHANGED = "changed a department";
    DEPARTMENT_CREATED = "made a department";
    DEPARTMENT_MEMBER_ADDED = "put somebody into a department";
    DEPARTMENT_MEMBER_REMOVED = "took somebody out of a department";
    DEPARTMENT_REMOVED = "removed a department";
    HOLIDAY_CHANGED = "changed a holiday";
    HOLIDAY_CREATED = "added a holiday";
    HOLIDAY_REMOVED = "removed a holiday";
    MEMBER_BIO_REMOVED = "took down what a member wrote about themselves";
    MEMBER_CLASS_ADDED = "put a member into a class";
    MEMBER_CLASS_REMOVED = "took a member out of a class";
    MEMBER_DETAILS_CHANGED = "changed a member's details";
    MEMBER_EMPTIED = "took away what was left of a member's ended place";
    MEMBER_ENDED = "ended a member's place";
    MEMBER_INVITATION_WITHDRAWN = "withdrew an invitation";
    MEMBER_INVITED = "invited somebody";
    MEMBER_INVITED_AGAIN = "sent an invitation again";
    MEMBER_LINK_MADE = "made a link for a member's new password, to hand it over";
    MEMBER_LINK_SENT = "sent a member a link for a new password";
    MEMBER_LOGGED_OUT = "logged a member out everywhere";
    MEMBER_NAME_ACCEPTED = "accepted the name that was suggested";
    MEMBER_NAME_DECLINED = "declined the name that was suggested";
    MEMBER_NAME_SUGGESTED = "suggested how to write a member's name";
    MEMBER_NAME_WITHDRAWN = "withdrew the name that was suggested";
    MEMBER_PERMISSIONS_CHANGED = "changed a member's permissions";
    MEMBER_PHOTO_REMOVED = "took down a member's photo";
    MEMBER_REINSTATED = "let a suspended member in again";
    MEMBER_RENAMED = "corrected a member's name";
    MEMBER_ROLE_CHANGED = "changed a member's role";
    MEMBER_SUSPENDED = "suspended a member";
    MEMBER_UNDONE = "undid a change of members";
    MEMBER_WAIT_ENDED = "ended a member's wait at the log-in";
    MEMBERS_EXPORTED = "downloaded the list of people";
    MEMBERSHIP_LEFT = "left the school";
    PROFILE_MAILS_STOPPED = "stopped mails by the address in one";
    PROFILE_NOTIFICATIONS_SAVED = "chose how they are told";
    PROFILE_PHOTO_REMOVED = "removed their photo";
    PROFILE_PHOTO_SAVED = "chose a photo";
    PROFILE_PRIMARY_SCHOOL = "chose the school to start in";
    PROFILE_SAVED = "changed their profile";
    SCALE_CHANGED = "changed a grade scale";
    SCALE_CREATED = "made a grade scale";
    SCALE_DEFAULT_CHANGED = "chose the default grade scale";
    SCALE_REMOVED = "removed a grade scale";
    SCHOOL_CHANGED = "changed the school's settings";
    SCHOOL_COLOR_CHANGED = "changed the school's colour";
    SCHOOL_FEATURE_CHANGED = "turned a feature on or off";
    SCHOOL_LOGO_CHANGED = "changed the school's logo";
    SESSION_PUSH_OFF = "turned notifications on a device off";
    SESSION_PUSH_ON = "turned notifications on a device on";
    SESSION_PUSH_TRIED = "tried notifications on a device";
    SESSION_ENDED = "logged a device out";
    STORAGE_MENDED = "mended the count of stored files";
    TERM_CHANGED = "changed a term";
    TERM_CREATED = "added a term";
    TERM_REMOVED = "removed a term";
    JOB_ALL_RETRIED = "had jobs that were given up tried again";
    JOB_RETRIED = "had a job tried again";
    JOB_THROWN_AWAY = "threw a job away";
    USER_MADE_ADMIN = "made somebody an admin of the platform";
    USER_REINSTATED = "let a suspended person in again";
    USER_SUSPENDED = "suspended a person";
    USER_UNMADE_ADMIN = "took the platform's admin rights from somebody";
    YEAR_CHANGED = "changed an academic year";
    YEAR_CREATED = "added an academic year";
    YEAR_REMOVED = "removed an academic year";
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
    ("room", AREA_ROOM),
    ("announcement", AREA_ANNOUNCEMENT),
    ("forum", AREA_FORUM),
    ("backup", AREA_BACKUP),
    ("guardian", AREA_GUARDIAN),
    ("view", AREA_VIEW),
    ("department", AREA_DEPARTMENT),
    ("holiday", AREA_HOLIDAY),
    ("member", AREA_MEMBER),
    ("members", AREA_MEMBERS),
    ("membership", AREA_MEMBERSHIP),
    ("profile", AREA_PROFILE),
    ("job", AREA_JOB),
    ("scale", AREA_SCALE),
    ("storage", AREA_STORAGE),
    ("term", AREA_TERM),
    ("user", AREA_USER),
    ("year", AREA_YEAR),
];

/// The areas of what is done outside of every school: the log of a school has none of it.
pub const OUTSIDE_OF_SCHOOLS: &[&str] = &["job", "session", "user"];

/// Every action of the log with what it is called. A test compares it with what the code writes.
pub const ACTIONS: &[(&str, Key)] = &[
    ("account.joined", ACCOUNT_JOINED),
    ("account.password_reset", ACCOUNT_PASSWORD_RESET),
    ("account.reset_asked", ACCOUNT_RESET_ASKED),
    ("account.swept", ACCOUNT_SWEPT),
    ("account.verified", ACCOUNT_VERIFIED),
    ("announcement.deleted", ANNOUNCEMENT_DELETED),
    ("announcement.edited", ANNOUNCEMENT_EDITED),
    ("announcement.put_back", ANNOUNCEMENT_PUT_BACK),
    ("announcement.reminded", ANNOUNCEMENT_REMINDED),
    ("announcement.withdrawn", ANNOUNCEMENT_WITHDRAWN),
    ("announcement.written", ANNOUNCEMENT_WRITTEN),
    ("forum.answered", FORUM_ANSWERED),
    ("forum.attached", FORUM_ATTACHED),
    ("forum.deleted", FORUM_DELETED),
    ("forum.edited", FORUM_EDITED),
    ("forum.locked", FORUM_LOCKED),
    ("forum.moved", FORUM_MOVED),
    ("forum.names_set", FORUM_NAMES_SET),
    ("forum.pinned", FORUM_PINNED),
    ("forum.replied", FORUM_REPLIED),
    ("forum.restored", FORUM_RESTORED),
    ("forum.started", FORUM_STARTED),
    ("forum.topic_added", FORUM_TOPIC_ADDED),
    ("forum.topic_removed", FORUM_TOPIC_REMOVED),
    ("forum.topic_renamed", FORUM_TOPIC_RENAMED),
    ("forum.unanswered", FORUM_UNANSWERED),
    ("assignment.set", ASSIGNMENT_SET),
    ("backup.asked", BACKUP_ASKED),
    ("backup.check_asked", BACKUP_CHECK_ASKED),
    ("backup.clear_undone", BACKUP_CLEAR_UNDONE),
    ("backup.cleared", BACKUP_CLEARED),
    ("backup.download", BACKUP_DOWNLOAD),
    ("backup.incomplete", BACKUP_INCOMPLETE),
    ("backup.removed", BACKUP_REMOVED),
    ("backup.restored", BACKUP_RESTORED),
    ("backup.scheduled", BACKUP_SCHEDULED),
    ("backup.test_asked", BACKUP_TEST_ASKED),
    ("backup.upload_dropped", BACKUP_UPLOAD_DROPPED),
    ("backup.upload_opened", BACKUP_UPLOAD_OPENED),
    ("backup.uploaded", BACKUP_UPLOADED),
    ("class.archived", CLASS_ARCHIVED),
    ("class.department_changed", CLASS_DEPARTMENT_CHANGED),
    ("class.left", CLASS_LEFT),
    ("class.member_added", CLASS_MEMBER_ADDED),
    ("class.member_changed", CLASS_MEMBER_CHANGED),
    ("class.member_removed", CLASS_MEMBER_REMOVED),
    ("class.renamed", CLASS_RENAMED),
    ("class.quota_changed", CLASS_QUOTA_CHANGED),
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
    ("message.edited", MESSAGE_EDITED),
    ("message.deleted", MESSAGE_DELETED),
    ("message.pinned", MESSAGE_PINNED),
    ("message.unpinned", MESSAGE_UNPINNED),
    ("message.reported", MESSAGE_REPORTED),
    ("message.report_settled", MESSAGE_REPORT_SETTLED),
    ("room.opened", ROOM_OPENED),
    ("room.muted", ROOM_MUTED),
    ("room.unmuted", ROOM_UNMUTED),
    ("room.ruled", ROOM_RULED),
    ("school.chat_words", SCHOOL_CHAT_WORDS),
    ("school.founded", SCHOOL_FOUNDED),
    ("session.end_all", SESSION_END_ALL),
    ("session.log_in", SESSION_LOG_IN),
    ("submission.handed_in", SUBMISSION_HANDED_IN),
    ("submission.marked", SUBMISSION_MARKED),
    ("view.started", VIEW_STARTED),
    ("view.stopped", VIEW_STOPPED),
    ("account.email_asked", ACCOUNT_EMAIL_ASKED),
    ("account.email_changed", ACCOUNT_EMAIL_CHANGED),
    ("account.email_kept", ACCOUNT_EMAIL_KEPT),
    ("account.invited", ACCOUNT_INVITED),
    ("account.password_changed", ACCOUNT_PASSWORD_CHANGED),
    ("account.username_changed", ACCOUNT_USERNAME_CHANGED),
    ("class.code_set", CLASS_CODE_SET),
    ("class.admitted", CLASS_ADMITTED),
    ("class.asked", CLASS_ASKED),
    ("class.declined", CLASS_DECLINED),
    ("demo.crowded", DEMO_CROWDED),
    ("department.changed", DEPARTMENT_CHANGED),
    ("department.created", DEPARTMENT_CREATED),
    ("department.member_added", DEPARTMENT_MEMBER_ADDED),
    ("department.member_removed", DEPARTMENT_MEMBER_REMOVED),
    ("department.removed", DEPARTMENT_REMOVED),
    ("holiday.changed", HOLIDAY_CHANGED),
    ("holiday.created", HOLIDAY_CREATED),
    ("holiday.removed", HOLIDAY_REMOVED),
    ("member.bio_removed", MEMBER_BIO_REMOVED),
    ("member.class_added", MEMBER_CLASS_ADDED),
    ("member.class_removed", MEMBER_CLASS_REMOVED),
    ("member.details_changed", MEMBER_DETAILS_CHANGED),
    ("member.emptied", MEMBER_EMPTIED),
    ("member.ended", MEMBER_ENDED),
    ("member.invitation_withdrawn", MEMBER_INVITATION_WITHDRAWN),
    ("member.invited", MEMBER_INVITED),
    ("member.invited_again", MEMBER_INVITED_AGAIN),
    ("member.link_made", MEMBER_LINK_MADE),
    ("member.link_sent", MEMBER_LINK_SENT),
    ("member.logged_out", MEMBER_LOGGED_OUT),
    ("member.name_accepted", MEMBER_NAME_ACCEPTED),
    ("member.name_declined", MEMBER_NAME_DECLINED),
    ("member.name_suggested", MEMBER_NAME_SUGGESTED),
    ("member.name_withdrawn", MEMBER_NAME_WITHDRAWN),
    ("member.permissions_changed", MEMBER_PERMISSIONS_CHANGED),
    ("member.photo_removed", MEMBER_PHOTO_REMOVED),
    ("member.reinstated", MEMBER_REINSTATED),
    ("member.renamed", MEMBER_RENAMED),
    ("member.role_changed", MEMBER_ROLE_CHANGED),
    ("member.suspended", MEMBER_SUSPENDED),
    ("member.undone", MEMBER_UNDONE),
    ("member.wait_ended", MEMBER_WAIT_ENDED),
    ("members.exported", MEMBERS_EXPORTED),
    ("membership.left", MEMBERSHIP_LEFT),
    ("profile.mails_stopped", PROFILE_MAILS_STOPPED),
    ("profile.notifications_saved", PROFILE_NOTIFICATIONS_SAVED),
    ("profile.photo_removed", PROFILE_PHOTO_REMOVED),
    ("profile.photo_saved", PROFILE_PHOTO_SAVED),
    ("profile.primary_school", PROFILE_PRIMARY_SCHOOL),
    ("profile.saved", PROFILE_SAVED),
    ("scale.changed", SCALE_CHANGED),
    ("scale.created", SCALE_CREATED),
    ("scale.default_changed", SCALE_DEFAULT_CHANGED),
    ("scale.removed", SCALE_REMOVED),
    ("school.changed", SCHOOL_CHANGED),
    ("school.color_changed", SCHOOL_COLOR_CHANGED),
    ("school.feature_changed", SCHOOL_FEATURE_CHANGED),
    ("school.logo_changed", SCHOOL_LOGO_CHANGED),
    ("session.ended", SESSION_ENDED),
    ("session.push_off", SESSION_PUSH_OFF),
    ("session.push_on", SESSION_PUSH_ON),
    ("session.push_tried", SESSION_PUSH_TRIED),
    ("storage.mended", STORAGE_MENDED),
    ("term.changed", TERM_CHANGED),
    ("term.created", TERM_CREATED),
    ("term.removed", TERM_REMOVED),
    ("job.all_retried", JOB_ALL_RETRIED),
    ("job.retried", JOB_RETRIED),
    ("job.thrown_away", JOB_THROWN_AWAY),
    ("user.made_admin", USER_MADE_ADMIN),
    ("user.reinstated", USER_REINSTATED),
    ("user.suspended", USER_SUSPENDED),
    ("user.unmade_admin", USER_UNMADE_ADMIN),
    ("year.changed", YEAR_CHANGED),
    ("year.created", YEAR_CREATED),
    ("year.removed", YEAR_REMOVED),
];

/// What an action is called.
pub fn action(name: &str) -> Option<Key> {
    ACTIONS.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
}
