//! What the entries of the audit log say: every field they can have, what it is called and how its value is told.

mod words;

use super::{announcements, backup, common, guardians, invitations, me, notifications, people, settings};
use crate::audit::Kind;
use crate::backup::Table;
use crate::backup::clear::What;
use crate::settings::features::OFFERED;
use crate::{Feature, Key};

texts! { "audited":
    YES = "Yes";
    NO = "No";
    PICTURE = "A picture";
    GIVEN = "Given: {permission}";
    TAKEN = "Taken away: {permission}";
    /// A field of a thing that is told in one line.
    PAIR = "{field}: {value}";

    ACCOUNT = "Account";
    ANONYMOUS = "Without a name";
    ANSWER = "What the code answered";
    ARCHIVE = "Archive";
    ASK_FIRST = "Asks before letting in";
    ASSIGNMENT = "Assignment";
    ATTEMPT = "Attempt";
    BODY = "Text";
    BY = "How it ended";
    BYTES = "Size";
    CHILD_LINKS = "Links to children";
    CLASS_PLACES = "Places in classes";
    COLOR = "Colour";
    COURSE = "Course";
    COURSE_PLACES = "Places in courses";
    CURRENCY = "Currency";
    DAMAGED = "Files that are not as they were stored";
    DEPARTMENT_PLACES = "Places in departments";
    DEPARTMENTS_HEADED = "Departments headed";
    DUE = "Due";
    ENDED = "Devices logged out";
    ENDS_ON = "Last day";
    ENROLLED = "Students enrolled";
    EVERY = "How often";
    EXPIRES = "Valid until";
    FAMILY_CODE = "Family code for";
    FILES = "Files";
    FILTER = "Which people";
    FORMAT = "Format";
    FORUM = "Forum";
    HEAD = "Head";
    HOUR = "Hour of the day";
    INVITATION = "Invitation";
    JOB = "Job";
    JOBS = "Number of jobs";
    JOINED = "Came to the school with it";
    KIND = "Which code";
    LANGUAGE = "Language";
    LATE = "Late";
    LOCKED = "Locked";
    LOGO = "Logo";
    MADE = "As it was on";
    MAIL_DOMAIN = "Mail domain";
    MARKS = "Marks";
    MEMBER = "Member";
    MEMBERS = "Members";
    MINUTES = "Minutes";
    MISSING = "Files that were not there";
    NEW = "New in the school";
    NEW_CODE = "New code";
    ON = "Turned on";
    PAGE = "Page";
    PEOPLE = "Number of people";
    PHOTO = "Photo";
    PINNED = "Pinned";
    PLACE = "Place in the school";
    POST = "Number of the post";
    PLATFORM_ROLE = "Role on the platform";
    PUBLISH_AT = "Read from";
    Q = "Words searched for";
    REASON = "Reason";
    REHASHED = "Password stored in today's way";
    REQUEST = "Request";
    RIGHTS = "May see";
    ROLES = "Roles";
    ROOM = "Chat of";
    ROWS = "Rows";
    SAFETY = "Backup made before";
    SCALE = "Grade scale";
    SCHOOL = "School";
    SEQ = "Number of the message";
    READ_ONLY = "Only teachers write";
    SLOW_SECONDS = "Seconds between messages";
    WORDS = "Words";
    SESSION = "Session";
    SLUG = "Address";
    STARTS_ON = "First day";
    STORED = "Stored";
    SUBMISSIONS = "Work handed in";
    TEACHER_LABEL = "What teachers are called";
    TERM = "Term";
    TERMS = "Terms";
    TIME_ZONE = "Time zone";
    TITLE = "Title";
    UNTIL = "Read until";
    USER = "Person";
    USERNAME = "Username";
    VALUE = "Value";
    VERSION = "Times marked";
    YEAR = "Academic year";

    ADMITTED = "Let in";
    ALREADY = "Was in it already";
    BY_HAND = "By hand";
    BY_ITSELF = "By itself";
    CLOSED = "Closed";
    DECLINED = "Not let in";
    EXPIRED = "Expired";
    LET_IN = "Came in";
    OTHER_DOMAIN = "Another mail domain";
    UNKNOWN = "Unknown";
}

