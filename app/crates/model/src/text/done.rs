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
    LOGGED_OUT_EVERYWHERE = "You are logged out on every device.";
    PROFILE_SAVED = "Your profile is saved.";
    PHOTO_SAVED = "Your photo is saved.";
    PHOTO_REMOVED = "Your photo is removed.";
    PASSWORD_CHANGED = "Your password is changed. Your other devices are logged out.";
    USERNAME_CHANGED = "Your username is changed. Log in with the new one from now on.";
    EMAIL_ASKED = "A mail is on its way to the new address. Until it is confirmed there, nothing changes.";
    EMAIL_CHANGED = "Your e-mail address is changed.";
    EMAIL_KEPT = "Your e-mail address stays as it is.";
    SESSION_ENDED = "That device is logged out.";
    PRIMARY_CHOSEN = "You start in this school from now on.";
    SCHOOL_LEFT = "You have left the school.";
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
            Done::LoggedOutEverywhere => LOGGED_OUT_EVERYWHERE,
            Done::ProfileSaved => PROFILE_SAVED,
            Done::PhotoSaved => PHOTO_SAVED,
            Done::PhotoRemoved => PHOTO_REMOVED,
            Done::PasswordChanged => PASSWORD_CHANGED,
            Done::UsernameChanged => USERNAME_CHANGED,
            Done::EmailAsked => EMAIL_ASKED,
            Done::EmailChanged => EMAIL_CHANGED,
            Done::EmailKept => EMAIL_KEPT,
            Done::SessionEnded => SESSION_ENDED,
            Done::PrimaryChosen => PRIMARY_CHOSEN,
            Done::SchoolLeft => SCHOOL_LEFT,
        }
    }
}
