//! What can be told to have been done, on the page that follows.

crate::text_enum! {
    /// Its sentence stands in `text::done`. It names no person and no thing: the page it is told on does.
    pub enum Done {
        SchoolFounded = "school_founded",
        ClassMade = "class_made",
        ClassJoined = "class_joined",
        CourseMade = "course_made",
        AssignmentSet = "assignment_set",
        CodeReplaced = "code_replaced",
        CodeClosed = "code_closed",
        CodeOpened = "code_opened",
        CodeSet = "code_set",
        ClassAsked = "class_asked",
        InClassAlready = "in_class_already",
        PeopleAdmitted = "people_admitted",
        PeopleDeclined = "people_declined",
        InvitationsSent = "invitations_sent",
        InvitationsSentToOthers = "invitations_sent_to_others",
        InvitationSentAgain = "invitation_sent_again",
        InvitationWithdrawn = "invitation_withdrawn",
        InvitationAccepted = "invitation_accepted",
        MemberAlready = "member_already",
        SchoolCorrected = "school_corrected",
        EmailConfirmed = "email_confirmed",
        MailSent = "mail_sent",
        ResetSent = "reset_sent",
        PasswordSaved = "password_saved",
        LoggedOutEverywhere = "logged_out_everywhere",
    }
}
