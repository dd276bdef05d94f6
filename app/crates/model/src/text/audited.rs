//! What the entries of the audit log say: every field they can have, what it is called and how its value is told.

mod fields;
mod words;

use super::{backup, restore};
use crate::backup::Table;
use crate::backup::clear::What;
use crate::settings::features::OFFERED;
use crate::{Feature, Key};

pub use fields::{BARE, FIELDS, bare, field};

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
    FILES_STORED = "Of these had to be stored";
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

/// What was done something to, where it has a word instead of an id: a feature, or what was downloaded.
pub fn subject(text: &str) -> Option<Key> {
    match text {
        "archive" => Some(backup::ARCHIVE_ZIP),
        "complete" => Some(backup::EVERYTHING_JSON),
        "kept" => Some(backup::KEPT),
        "whole_platform" => Some(restore::ALL_OF_IT),
        text if text.starts_with("clear.") => words::word(text.trim_start_matches("clear."), What::label),
        text => words::word(text, Table::label).or_else(|| {
            let feature: Feature = text.parse().ok()?;
            OFFERED.iter().find(|offer| offer.feature == feature).map(|offer| offer.name)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::UserStatus;
    use crate::announcements::Audience;
    use crate::audit::Kind;
    use crate::backup::kept::Every;
    use crate::classes::{CodeKind, Joining, RequestStatus};
    use crate::guardians::{Relation, Rights};
    use crate::people::{Group, PeopleSort, Standing};
    use crate::schools::TeacherLabel;
    use crate::{PlatformRole, Role, Theme};

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
