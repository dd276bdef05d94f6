texts! { "mail":
    VERIFY_SUBJECT = "Your code for Lyceum: {code}";
    VERIFY_BODY = "Hello {name},\n\nyour code is {code}\n\nor open this link:\n{link}\n\nBoth hold for 24 hours. An account that is neither confirmed nor used by then is removed. If you did not sign up for Lyceum, ignore this mail.\n";
    REGISTER_BODY = "Hello {name},\n\nyour code is {code}\n\nor open this link:\n{link}\n\nBoth hold for one hour, and make the account {username} that you signed up for. If you did not sign up for Lyceum, ignore this mail: nothing is made.\n";
    RESET_SUBJECT = "Choose a new password for Lyceum";
    RESET_BODY = "Hello {name},\n\nopen this link to choose a new password:\n{link}\n\nIt works once and for one hour. If you did not ask for it, ignore this mail: your password stays as it is.\n";
    ANNOUNCEMENT_SUBJECT = "{school}: {title}";
    ANNOUNCEMENT_BODY = "Hello {name},\n\n{author} announced at {school}:\n\n{title}\n\n{body}\n\nIn Lyceum:\n{link}\n";
    REMINDED_SUBJECT = "{school}: not read yet: {title}";
    REMINDED_BODY = "Hello {name},\n\nyou have not read yet what {author} announced at {school}:\n\n{title}\n\n{body}\n\nOpen it in Lyceum, so that it counts as read:\n{link}\n";
    INVITED_SUBJECT = "{school} invites you to Lyceum";
    INVITED_BODY = "Hello {name},\n\n{by} invites you to {school} as {role}.\n{note}\nOpen this link to come in:\n{link}\n\nIt works once, for one person, until {until}. If you do not know {school}, ignore this mail.\n";
    ADMITTED_SUBJECT = "You are in: {class}";
    ADMITTED_BODY = "Hello {name},\n\nyou were let into {class} at {school}. Come in:\n{link}\n";
    DECLINED_SUBJECT = "About {class}";
    DECLINED_BODY = "Hello {name},\n\n{class} at {school} could not let you in this time. Perhaps it was the wrong class, or nobody there knew your name. Talk to your teacher; you can use the code again whenever you like.\n";
    EXISTS_SUBJECT = "You have an account at Lyceum already";
    EXISTS_BODY = "Hello {name},\n\nsomebody, probably you, tried to sign up with this address, which has an account already. Log in instead:\n{link}\n\nIf you do not know the password any more, choose a new one:\n{reset}\n\nIf it was not you, nothing needs to be done.\n";
    EMAIL_SUBJECT = "Your code for the new address: {code}";
    EMAIL_BODY = "Hello {name},\n\nyou want to use this address for your account at Lyceum. Your code is {code}\n\nor open this link:\n{link}\n\nBoth hold for one hour. If you did not ask for this, ignore this mail: nothing changes.\n";
    EMAIL_TAKEN_SUBJECT = "You have an account at Lyceum already";
    EMAIL_TAKEN_BODY = "Hello {name},\n\nsomebody, probably you, wanted to move another account to this address, which has an account already. Log in with this address instead:\n{link}\n\nIf it was not you, nothing needs to be done.\n";
    EMAIL_NOTICE_SUBJECT = "Your account at Lyceum is to get another address";
    EMAIL_NOTICE_BODY = "Hello {name},\n\nsomebody who knows your password asked to use {email} for your account from now on. If it was you, nothing more needs to be done here.\n\nIf it was not you, choose another password now, which also stops the change:\n{link}\n";
    PASSWORD_CHANGED_SUBJECT = "Your password for Lyceum was changed";
    PASSWORD_CHANGED_BODY = "Hello {name},\n\nthe password of your account was changed a moment ago, and your other devices were logged out. If it was you, nothing more needs to be done.\n\nIf it was not you, choose a new one now:\n{link}\n";
}
