texts! { "start":
    TITLE = "Set up your school";
    STEPS = "Steps";
    STEP_SCHOOL = "School";
    STEP_CLASS = "First class";
    STEP_PEOPLE = "People";
    STEP_OF = "Step {step} of {n}";
    SCHOOL_TITLE = "Is everything about the school right?";
    SCHOOL_HINT = "All of it can be changed later.";
    CLASS_TITLE = "Make the first class";
    CLASS_HINT = "A group of people who learn together, with its codes, its courses and its chat.";
    CLASS_MADE = "The class {class} is made. You can make another, or go on.";
    CLASS_NAME = "Name";
    CLASS_NAME_HINT = "Such as \"Form 2B\" or \"Mathematics, first year\".";
    PEOPLE_TITLE = "Bring the others in";
    PEOPLE_CODES = "Hand out these codes of {class}, or invite people by mail.";
    PEOPLE_NO_CLASS = "Without a class there are no codes yet. You can invite people by mail.";
    SAVE = "Save and go on";
    CREATE = "Create and go on";
    SKIP = "Skip this step";
    BACK = "Back";
    FINISH = "To the dashboard";
    CURRENCY = "Currency";
    LANGUAGE = "Language";
}
