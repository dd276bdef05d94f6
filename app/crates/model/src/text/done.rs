use crate::{Done, Key};

texts! { "done":
    SCHOOL_FOUNDED = "The school is founded, and you are its admin.";
    CLASS_MADE = "The class is made. Hand out its codes, and people can join.";
    CLASS_JOINED = "You are in the class.";
    COURSE_MADE = "The course is set up.";
    ASSIGNMENT_SET = "The assignment is set. Students see it now.";
    CODE_REPLACED = "The old code no longer works. Hand out the new one.";
    CODE_CLOSED = "Nobody can join with that code until you allow it again.";
    CODE_OPENED = "The code lets people in again.";
    EMAIL_CONFIRMED = "Your e-mail is confirmed.";
    MAIL_SENT = "A mail with the code is on its way.";
    RESET_SENT = "If this address has an account, a mail is on its way. The link works for one hour.";
    PASSWORD_SAVED = "Your password is changed. You were logged out everywhere; log in with the new one.";
    PERSON_CHANGED = "Saved.";
    PERMISSIONS_SAVED = "The permissions are saved. They hold from now on.";
    CHANGE_UNDONE = "It is undone. Everything is as it was before.";
    USER_CHANGED = "Saved.";
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
            Done::CodeReplaced => CODE_REPLACED,
            Done::CodeClosed => CODE_CLOSED,
            Done::CodeOpened => CODE_OPENED,
            Done::EmailConfirmed => EMAIL_CONFIRMED,
            Done::MailSent => MAIL_SENT,
            Done::ResetSent => RESET_SENT,
            Done::PasswordSaved => PASSWORD_SAVED,
            Done::PersonChanged => PERSON_CHANGED,
            Done::PermissionsSaved => PERMISSIONS_SAVED,
            Done::ChangeUndone => CHANGE_UNDONE,
            Done::UserChanged => USER_CHANGED,
            Done::LoggedOutEverywhere => LOGGED_OUT_EVERYWHERE,
        }
    }
}
