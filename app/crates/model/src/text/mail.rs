texts! { "mail":
    VERIFY_SUBJECT = "Your code for Lyceum: {code}";
    VERIFY_BODY = "Hello {name},\n\nyour code is {code}\n\nor open this link:\n{link}\n\nBoth hold for 24 hours. An account that is neither confirmed nor used by then is removed. If you did not sign up for Lyceum, ignore this mail.\n";
    RESET_SUBJECT = "Choose a new password for Lyceum";
    RESET_BODY = "Hello {name},\n\nopen this link to choose a new password:\n{link}\n\nIt works once and for one hour. If you did not ask for it, ignore this mail: your password stays as it is.\n";
    ANNOUNCEMENT_SUBJECT = "{school}: {title}";
    ANNOUNCEMENT_BODY = "Hello {name},\n\n{author} announced at {school}:\n\n{title}\n\n{body}\n\nIn Lyceum:\n{link}\n";
    EXISTS_SUBJECT = "You have an account at Lyceum already";
    EXISTS_BODY = "Hello {name},\n\nsomebody, probably you, tried to sign up with this address, which has an account already. Log in instead:\n{link}\n\nIf it was not you, nothing needs to be done.\n";
}
