texts! { "me":
    SECTIONS = "Parts of your account";
    TAB_PROFILE = "Profile";
    TAB_SECURITY = "Password and e-mail";
    TAB_NOTIFICATIONS = "Notifications";
    TAB_DEVICES = "Devices";
    TAB_SCHOOLS = "Schools";
    // What the pages are looked for by, beside their titles.
    PROFILE_WORDS = "profile photo phone language time zone appearance dark light";
    SECURITY_WORDS = "security change username email address";
    NOTIFICATIONS_WORDS = "notifications bell mail push quiet hours digest unsubscribe";
    DEVICES_WORDS = "sessions log out everywhere";
    SCHOOLS_WORDS = "leave start";
    // Profile.
    PHOTO = "Photo";
    PHOTO_HINT = "A JPEG, PNG or WebP of up to {mb} MB. People of your schools see it; where it was taken is not kept.";
    PHOTO_FILE = "Picture";
    SAVE_PHOTO = "Save the photo";
    REMOVE_PHOTO = "Remove the photo";
    CROP = "The square that is kept";
    CROP_HINT = "Drag the picture, or move it with the arrow keys. Plus and minus change its size.";
    ZOOM = "Size";
    NAME_SUGGESTED = "{school} suggests that your name be written: {name}";
    NAME_SUGGESTED_HINT = "Your name is your own. If you accept, it changes everywhere.";
    ACCEPT_NAME = "Accept";
    KEEP_NAME = "Keep mine";
    ABOUT_YOU = "About you";
    PHONE = "Phone";
    ORGANIZATION = "Organization";
    BIO = "A few words about yourself";
    READING = "How you read";
    LANGUAGE = "Language";
    TIME_ZONE = "Time zone";
    AS_SCHOOL = "As in my school";
    AS_SCHOOL_IN = "As in my school: {zone}";
    // Whose schools are in several zones.
    AS_SCHOOLS_IN = "As in each of my schools; elsewhere {zone}";
    THEME = "Appearance";
    THEME_SYSTEM = "As on my device";
    THEME_LIGHT = "Light";
    THEME_DARK = "Dark";
    SAVE = "Save";
    // Password and e-mail.
    CHANGE_PASSWORD = "Change the password";
    CHANGE_PASSWORD_HINT = "Your other devices are logged out.";
    CURRENT_PASSWORD = "Present password";
    CHANGE_EMAIL = "Change the e-mail address";
    YOUR_EMAIL = "Your address is {email}.";
    NEW_EMAIL = "New e-mail address";
    NEW_EMAIL_HINT = "We send a code there. Nothing changes until you have typed it here.";
    NEW_EMAIL_HINT_NO_SERVER = "Nothing changes until you have typed its code here. No mail server is set up: whoever runs the platform can give you the code.";
    SEND_CODE = "Send the code";
    MAKE_CODE = "Make the code";
    EMAIL_PENDING = "{email} waits to be confirmed";
    EMAIL_PENDING_HINT = "Type the code of six digits from the mail we sent there, or open its link. Both hold until {when}.";
    EMAIL_PENDING_HINT_NO_SERVER = "Type its code of six digits, or open its link. No mail server is set up: both wait in the outbox, and whoever runs the platform can give them to you. They hold until {when}.";
    KEEP_EMAIL = "Keep the present address";
    EMAIL_LINK_TITLE = "Confirm your new address";
    EMAIL_LINK_INTRO = "One click, and your account has this address from now on.";
    CHANGE_USERNAME = "Change the username";
    // Devices.
    SESSION_FIRST = "Logged in {when}";
    END_SESSION = "Log out";
    END_SESSION_OF = "Log out {device}";
    LOG_OUT_ALL_ASK = "Every device is logged out, this one too. You log in again with your password.";
    // Schools.
    YOUR_SCHOOLS = "Your schools";
    SCHOOLS_HINT = "You start in one of them when you log in.";
    SINCE = "Since {when}";
    WAITING = "Waiting to be let in";
    STARTS_HERE = "You start here";
    START_HERE = "Start here";
    LEAVE = "Leave";
    LEAVE_ASK = "You leave {school} with all its classes. Your work and your marks stay with the school. To come back you need a new code or invitation.";
    LEAVE_SCHOOL = "Leave the school";
    LAST_ADMIN = "You are its only admin. Make somebody else one before you leave.";
    NO_SCHOOLS = "You are in no school";
    NO_SCHOOLS_HINT = "Join a class with a code, or found a school of your own.";
    // Links of mails.
    LINK_SPENT = "This link has been used or has expired. Please ask for a new one.";
    NEW_LINK = "Ask for a new link";
    // Where no mail can be sent.
    NO_MAIL_ADMIN = "No mail server is set up yet, so this mail has not left. You find it, with its code, in the outbox of the platform.";
    NO_MAIL = "This Lyceum sends no mail yet. Whoever runs it can give you the code.";
    OUTBOX = "To the outbox";
}