/// Every field of an entry. Whoever writes a new one finds a failing assertion until it stands here.
pub const FIELDS: &[(&str, Key, Kind)] = &[
    ("account", ACCOUNT, Kind::Word(words::account)),
    ("announcement_classes", backup::ANNOUNCEMENT_CLASSES, Kind::Plain),
    ("announcement_mails", backup::ANNOUNCEMENT_MAILS, Kind::Plain),
    ("announcement_reads", backup::ANNOUNCEMENT_READS, Kind::Plain),
    ("announcement_roles", backup::ANNOUNCEMENT_ROLES, Kind::Plain),
    ("announcements", backup::ANNOUNCEMENTS, Kind::Plain),
    ("anonymous", ANONYMOUS, Kind::Plain),
    ("answer", ANSWER, Kind::Word(words::answer)),
    ("archive", ARCHIVE, Kind::Plain),
    ("ask_first", ASK_FIRST, Kind::Plain),
    ("assignment", ASSIGNMENT, Kind::Thing),
    ("assignments", backup::ASSIGNMENTS, Kind::Plain),
    ("attempt", ATTEMPT, Kind::Plain),
    ("audience", announcements::AUDIENCE, Kind::Word(words::audience)),
    ("bands", settings::BANDS, Kind::Plain),
    ("bio", people::ABOUT, Kind::Plain),
    ("body", BODY, Kind::Plain),
    ("by", BY, Kind::Word(words::by)),
    ("bytes", BYTES, Kind::Bytes),
    ("chat_words", backup::CHAT_WORDS, Kind::Plain),
    ("child", guardians::CHILD, Kind::Thing),
    ("child_links", CHILD_LINKS, Kind::Plain),
    ("children", invitations::CHILDREN, Kind::Thing),
    ("class", people::CLASS, Kind::Thing),
    ("class_codes", backup::CODES, Kind::Plain),
    ("class_departments", backup::CLASS_DEPARTMENTS, Kind::Plain),
    ("class_groups", backup::CLASSES, Kind::Plain),
    ("class_members", backup::CLASS_PLACES, Kind::Plain),
    ("class_places", CLASS_PLACES, Kind::Plain),
    ("class_requests", backup::REQUESTS, Kind::Plain),
    ("classes", people::CLASSES, Kind::Thing),
    ("color", COLOR, Kind::Plain),
    ("course", COURSE, Kind::Thing),
    ("course_classes", backup::COURSE_CLASSES, Kind::Plain),
    ("course_places", COURSE_PLACES, Kind::Plain),
    ("courses", backup::COURSES, Kind::Plain),
    ("currency", CURRENCY, Kind::Plain),
    ("damaged", DAMAGED, Kind::Plain),
    ("department", common::DEPARTMENT, Kind::Thing),
    ("department_members", backup::DEPARTMENT_MEMBERS, Kind::Plain),
    ("department_places", DEPARTMENT_PLACES, Kind::Plain),
    ("departments_headed", DEPARTMENTS_HEADED, Kind::Plain),
    ("due", DUE, Kind::Instant),
    ("email", people::EMAIL, Kind::Plain),
    ("ended", ENDED, Kind::Plain),
    ("ends_on", ENDS_ON, Kind::Day),
    ("enrolled", ENROLLED, Kind::Plain),
    ("enrollments", backup::ENROLLMENTS, Kind::Plain),
    ("every", EVERY, Kind::Word(words::every)),
    ("expires", EXPIRES, Kind::Instant),
    ("family_code", FAMILY_CODE, Kind::Thing),
    ("family_codes", backup::FAMILY_CODES, Kind::Plain),
    ("files", FILES, Kind::Plain),
    ("filter", FILTER, Kind::Plain),
    ("format", FORMAT, Kind::Plain),
    ("forum", FORUM, Kind::Plain),
    ("forum_drafts", backup::FORUM_DRAFTS, Kind::Plain),
    ("forum_edits", backup::FORUM_EDITS, Kind::Plain),
    ("forum_files", backup::FORUM_FILES, Kind::Plain),
    ("forum_follows", backup::FORUM_FOLLOWS, Kind::Plain),
    ("forum_posts", backup::FORUM_POSTS, Kind::Plain),
    ("forum_threads", backup::FORUM_THREADS, Kind::Plain),
    ("forum_topics", backup::FORUM_TOPICS, Kind::Plain),
    ("forum_visits", backup::FORUM_VISITS, Kind::Plain),
    ("forum_votes", backup::FORUM_VOTES, Kind::Plain),
    ("forums", backup::FORUMS, Kind::Plain),
    ("group", people::GROUP, Kind::Word(words::group)),
    ("guardians", backup::GUARDIANS, Kind::Plain),
    ("head", HEAD, Kind::Thing),
    ("hour", HOUR, Kind::Plain),
    ("invitation", INVITATION, Kind::Thing),
    ("invitation_children", backup::INVITED_CHILDREN, Kind::Plain),
    ("invitations", backup::INVITATIONS, Kind::Plain),
    ("job", JOB, Kind::Word(words::job)),
    ("jobs", JOBS, Kind::Plain),
    ("joined", JOINED, Kind::Plain),
    ("joined_on", people::JOINED_ON, Kind::Day),
    ("kind", KIND, Kind::Word(words::code)),
    ("late", LATE, Kind::Plain),
    ("least", settings::LEAST, Kind::Hundredths),
    ("left_courses", backup::LEFT_COURSES, Kind::Plain),
    ("letter", settings::LETTER, Kind::Plain),
    ("locale", LANGUAGE, Kind::Language),
    ("locked", LOCKED, Kind::Plain),
    ("logo", LOGO, Kind::Picture),
    ("made", MADE, Kind::Instant),
    ("mail_domain", MAIL_DOMAIN, Kind::Plain),
    ("marks", MARKS, Kind::Plain),
    ("member", MEMBER, Kind::Thing),
    ("members", MEMBERS, Kind::Thing),
    ("memberships", backup::PEOPLE, Kind::Plain),
    ("message_files", backup::MESSAGE_FILES, Kind::Plain),
    ("message_mentions", backup::MENTIONS, Kind::Plain),
    ("message_reactions", backup::REACTIONS, Kind::Plain),
    ("message_reports", backup::MESSAGE_REPORTS, Kind::Plain),
    ("message_versions", backup::MESSAGE_VERSIONS, Kind::Plain),
    ("messages", backup::MESSAGES, Kind::Plain),
    ("minutes", MINUTES, Kind::Plain),
    ("missing", MISSING, Kind::Plain),
    ("name", people::NAME, Kind::Plain),
    ("name_suggestions", backup::SUGGESTED_NAMES, Kind::Plain),
    ("new", NEW, Kind::Plain),
    ("new_code", NEW_CODE, Kind::Plain),
    ("notifications", notifications::NOTIFICATIONS, Kind::Plain),
    ("number", people::NUMBER, Kind::Plain),
    ("occupation", guardians::OCCUPATION, Kind::Plain),
    ("on", ON, Kind::Plain),
    ("organization", people::ORGANIZATION, Kind::Plain),
    ("page", PAGE, Kind::Plain),
    ("parent", guardians::PARENT, Kind::Thing),
    ("people", PEOPLE, Kind::Plain),
    ("permissions", people::PERMISSIONS, Kind::Signed),
    ("phone", people::PHONE, Kind::Plain),
    ("photo", PHOTO, Kind::Picture),
    ("pinned", PINNED, Kind::Plain),
    ("place", PLACE, Kind::WordIn(words::place)),
    ("platform_role", PLATFORM_ROLE, Kind::Word(words::platform_role)),
    ("points", settings::POINTS, Kind::Hundredths),
    ("post", POST, Kind::Plain),
    ("publish_at", PUBLISH_AT, Kind::Instant),
    ("q", Q, Kind::Plain),
    ("quota", settings::QUOTA, Kind::Bytes),
    ("read_only", READ_ONLY, Kind::Plain),
    ("reason", REASON, Kind::Plain),
    ("rehashed", REHASHED, Kind::Plain),
    ("relation", guardians::RELATION, Kind::Word(words::relation)),
    ("request", REQUEST, Kind::Word(words::request)),
    ("rights", RIGHTS, Kind::Word(words::right)),
    ("role", people::ROLE, Kind::WordIn(words::role)),
    ("roles", ROLES, Kind::WordIn(words::role)),
    ("room", ROOM, Kind::Thing),
    ("room_members", backup::ROOM_PLACES, Kind::Plain),
    ("room_mutes", backup::ROOM_MUTES, Kind::Plain),
    ("room_reads", backup::READS, Kind::Plain),
    ("rooms", backup::ROOMS, Kind::Plain),
    ("rows", ROWS, Kind::Plain),
    ("safety", SAFETY, Kind::Plain),
    ("scale", SCALE, Kind::Thing),
    ("school", SCHOOL, Kind::Thing),
    ("seq", SEQ, Kind::Plain),
    ("session", SESSION, Kind::Plain),
    ("slow_seconds", SLOW_SECONDS, Kind::Plain),
    ("slug", SLUG, Kind::Plain),
    ("sort", people::SORT, Kind::Word(words::sort)),
    ("standing", people::STANDING, Kind::Word(words::standing)),
    ("starts_on", STARTS_ON, Kind::Day),
    ("status", people::STATUS, Kind::Word(words::standing)),
    ("stored", STORED, Kind::Bytes),
    ("submission_files", backup::SUBMISSION_FILES, Kind::Plain),
    ("submissions", SUBMISSIONS, Kind::Plain),
    ("teacher_label", TEACHER_LABEL, Kind::Word(words::teacher_label)),
    ("term", TERM, Kind::Thing),
    ("terms", TERMS, Kind::Thing),
    ("theme", me::THEME, Kind::Word(words::theme)),
    ("time_zone", TIME_ZONE, Kind::Plain),
    ("title", TITLE, Kind::Plain),
    ("until", UNTIL, Kind::Instant),
    ("user", USER, Kind::Thing),
    ("username", USERNAME, Kind::Plain),
    ("value", VALUE, Kind::Plain),
    ("version", VERSION, Kind::Plain),
    ("words", WORDS, Kind::Plain),
    ("year", YEAR, Kind::Thing),
];

