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
    CODE_SET = "The code works as you set it, from now on.";
    CLASS_ASKED = "You have asked to be let in. The people of the class answer soon.";
    IN_CLASS_ALREADY = "You are in this class already.";
    PEOPLE_ADMITTED = "They are in the class now.";
    PEOPLE_DECLINED = "They were told that they cannot join.";
    INVITATIONS_SENT = "The invitations are on their way.";
    INVITATIONS_SENT_TO_OTHERS = "The invitations are on their way. People who are members already were left out.";
    INVITATION_SENT_AGAIN = "The invitation is on its way again. The link of the earlier mail no longer works.";
    INVITATION_WITHDRAWN = "The invitation is withdrawn. Its links no longer work.";
    INVITATION_ACCEPTED = "Welcome. You are a member of the school.";
    MEMBER_ALREADY = "You are a member of this school already. Your role stays as it is.";
    SCHOOL_CORRECTED = "The school is saved.";
    EMAIL_CONFIRMED = "Your e-mail is confirmed.";
    MAIL_SENT = "A mail with the code is on its way.";
    RESET_SENT = "If this address has an account, a mail is on its way. The link works for one hour.";
    PASSWORD_SAVED = "Your password is changed. You were logged out everywhere; log in with the new one.";
    LOGGED_OUT_EVERYWHERE = "You are logged out on every device.";
    FAMILY_LINKED = "They are linked. The parent sees the child from now on.";
    FAMILY_SAVED = "The link is saved.";
    FAMILY_UNLINKED = "They are no longer linked.";
    FAMILY_CODE_MADE = "The family code is made. It works once, for 30 days.";
    FAMILY_CODE_WITHDRAWN = "The family code no longer works.";
    CHILD_ADDED = "You see your child here from now on.";
    VIEW_STOPPED = "You are yourself again.";
    GENERAL_SAVED = "The settings are saved.";
    BRAND_SAVED = "The school has its colour.";
    BRAND_CLEARED = "The school has the colour of the house again.";
    LOGO_SAVED = "The logo is saved.";
    LOGO_REMOVED = "The logo is removed.";
    DEPARTMENT_MADE = "The department is made.";
    DEPARTMENT_SAVED = "The department is saved.";
    DEPARTMENT_REMOVED = "The department is removed.";
    YEAR_MADE = "The academic year is added. Now add its terms.";
    TERM_MADE = "The term is added.";
    HOLIDAY_MADE = "The holiday is added.";
    DATES_SAVED = "The dates are saved.";
    DATES_REMOVED = "It is removed from the calendar.";
    SCALE_MADE = "The grade scale is added.";
    SCALE_SAVED = "The grade scale is saved.";
    SCALE_DEFAULT = "This scale is the default now.";
    SCALE_REMOVED = "The grade scale is removed.";
    FEATURE_ON = "It is turned on.";
    FEATURE_OFF = "It is turned off.";
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
            Done::CodeSet => CODE_SET,
            Done::ClassAsked => CLASS_ASKED,
            Done::InClassAlready => IN_CLASS_ALREADY,
            Done::PeopleAdmitted => PEOPLE_ADMITTED,
            Done::PeopleDeclined => PEOPLE_DECLINED,
            Done::InvitationsSent => INVITATIONS_SENT,
            Done::InvitationsSentToOthers => INVITATIONS_SENT_TO_OTHERS,
            Done::InvitationSentAgain => INVITATION_SENT_AGAIN,
            Done::InvitationWithdrawn => INVITATION_WITHDRAWN,
            Done::InvitationAccepted => INVITATION_ACCEPTED,
            Done::MemberAlready => MEMBER_ALREADY,
            Done::SchoolCorrected => SCHOOL_CORRECTED,
            Done::EmailConfirmed => EMAIL_CONFIRMED,
            Done::MailSent => MAIL_SENT,
            Done::ResetSent => RESET_SENT,
            Done::PasswordSaved => PASSWORD_SAVED,
            Done::LoggedOutEverywhere => LOGGED_OUT_EVERYWHERE,
            Done::FamilyLinked => FAMILY_LINKED,
            Done::FamilySaved => FAMILY_SAVED,
            Done::FamilyUnlinked => FAMILY_UNLINKED,
            Done::FamilyCodeMade => FAMILY_CODE_MADE,
            Done::FamilyCodeWithdrawn => FAMILY_CODE_WITHDRAWN,
            Done::ChildAdded => CHILD_ADDED,
            Done::ViewStopped => VIEW_STOPPED,
            Done::GeneralSaved => GENERAL_SAVED,
            Done::BrandSaved => BRAND_SAVED,
            Done::BrandCleared => BRAND_CLEARED,
            Done::LogoSaved => LOGO_SAVED,
            Done::LogoRemoved => LOGO_REMOVED,
            Done::DepartmentMade => DEPARTMENT_MADE,
            Done::DepartmentSaved => DEPARTMENT_SAVED,
            Done::DepartmentRemoved => DEPARTMENT_REMOVED,
            Done::YearMade => YEAR_MADE,
            Done::TermMade => TERM_MADE,
            Done::HolidayMade => HOLIDAY_MADE,
            Done::DatesSaved => DATES_SAVED,
            Done::DatesRemoved => DATES_REMOVED,
            Done::ScaleMade => SCALE_MADE,
            Done::ScaleSaved => SCALE_SAVED,
            Done::ScaleDefault => SCALE_DEFAULT,
            Done::ScaleRemoved => SCALE_REMOVED,
            Done::FeatureOn => FEATURE_ON,
            Done::FeatureOff => FEATURE_OFF,
        }
    }
}
