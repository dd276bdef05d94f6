texts! { "viewing":
    VIEW_AS = "View as";
    INTRO = "See the school as a member sees it, to help them. You can look, but change nothing, and every start and stop is recorded. What they have read is theirs alone: no announcement is marked as unread.";
    WHOM = "Member";
    WHOM_HINT = "Part of the name, or the username.";
    SEARCH = "Search";
    NOBODY = "Nobody of this name can be viewed";
    NOBODY_HINT = "Admins, and members who manage others or hold the backups, cannot be viewed.";
    CHOOSE = "View as {name}";
    REASON = "Reason";
    REASON_HINT = "It is kept in the school's records with your name.";
    LASTS = "It ends when you press Stop, or by itself after 60 minutes.";
    START = "Start viewing";
    OTHER = "Choose somebody else";
    BANNER = "{viewer}, you see {school} as {name}. Nothing can be changed.";
    STOP = "Stop viewing";
    REFUSED = "You are only looking";
    REFUSED_HINT = "You see the school as another member does, so nothing can be changed or opened that is theirs alone. Press “Stop viewing” to go back to your own account.";
}