/// What an action changes where it says the values before and after alone, or a list of them.
pub const BARE: &[(&str, &[&str])] = &[
    ("account.email_asked", &["email"]),
    ("account.email_changed", &["email"]),
    ("account.username_changed", &["username"]),
    ("class.admitted", &["request"]),
    ("class.declined", &["request"]),
    ("class.quota_changed", &["quota"]),
    ("member.details_changed", &["number", "joined_on"]),
    ("member.ended", &["standing"]),
    ("member.name_accepted", &["name"]),
    ("member.name_suggested", &["name"]),
    ("member.permissions_changed", &["permissions"]),
    ("member.reinstated", &["standing"]),
    ("member.renamed", &["name"]),
    ("member.role_changed", &["role"]),
    ("member.suspended", &["standing"]),
    ("member.undone", &["place"]),
    ("membership.left", &["standing"]),
    ("profile.photo_removed", &["photo"]),
    ("profile.photo_saved", &["photo"]),
    ("profile.primary_school", &["school"]),
    ("scale.default_changed", &["scale"]),
    ("school.color_changed", &["color"]),
    ("school.logo_changed", &["logo"]),
    ("storage.mended", &["stored"]),
    ("user.made_admin", &["account", "platform_role"]),
    ("user.reinstated", &["account", "platform_role"]),
    ("user.suspended", &["account", "platform_role"]),
    ("user.unmade_admin", &["account", "platform_role"]),
];

