texts! { "clear":
    CLEAR = "Clear";
    OF_SCHOOL = "Remove what {school} no longer needs, with seven days to bring it back.";
    CHOOSE_SCHOOL = "Which school?";
    NEVER_ALL = "The platform as a whole is never cleared: one school at a time.";
    NO_SCHOOL = "There is no school yet.";
    CHOOSE = "What is to be cleared?";
    ALL_OF_IT = "Everything but the settings";
    STUDENTS_LINE = "{n} student and {others} of theirs; the account stays."
        | "{n} students and {others} of theirs; their accounts stay.";
    COURSES_LINE = "{n} course and {others} of it: enrollments, assignments, work, marks and its forum; classes and people stay."
        | "{n} courses and {others} of theirs: enrollments, assignments, work, marks and forums; classes and people stay.";
    ENROLLMENTS_LINE = "{n} enrollment and {others} of its history; courses, work and marks stay."
        | "{n} enrollments and {others} of their history; courses, work and marks stay.";
    ALL_LINE = "{n} row of people, classes, courses, forums and announcements; the school, its admins and all accounts stay."
        | "{n} rows of people, classes, courses, forums and announcements; the school, its admins and all accounts stay.";
    STUDENTS_ALONE = "{n} student; the account stays." | "{n} students; their accounts stay.";
    COURSES_ALONE = "{n} course; classes and people stay." | "{n} courses; classes and people stay.";
    ENROLLMENTS_ALONE = "{n} enrollment; courses, work and marks stay." | "{n} enrollments; courses, work and marks stay.";
    OTHER_ROWS = "{n} row" | "{n} rows";
    STUDENTS_ABOUT = "The places of all students in the school, also of those who have left, with all that is theirs here: courses, work, marks, messages, what they wrote in forums, links to parents. Their accounts stay: a log-in is a person's own, and whoever belongs to another school keeps all of it there. Admins and you stay. What a student once made for others, as a teacher, stays and is handed to you, or to an admin of the school if you have no place in it; undo hands it back.";
    COURSES_ABOUT = "All courses with their enrollments, assignments, work handed in, marks and forums, with every thread and post in them. Classes with their own forums, chats and people stay.";
    ENROLLMENTS_ABOUT = "Who is in which course, and who was: the history of enrollments goes with them. Courses, assignments, work handed in and marks stay.";
    ALL_ABOUT = "For a fresh start: everybody but the admins and you, all classes with their codes, chats and forums, all courses with work, marks and forums, announcements, invitations and links between parents and children. The school, its settings, departments, academic years, holidays, grade scales and the audit log stay. Accounts stay, too: a log-in is a person's own.";
    NEXT = "See exactly what goes";
    BACK = "Choose something else";
    WHAT_GOES = "What goes";
    NOTHING = "Nothing to clear.";
    ROWS_IN_ALL = "In all";
    FIRST = "Take it home first";
    FIRST_HINT = "A backup is made by itself before anything goes. A copy of your own is safer still.";
    CONFIRM = "Clear it";
    REASON = "Reason";
    REASON_HINT = "It stands in the audit log, and the other admins are told.";
    NAME = "The name of the school";
    NAME_HINT = "Type {school} to show that you mean it.";
    NAME_EXACT = "Type exactly: {school}";
    UNDO_HINT = "You can undo this for seven days. After that only the backup has it that is made before, which is kept for 30 days.";
    CLEARING = "It is being cleared";
    CLEARING_TEXT = "A backup is made first, then the rows go, all at once. You can leave this page and come back.";
    DONE_TITLE = "It is cleared";
    DONE_TEXT = "{what}: {n} row is gone. A backup was made before." | "{what}: {n} rows are gone. A backup was made before.";
    FAILED_TITLE = "It was not cleared. Nothing was changed.";
    FAILED_TEXT = "{what}, {when}.";
    TO_KEPT = "See the kept backups";
    BACK_TITLE = "It is brought back";
    NONE_MISSING = "Nothing was missing";
    CAME_BACK = "{n} row came back as it was." | "{n} rows came back as they were.";
    CAME_BACK_NONE = "No row came back: all of them were there already, or something else in their place.";
    WERE_THERE = "{n} row was there already, or something else in its place, and stayed as it is."
        | "{n} rows were there already, or something else in their place, and stayed as they are.";
    RESTORED = "Since then the school was put back from a backup ({when}). What was cleared may be there again: undo brings only what is still missing.";
    RESTORED_AFTER = "Since then the school was put back from a backup ({when}).";
    TIMES = "Times are those of the school: {zone}.";
    NOW = "Clear {what} of {school}";
    CLEARED = "Cleared in the last seven days";
    CLEARED_LINE = "{n} row, by {who}, {when}" | "{n} rows, by {who}, {when}";
    BY_GONE = "an account that is no longer there";
    CLEARED_UNTIL = "Can be undone until {until}";
    UNDONE = "Brought back {when}.";
    UNDO = "Undo";
    UNDO_SPOKEN = "Undo: {what}, {when}";
    UNDO_ASK = "{n} row comes back as it was. What was done since stays."
        | "{n} rows come back as they were. What was done since stays.";
    UNDO_REST = "The school was put back from a backup since: only what is still missing comes back. What was done since stays.";
    UNDO_NOW = "Bring it back";
    GONE = "Something was cleared here";
    GONE_LINE = "{what}: cleared by {who}, {when}. It can be brought back until {until}.";
    TO_GONE = "See what was cleared, and bring it back";
}
