//! What a person has for themselves, in whichever school: profile, devices, notifications.

use super::{Line, OPEN, PERSON, PERSON_FN};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /me", "/me", &[], PERSON),
    Line("GET /me/security", "/me/security", &[], PERSON),
    Line("GET /me/devices", "/me/devices", &[], PERSON),
    Line("GET /me/notifications", "/me/notifications", &[], PERSON),
    Line("GET /notifications", "/notifications?show=unread&page=2", &[], PERSON),
    Line("GET /unsubscribe/{token}", "/unsubscribe/none", &[], OPEN),
    Line("GET /me/schools", "/me/schools", &[], PERSON),
    Line("GET /email/{token}", "/email/none", &[], OPEN),
    Line("GET /schools", "/schools", &[], PERSON),
    Line("GET /share", "/share", &[], PERSON),
    Line("POST /share", "/share", &[], [303; 5]),
    Line("GET /fn/app/pages/sharing/api/show_targets", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_profile", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_security", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_push", "", &[], PERSON_FN),
    // With the keys of RFC 8291.
    Line("POST /fn/app/pages/me/api/subscribe_push", "", &[("form[endpoint]", "https://push.example/{new}"), ("form[p256dh]", "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"), ("form[auth]", "BTBZMqHH6r4Tts7J_aSIgg")], PERSON_FN),
    Line("POST /fn/app/pages/me/api/try_push", "", &[("id", "{new}")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/me/api/turn_push_off", "", &[("id", "{new}")], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_devices", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_schools", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/notifications/api/list_notifications", "", &[("unread", "true"), ("page", "2")], PERSON_FN),
    Line("GET /fn/app/pages/notifications/api/show_bell", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/notifications/api/show_notification_settings", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/notifications/api/show_stopping", "", &[("token", "none")], OPEN),
    Line("POST /fn/app/pages/me/api/save_profile", "", &[("form[name]", "Newly Named"), ("form[theme]", "dark")], PERSON_FN),
    Line("POST /fn/app/pages/notifications/api/read_notification", "", &[("id", "{new}")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/notifications/api/read_notifications_of", "", &[("page", "/schools")], PERSON_FN),
    Line("POST /fn/app/pages/notifications/api/read_all_notifications", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/notifications/api/save_notification_settings", "", &[("form[mail][marked]", "weekly")], PERSON_FN),
    Line("POST /fn/app/pages/notifications/api/pause_notifications", "", &[("form[how]", "hour")], PERSON_FN),
    Line("POST /fn/app/pages/notifications/api/stop_mails", "", &[("token", "none")], [422; 5]),
    // Nobody suggests anything.
    Line("POST /fn/app/pages/me/api/accept_name", "", &[("school", "alpha"), ("form[name]", "Nobody Suggested")], [401, 409, 404, 409, 409]),
    Line("POST /fn/app/pages/me/api/decline_name", "", &[("school", "alpha"), ("name", "Sam Student")], [401, 200, 404, 200, 200]),
    Line("POST /fn/app/pages/me/api/remove_photo", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/me/api/change_password", "", &[("form[current_password]", "wrong"), ("form[password]", "another battery")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/me/api/change_username", "", &[("form[username]", "!")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/me/api/ask_email", "", &[("form[email]", "new@lyceum.test"), ("form[current_password]", "wrong")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/me/api/keep_email", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/me/api/prove_email_code", "", &[("form[code]", "000000")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/me/api/prove_email_link", "", &[("form[token]", "none")], [422; 5]),
    Line("POST /fn/app/pages/me/api/end_session", "", &[("key", "0000000000000000")], [401, 409, 409, 409, 409]),
    Line("POST /fn/app/pages/me/api/start_here", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /live/notifications", "/live/notifications", &[], PERSON),
    // They only lead on.
    Line("GET /chat", "/chat", &[], [303; 5]),
    Line("GET /notifications/{id}", "/notifications/{new}", &[], [303, 404, 404, 404, 404]),
    Line("POST /unsubscribe/{token}", "/unsubscribe/none", &[], [422; 5]),
    // No form at all; nobody has a photo of that name.
    Line("POST /me/photo", "/me/photo", &[], [401, 400, 400, 400, 400]),
    Line("GET /photos/{sha256}", "/photos/none", &[], [303, 404, 404, 404, 404]),
];
