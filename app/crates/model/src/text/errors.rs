texts! { "errors":
    UNAUTHORIZED = "Please log in";
    UNAUTHORIZED_HINT = "This page is for people who are logged in.";
    FORBIDDEN = "Not for your role";
    FORBIDDEN_HINT = "Your role in this school does not open this page. If it should, ask the school's admin.";
    BEYOND = "More than your own rights";
    BEYOND_HINT = "This takes rights that you do not hold yourself. Ask an admin of the school.";
    SUSPENDED = "Your place here is suspended";
    SUSPENDED_HINT = "An admin of this school has suspended you. Your work is kept. Ask the school's office what to do next.";
    NOT_FOUND = "Nothing here";
    NOT_FOUND_HINT = "The address is wrong, or what was here is not visible to you.";
    INVALID = "Some fields need a look";
    WRONG_FIELDS = "{n} field needs another look before this can be sent." | "{n} fields need another look before this can be sent.";
    CONFLICT = "Changed meanwhile";
    TOO_MANY = "Too many tries";
    TOO_MANY_HINT = "Please wait {n} second and try again." | "Please wait {n} seconds and try again.";
    UNAVAILABLE = "No answer right now";
    UNAVAILABLE_HINT = "Something we depend on does not answer, or you are offline. Nothing was lost; try again in a moment.";
    MALFORMED = "The request could not be read";
    MALFORMED_HINT = "Please reload the page and try again.";
    INTERNAL = "That is our fault";
    INTERNAL_HINT = "Something failed on our side. If you report it, quote the reference {reference}.";
    INTERNAL_HINT_BARE = "Something failed on our side. Please try again.";
    FORGED = "This form came from somewhere else";
    FORGED_HINT = "For your safety it was not carried out. Go back to Lyceum, reload the page and send it again.";
}
