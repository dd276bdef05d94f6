//! The forum.

use super::{INNER, INNER_FN, Line, TEACH, TEACH_FN};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /s/{school}/forum", "/s/alpha/forum?q=water", &[], [303, 200, 404, 403, 200]),
    Line("GET /s/{school}/forum/{board}", "/s/alpha/forum/class-{class}?which=open&q=water", &[], INNER),
    Line("GET /s/{school}/forum/{board}/new", "/s/alpha/forum/class-{class}/new", &[], INNER),
    Line("GET /s/{school}/forum/{board}/settings", "/s/alpha/forum/class-{class}/settings", &[], TEACH),
    Line("GET /s/{school}/forum/threads/{id}", "/s/alpha/forum/threads/{thread}?quote=1", &[], INNER),
    Line("GET /s/{school}/forum/posts/{id}/edit", "/s/alpha/forum/posts/{post}/edit", &[], INNER),
    Line("GET /fn/app/pages/forum/api/show_forums", "", &[("school", "alpha"), ("q", "water"), ("page", "1")], [401, 200, 404, 403, 200]),
    Line("GET /fn/app/pages/forum/api/show_board", "", &[("school", "alpha"), ("board", "class-{class}"), ("page", "1")], INNER_FN),
    Line("GET /fn/app/pages/forum/api/new_thread", "", &[("school", "alpha"), ("board", "class-{class}")], INNER_FN),
    Line("GET /fn/app/pages/forum/api/show_thread", "", &[("school", "alpha"), ("id", "{thread}")], INNER_FN),
    Line("GET /fn/app/pages/forum/api/edit_desk", "", &[("school", "alpha"), ("id", "{post}")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/start_thread", "", &[("school", "alpha"), ("board", "class-{class}"), ("form[title]", "Fractions"), ("form[body]", "How?")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/reply_to_thread", "", &[("school", "alpha"), ("id", "{thread}"), ("form[body]", "So do I.")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/keep_draft", "", &[("school", "alpha"), ("place", "{thread}"), ("body", "Perhaps")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/edit_post", "", &[("school", "alpha"), ("id", "{post}"), ("form[body]", "I do, gladly.")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/vote_for_post", "", &[("school", "alpha"), ("id", "{post}"), ("on", "true")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/mark_answer", "", &[("school", "alpha"), ("id", "{post}"), ("on", "true")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/pin_thread", "", &[("school", "alpha"), ("id", "{thread}"), ("on", "true")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/lock_thread", "", &[("school", "alpha"), ("id", "{thread}"), ("on", "false")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/move_thread", "", &[("school", "alpha"), ("id", "{thread}"), ("form[to]", "class-{class}/{topic}")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/follow_forum", "", &[("school", "alpha"), ("board", "class-{class}"), ("on", "true")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/follow_thread", "", &[("school", "alpha"), ("id", "{thread}"), ("on", "true")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/note_thread_read", "", &[("school", "alpha"), ("id", "{thread}"), ("number", "1")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/mark_thread_read", "", &[("school", "alpha"), ("id", "{thread}"), ("number", "2")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/add_topic", "", &[("school", "alpha"), ("board", "class-{class}"), ("form[name]", "Trips")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/rename_topic", "", &[("school", "alpha"), ("board", "class-{class}"), ("id", "{topic}"), ("form[name]", "Tests")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/allow_no_names", "", &[("school", "alpha"), ("board", "class-{class}"), ("on", "true")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/delete_post", "", &[("school", "alpha"), ("id", "{post}")], INNER_FN),
    Line("POST /fn/app/pages/forum/api/restore_post", "", &[("school", "alpha"), ("id", "{post}")], TEACH_FN),
    Line("POST /fn/app/pages/forum/api/remove_topic", "", &[("school", "alpha"), ("board", "class-{class}"), ("id", "{topic}")], TEACH_FN),
    Line("POST /s/{school}/forum/posts/{id}/files", "/s/alpha/forum/posts/{post}/files", &[], [401, 400, 404, 404, 403]),
];
