//! What can be told to have been done, on the page that follows.

crate::text_enum! {
    /// Its sentence stands in `text::done`. It names no person and no thing: the page it is told on does.
    pub enum Done {
        SchoolFounded = "school_founded",
        ClassMade = "class_made",
        ClassJoined = "class_joined",
        CourseMade = "course_made",
        AssignmentSet = "assignment_set",
        AnnouncementSaved = "announcement_saved",
        AnnouncementPublished = "announcement_published",
        AnnouncementPlanned = "announcement_planned",
        AnnouncementWithdrawn = "announcement_withdrawn",
        AnnouncementRead = "announcement_read",
        ClassRenamed = "class_renamed",
        ClassArchived = "class_archived",
        ClassRestored = "class_restored",
        ClassLeft = "class_left",
        MemberAdded = "member_added",
        MemberRemoved = "member_removed",
        MemberChanged = "member_changed",
        CodeReplaced = "code_replaced",
        CodeClosed = "code_closed",
        CodeOpened = "code_opened",
        EmailConfirmed = "email_confirmed",
        MailSent = "mail_sent",
        ResetSent = "reset_sent",
        PasswordSaved = "password_saved",
        LoggedOutEverywhere = "logged_out_everywhere",
    }
}
