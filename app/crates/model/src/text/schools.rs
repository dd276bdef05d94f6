texts! { "schools":
    TITLE = "schools";
}
