texts! { "mail":
    VERIFY_SUBJECT = "Your code for Lyceum: {code}";
    VERIFY_BODY = "Hello {name},\n\nyour code is {code}\n\nor open this link:\n{link}\n\nBoth hold for 24 hours. An account that is neither confirmed nor used by then is removed. If you did not sign up for Lyceum, ignore this mail.\n";
    RESET_SUBJECT = "Choose a new password for Lyceum";
    RESET_BODY = "Hello {name},\n\nopen this link to choose a new password:\n{link}\n\nIt works once and for one hour. If you did not ask for it, ignore this mail: your password stays as it is.\n";
    INVITED_SUBJECT = "{school} invites you to Lyceum";
    INVITED_BODY = "Hello {name},\n\n{by} invites you to {school} as {role}.\n{note}\nOpen this link to come in:\n{link}\n\nIt works once, for one person, until {until}. If you do not know {school}, ignore this mail.\n";
    ADMITTED_SUBJECT = "You are in: {class}";
    ADMITTED_BODY = "Hello {name},\n\nyou were let into {class} at {school}. Come in:\n{link}\n";
    DECLINED_SUBJECT = "About {class}";
    DECLINED_BODY = "Hello {name},\n\n{class} at {school} could not let you in this time. Perhaps it was the wrong class, or nobody there knew your name. Talk to your teacher; you can use the code again whenever you like.\n";
    EXISTS_SUBJECT = "You have an account at Lyceum already";
    EXISTS_BODY = "Hello {name},\n\nsomebody, probably you, tried to sign up with this address, which has an account already. Log in instead:\n{link}\n\nIf it was not you, nothing needs to be done.\n";
}
