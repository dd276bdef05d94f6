texts! { "courses":
    NEW = "New course";
    FOR_CLASS = "For {class}";
    TITLE = "Title";
    SUMMARY = "Summary";
    SUMMARY_HINT = "What the course is about, in a few sentences.";
    CREATE = "Create the course";
    TAUGHT_BY = "Taught by {name}";
    ASSIGNMENTS = "Assignments";
    NEW_ASSIGNMENT = "New assignment";
    NO_ASSIGNMENTS = "No assignments yet";
    NO_ASSIGNMENTS_HINT = "What is set in this course appears here.";
    WHERE = "Where you are";
}
