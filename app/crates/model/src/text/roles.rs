texts! { "roles":
    PRINCIPAL = "Principal";
    DEPUTY_PRINCIPAL = "Deputy principal";
    ACADEMIC_HEAD = "Academic head";
    DEPARTMENT_HEAD = "Department head";
    TEACHER = "Teacher";
    LECTURER = "Lecturer";
    FACULTY = "Faculty member";
    INSTRUCTOR = "Instructor";
    FORM_TEACHER = "Form teacher";
    REGISTRAR = "Registrar";
    BURSAR = "Bursar";
    LIBRARIAN = "Librarian";
    IT_SUPPORT = "IT support";
    SECURITY = "Security";
    PARENT = "Parent";
    STUDENT = "Student";
    MENTOR = "Mentor";
    CORPORATE_REP = "Corporate representative";
    MANAGEMENT = "Management";
    SCHOOL_ADMIN = "School admin";
    PLATFORM_ADMIN = "Platform admin";
    STAFF = "Staff";
}