/// What a field is called and how its value is told.
pub fn field(name: &str) -> Option<(Key, Kind)> {
    FIELDS.iter().find(|(known, ..)| *known == name).map(|(_, label, kind)| (*label, *kind))
}

/// The fields that the bare values of an action stand for.
pub fn bare(action: &str) -> Option<&'static [&'static str]> {
    BARE.iter().find(|(known, _)| *known == action).map(|(_, fields)| *fields)
}

/// What was done something to, where it has a word instead of an id: a feature, or what was downloaded.
pub fn subject(text: &str) -> Option<Key> {
    match text {
        "archive" => Some(backup::ARCHIVE_ZIP),
        "complete" => Some(backup::EVERYTHING_JSON),
        "kept" => Some(backup::KEPT),
        text if text.starts_with("clear.") => words::word(text.trim_start_matches("clear."), What::label),
        text => words::word(text, Table::label).or_else(|| {
            let feature: Feature = text.parse().ok()?;
            OFFERED.iter().find(|offer| offer.feature == feature).map(|offer| offer.name)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::audit;
    use super::*;
    use crate::accounts::UserStatus;
    use crate::announcements::Audience;
    use crate::backup::kept::Every;
    use crate::classes::{CodeKind, Joining, RequestStatus};
    use crate::guardians::{Relation, Rights};
    use crate::people::{Group, PeopleSort, Standing};
    use crate::schools::TeacherLabel;
    use crate::{PlatformRole, Role, Theme};

    #[test]
    fn every_field_stands_once_and_what_is_bare_has_a_field_and_an_action() {
        assert!(FIELDS.is_sorted_by(|(before, ..), (after, ..)| before < after));
        for (action, fields) in BARE {
            assert!(audit::action(action).is_some(), "no action {action}");
            assert!(!fields.is_empty() && fields.iter().all(|name| field(name).is_some()), "{action}: {fields:?}");
        }
    }

    #[test]
    fn every_word_of_a_closed_list_has_a_text() {
        fn all<T: std::fmt::Display>(list: &[T], name: &str) {
            let of = |text: &str| match field(name) {
                Some((_, Kind::Word(of))) => of(text),
                Some((_, Kind::WordIn(of))) => of(text, TeacherLabel::Teacher),
                other => panic!("{name} is no word: {other:?}"),
            };
            for member in list {
                assert!(of(&member.to_string()).is_some(), "{name}: {member}");
            }
            assert_eq!(of("nothing of this"), None, "{name}");
        }
        all(Role::ALL, "role");
        all(Role::ALL, "roles");
        all(Role::ALL, "place");
        all(Standing::ALL, "standing");
        all(Standing::ALL, "place");
        all(PlatformRole::ALL, "platform_role");
        all(UserStatus::ALL, "account");
        all(Joining::ALL, "answer");
        all(RequestStatus::ALL, "request");
        all(CodeKind::ALL, "kind");
        all(Audience::ALL, "audience");
        all(Theme::ALL, "theme");
        all(PeopleSort::ALL, "sort");
        all(Group::ALL, "group");
        all(TeacherLabel::ALL, "teacher_label");
        all(Relation::ALL, "relation");
        all(&Rights::ALL.each().map(|(name, ..)| name), "rights");
        all(Every::ALL, "every");
        all(&["hand", "itself"], "by");
        for table in Table::ALL {
            assert!(subject(table.text()).is_some(), "{table}");
        }
        for what in What::ALL {
            assert_eq!(subject(&format!("clear.{what}")), Some(what.label()));
        }
        for offer in OFFERED {
            assert_eq!(subject(offer.feature.text()), Some(offer.name));
        }
        assert_eq!(subject("0192"), None);
    }
}
