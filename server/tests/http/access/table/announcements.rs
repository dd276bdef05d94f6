//! Announcements.

use super::{INNER, INNER_FN, Line, TEACH, TEACH_FN};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /s/{school}/announcements", "/s/alpha/announcements?page=1", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/announcements/new", "/s/alpha/announcements/new?class={class}", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/announcements/{id}", "/s/alpha/announcements/{announcement}", &[], INNER),
    Line("GET /s/{school}/announcements/{id}/edit", "/s/alpha/announcements/{announcement}/edit", &[], TEACH),
    Line("GET /fn/app/pages/announcements/api/list_announcements", "", &[("school", "alpha"), ("shelf", "mine"), ("page", "1")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/announcements/api/show_announcement", "", &[("school", "alpha"), ("id", "{announcement}"), ("page", "1")], INNER_FN),
    Line("GET /fn/app/pages/announcements/api/unread_announcements", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/announcements/api/new_announcement", "", &[("school", "alpha"), ("class", "{class}")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/announcements/api/edit_announcement", "", &[("school", "alpha"), ("id", "{announcement}")], TEACH_FN),
    Line("POST /fn/app/pages/announcements/api/note_read", "", &[("school", "alpha"), ("id", "{announcement}")], INNER_FN),
    Line("POST /fn/app/pages/announcements/api/mark_read", "", &[("school", "alpha"), ("id", "{announcement}")], INNER_FN),
    Line("POST /fn/app/pages/announcements/api/write_announcement", "", &[("school", "alpha"), ("form[title]", "News"), ("form[body]", "All of it."), ("form[audience]", "classes"), ("form[classes][_{class}]", "true"), ("form[begin]", "draft")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/announcements/api/save_announcement", "", &[("school", "alpha"), ("id", "{announcement}"), ("form[title]", "Trip"), ("form[body]", "Bring water, please.")], TEACH_FN),
    Line("POST /fn/app/pages/announcements/api/remind_readers", "", &[("school", "alpha"), ("id", "{announcement}")], TEACH_FN),
    Line("POST /fn/app/pages/announcements/api/withdraw_announcement", "", &[("school", "alpha"), ("id", "{announcement}"), ("draft", "false")], TEACH_FN),
];
