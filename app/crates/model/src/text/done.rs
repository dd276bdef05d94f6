use crate::{Done, Key};

texts! { "done":
    SCHOOL_FOUNDED = "The school is founded, and you are its admin.";
    CLASS_MADE = "The class is made. Hand out its codes, and people can join.";
    CLASS_JOINED = "You are in the class.";
    COURSE_MADE = "The course is set up.";
    ASSIGNMENT_SET = "The assignment is set. Students see it now.";
    ANNOUNCEMENT_SAVED = "The announcement is saved.";
    ANNOUNCEMENT_PUBLISHED = "The announcement is out. Those it is for see it now and are told by mail.";
    ANNOUNCEMENT_PLANNED = "The announcement is planned. It appears at its time.";
    ANNOUNCEMENT_WITHDRAWN = "The announcement is withdrawn. Nobody sees it any more.";
    ANNOUNCEMENT_READ = "Marked as read.";
    CLASS_RENAMED = "The class has its new name.";
    CLASS_ARCHIVED = "The class is archived. It can be read, and restored at any time.";
    CLASS_RESTORED = "The class is in use again.";
    CLASS_LEFT = "You have left the class.";
    MEMBER_ADDED = "They are in the class now.";
    MEMBER_REMOVED = "They are no longer in the class. What they handed in stays.";
    MEMBER_CHANGED = "Their role in the class is changed.";
    CODE_REPLACED = "The old code no longer works. Hand out the new one.";
    CODE_CLOSED = "Nobody can join with that code until you allow it again.";
    CODE_OPENED = "The code lets people in again.";
    EMAIL_CONFIRMED = "Your e-mail is confirmed.";
    MAIL_SENT = "A mail with the code is on its way.";
    RESET_SENT = "If this address has an account, a mail is on its way. The link works for one hour.";
    PASSWORD_SAVED = "Your password is changed. You were logged out everywhere; log in with the new one.";
    LOGGED_OUT_EVERYWHERE = "You are logged out on every device.";
}

impl Done {
    /// The sentence that tells it.
    pub const fn sentence(self) -> Key {
        match self {
            Done::SchoolFounded => SCHOOL_FOUNDED,
            Done::ClassMade => CLASS_MADE,
            Done::ClassJoined => CLASS_JOINED,
            Done::CourseMade => COURSE_MADE,
            Done::AssignmentSet => ASSIGNMENT_SET,
            Done::AnnouncementSaved => ANNOUNCEMENT_SAVED,
            Done::AnnouncementPublished => ANNOUNCEMENT_PUBLISHED,
            Done::AnnouncementPlanned => ANNOUNCEMENT_PLANNED,
            Done::AnnouncementWithdrawn => ANNOUNCEMENT_WITHDRAWN,
            Done::AnnouncementRead => ANNOUNCEMENT_READ,
            Done::ClassRenamed => CLASS_RENAMED,
            Done::ClassArchived => CLASS_ARCHIVED,
            Done::ClassRestored => CLASS_RESTORED,
            Done::ClassLeft => CLASS_LEFT,
            Done::MemberAdded => MEMBER_ADDED,
            Done::MemberRemoved => MEMBER_REMOVED,
            Done::MemberChanged => MEMBER_CHANGED,
            Done::CodeReplaced => CODE_REPLACED,
            Done::CodeClosed => CODE_CLOSED,
            Done::CodeOpened => CODE_OPENED,
            Done::EmailConfirmed => EMAIL_CONFIRMED,
            Done::MailSent => MAIL_SENT,
            Done::ResetSent => RESET_SENT,
            Done::PasswordSaved => PASSWORD_SAVED,
            Done::LoggedOutEverywhere => LOGGED_OUT_EVERYWHERE,
        }
    }
}
