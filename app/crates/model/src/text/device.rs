texts! { "device":
    KEPT_PAGE = "You see this page as it was on {when}.";
    LOAD_AGAIN = "Load it again";
    NOT_KEPT = "That page is not kept on this device. It opens when you are connected again.";
    INSTALL = "Lyceum can be an app on this device: it opens by itself and keeps your pages for when there is no network.";
    INSTALL_IOS = "Lyceum can be an app on this device: tap Share, then Add to Home Screen.";
    INSTALL_NOW = "Install";
    INSTALL_LATER = "Not now";
    // What waits to be sent.
    WAITING = "{n} thing waits to be sent" | "{n} things wait to be sent";
    STATE_WAITING = "Kept on this device. It is sent when you are connected again, and counts from when it arrives.";
    STATE_LOGGED_OUT = "Kept on this device. Log in again as yourself, and it is sent.";
    STATE_SENDING = "Sending";
    STATE_REFUSED = "Not sent. {why}";
    TO_PAGE = "To its page";
    SEND_AGAIN = "Send again";
    DROP = "Throw away";
    DROP_ASK = "Throw this away? What is written in it is lost.";
    LEAVE_ASK = "Something here is not sent yet. If you log out now, it is thrown away. Log out all the same?";
    QUEUE_ASK = "You are not connected. Keep this on the device until it can be sent? Do that on a device of your own only.";
    QUEUE_LOST = "This device has no room to keep it. Leave this page open, and send it when you are connected again.";
    CHAT = "Chat of {name}";
    DRAFT = "What you write here is kept until you send it.";
    // The own account.
    THIS_DEVICE = "This device";
    KEEP_PAGES = "Keep my pages on this device";
    KEEP_PAGES_HINT = "The pages you have visited open without a network, and what you write is not lost when you close them. Do not turn this on where others use the device. Everything goes when you log out, when somebody else logs in, and when this device next reaches the server after you were logged out elsewhere. In the installed app it is on until you turn it off.";
    AS_APP = "As an app";
    AS_APP_TEXT = "On iPhone and iPad, tap Share in Safari, then Add to Home Screen. Elsewhere the browser's menu has Install or Add to home screen.";
    // What was shared to the app.
    SHARE = "Where does it go?";
    SHARED = "Shared with Lyceum";
    SHARE_AGAIN = "What you shared has not arrived. Share it once more, or choose below where it goes and add it there.";
    NOTHING_SHARED = "Nothing is here. Share a photo or a file with Lyceum from another app, and choose here where it goes.";
    HAND_IN_TO = "Hand it in";
    SAY_IN = "Say it in a chat";
    NOWHERE = "There is nothing to hand in, and no chat of yours.";
}
