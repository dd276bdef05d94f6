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
        EmailConfirmed = "email_confirmed",
        MailSent = "mail_sent",
        ResetSent = "reset_sent",
        PasswordSaved = "password_saved",
        LoggedOutEverywhere = "logged_out_everywhere",
        GeneralSaved = "general_saved",
        BrandSaved = "brand_saved",
        BrandCleared = "brand_cleared",
        LogoSaved = "logo_saved",
        LogoRemoved = "logo_removed",
        DepartmentMade = "department_made",
        DepartmentSaved = "department_saved",
        DepartmentRemoved = "department_removed",
        YearMade = "year_made",
        TermMade = "term_made",
        HolidayMade = "holiday_made",
        DatesSaved = "dates_saved",
        DatesRemoved = "dates_removed",
        ScaleMade = "scale_made",
        ScaleSaved = "scale_saved",
        ScaleDefault = "scale_default",
        ScaleRemoved = "scale_removed",
        FeatureOn = "feature_on",
        FeatureOff = "feature_off",
    }
}
