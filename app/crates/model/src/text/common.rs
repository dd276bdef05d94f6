texts! { "common":
    LYCEUM = "Lyceum";
    TAGLINE = "The school's whole day, in one place.";
    SKIP = "Skip to the content";
    MAIN_MENU = "Main menu";
    DASHBOARD = "Dashboard";
    SCHOOLS = "Schools";
    PROFILE = "Your account";
    /// The same where there is room for one word.
    ACCOUNT = "Account";
    LOG_OUT = "Log out";
    BACK = "Back";
    HOME = "To the start";
    LEAVE = "What you have typed here is not saved. Leave the page all the same?";
    STALE = "What you typed still stands here. Saving it again replaces what the other one saved.";
    STALE_LOOK = "Show what is saved now (in a new tab)";
    OPTIONAL = "optional";
    CHOOSE_FROM_LIST = "Please choose one from the list.";
    OFFLINE = "You are offline. What you see may be old.";
    UPDATED = "A new version is ready.";
    UPDATE = "Use it now";
    PLATFORM = "Platform";
    MAILS = "Mails";
    HELP = "Help";
    MORE = "More";
    /// Of the bar of phones: one word of eight letters, or two.
    BAR_DASHBOARD = "Home";
    BAR_ANNOUNCEMENTS = "News";
    BAR_INVITATIONS = "Invites";
    GROUP_WORK = "Work";
    GROUP_PEOPLE = "People";
    GROUP_SCHOOL = "School";
    SWITCH = "Switch school";
    ALL_SCHOOLS = "All your schools";
    RANGE = "{from}–{to} of {total}";
    PAGES = "Pages";
    DEPARTMENT = "Department";
    EVERY_DEPARTMENT = "Every department";
    FILTERS = "Filters";
    FILTERS_SET = "{n} set" | "{n} set";
    PREVIOUS = "Previous";
    NEXT = "Next";
    FIRST = "First page";
    LAST = "Last page";
    NOT_COPIED = "Not copied: select it yourself";
    DROP_FILES = "Choose files, or drop them here";
    DROP_PICTURE = "Choose a picture, or drop it here";
    /// The file's name follows.
    TAKE_OUT = "Take out";
}
