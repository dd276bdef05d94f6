texts! { "chat":
    TITLE = "chat";
}
