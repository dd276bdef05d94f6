texts! { "push":
    PUSH = "Notifications on your devices";
    PUSH_HINT = "A device is told even while Lyceum is closed. It ends when you log out there, or are logged out after a while: log in with “Stay logged in” to be told for longer.";
    TURN_ON = "Turn on for this device";
    NONE = "No device of yours is told.";
    HERE = "This device";
    SINCE = "On since {when}";
    LAST = "Last told {when}";
    TRY = "Try it";
    TRY_OF = "Try it: {device}";
    TURN_OFF = "Turn off";
    TURN_OFF_OF = "Turn off: {device}";
    NO_BROWSER = "This browser cannot show notifications. On an iPhone or iPad, add Lyceum to the home screen first and open it from there.";
    NO_SCRIPT = "To turn it on for this device, JavaScript must be on.";
    DENIED = "Your browser does not let Lyceum show notifications. Allow them in its settings for this site, then turn them on here.";
    FAILED = "Your browser could not turn it on. Try again in a moment.";

    TEST_TITLE = "Notifications work";
    TEST_BODY = "This device is told from now on.";
}
