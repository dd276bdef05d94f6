texts! { "finding":
    GO_TO = "Go to";
    LABEL = "Find people, classes, courses and pages";
    PLACEHOLDER = "A name, a class, a page";
    CLOSE = "Close the search";
    KEYS = "Arrows move, Enter opens, Escape closes.";
    NOTHING = "Nothing has these words.";
    LOOKING = "Looking";
    PAGES = "Pages";
    PEOPLE = "People";
    ALL_PEOPLE = "{n} person with these words" | "All {n} people with these words";
    STUDENTS = "Your students";
    EVERYBODY = "People of the platform";
    ALL_OF_EVERYBODY = "All people of the platform with these words";
    CLASSES = "Classes";
    COURSES = "Courses";
    TITLE = "Find";
    FIND = "Find";
    CLEAR = "Clear";
    WORDS_HINT = "Any part of a name, in any order.";
    NOTHING_HINT = "Try fewer words, or a part of a word.";
}
