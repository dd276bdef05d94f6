//! The chat of classes and of people, and the socket of a school.

use super::{ADMIN, ADMIN_FN, INNER, INNER_FN, Line, TEACH_FN};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /s/{school}/chat", "/s/alpha/chat", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/chat/search", "/s/alpha/chat/search?q=hello", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/chat/new", "/s/alpha/chat/new?q=a", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/chat/reports", "/s/alpha/chat/reports", &[], ADMIN),
    Line("GET /s/{school}/chat/words", "/s/alpha/chat/words", &[], ADMIN),
    Line("GET /s/{school}/chat/{room}", "/s/alpha/chat/{room}", &[], INNER),
    Line("GET /s/{school}/chat/{room}/search", "/s/alpha/chat/{room}/search?q=hello", &[], INNER),
    Line("GET /s/{school}/chat/{room}/report/{message}", "/s/alpha/chat/{room}/report/{new}", &[], INNER),
    Line("GET /s/{school}/chat/{room}/versions/{message}", "/s/alpha/chat/{room}/versions/{new}", &[], [303, 404, 404, 404, 404]),
    Line("GET /fn/app/pages/chat/api/show_chat", "", &[("school", "alpha"), ("id", "{class}")], INNER_FN),
    Line("GET /fn/app/pages/chat/api/older_messages", "", &[("school", "alpha"), ("room", "{room}"), ("before", "10")], INNER_FN),
    Line("GET /fn/app/pages/chat/api/newer_messages", "", &[("school", "alpha"), ("room", "{room}"), ("after", "0")], INNER_FN),
    Line("GET /fn/app/pages/chat/api/show_room", "", &[("school", "alpha"), ("room", "{room}")], INNER_FN),
    Line("GET /fn/app/pages/chat/api/room_people", "", &[("school", "alpha"), ("room", "{room}")], INNER_FN),
    Line("GET /fn/app/pages/chat/api/list_rooms", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/chat/api/list_emoji", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/chat/api/list_room_cards", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/chat/api/find_partners", "", &[("school", "alpha"), ("q", "a"), ("page", "1")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/chat/api/find_messages", "", &[("school", "alpha"), ("room", "{room}"), ("q", "hello"), ("page", "1")], INNER_FN),
    Line("GET /fn/app/pages/chat/api/show_versions", "", &[("school", "alpha"), ("room", "{room}"), ("id", "{new}")], [401, 404, 404, 404, 404]),
    Line("GET /fn/app/pages/chat/api/show_reports", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/chat/api/show_words", "", &[("school", "alpha")], ADMIN_FN),
    Line("POST /fn/app/pages/chat/api/say", "", &[("school", "alpha"), ("room", "{room}"), ("id", "{new}"), ("form[body]", "Hello")], INNER_FN),
    Line("POST /fn/app/pages/chat/api/mark_room_read", "", &[("school", "alpha"), ("room", "{room}"), ("seq", "1")], INNER_FN),
    Line("POST /fn/app/pages/chat/api/mark_room_unread", "", &[("school", "alpha"), ("room", "{room}"), ("seq", "1")], INNER_FN),
    Line("POST /fn/app/pages/chat/api/edit_message", "", &[("school", "alpha"), ("room", "{room}"), ("id", "{new}"), ("form[body]", "Hello")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/chat/api/delete_message", "", &[("school", "alpha"), ("room", "{room}"), ("id", "{new}")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/chat/api/react", "", &[("school", "alpha"), ("room", "{room}"), ("id", "{new}"), ("form[emoji]", "👍"), ("form[on]", "true")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/chat/api/pin_message", "", &[("school", "alpha"), ("room", "{room}"), ("id", "{new}"), ("on", "true")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/chat/api/report_message", "", &[("school", "alpha"), ("room", "{room}"), ("id", "{new}"), ("form[reason]", "Rude")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/chat/api/settle_report", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/chat/api/mute_member", "", &[("school", "alpha"), ("room", "{room}"), ("user", "{sam}"), ("form[minutes]", "0")], TEACH_FN),
    Line("POST /fn/app/pages/chat/api/rule_room", "", &[("school", "alpha"), ("room", "{room}"), ("form[slow_seconds]", "0")], TEACH_FN),
    // The room of the class keeps its name and stays open, and is hidden from nobody.
    Line("POST /fn/app/pages/chat/api/rename_room", "", &[("school", "alpha"), ("room", "{room}"), ("form[name]", "Homework")], [401, 403, 404, 404, 403]),
    Line("POST /fn/app/pages/chat/api/close_room", "", &[("school", "alpha"), ("room", "{room}"), ("on", "true")], [401, 403, 404, 404, 403]),
    Line("POST /fn/app/pages/chat/api/hide_room", "", &[("school", "alpha"), ("room", "{room}")], [401, 403, 404, 404, 403]),
    Line("POST /fn/app/pages/chat/api/open_room", "", &[("school", "alpha"), ("form[class]", "{class}"), ("form[name]", "Homework")], ADMIN_FN),
    Line("POST /fn/app/pages/chat/api/open_direct", "", &[("school", "alpha"), ("whom", "{new}")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/chat/api/set_words", "", &[("school", "alpha"), ("form[words]", "")], ADMIN_FN),
    // No form at all.
    Line("POST /s/{school}/chat/{room}/messages", "/s/alpha/chat/{room}/messages", &[], [401, 400, 404, 404, 400]),
    // Not an upgrade to a socket: those who may would be told so.
    // 426: who gets this far may connect, but no socket can come of a request without a connection.
    Line("GET /s/{school}/live", "/s/alpha/live", &[], [401, 426, 404, 426, 426]),
];
