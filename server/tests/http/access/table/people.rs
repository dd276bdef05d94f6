//! The people of a school: members, those who are invited, and seeing it as one of them does.

use super::{Line, OPEN, PERSON_FN};
use crate::app::PASSWORD;

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /invited/{token}", "/invited/none", &[], OPEN),
    Line("GET /s/{school}/invitations", "/s/alpha/invitations", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/view-as", "/s/alpha/view-as?member={sam}", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/people", "/s/alpha/people?q=s&status=active", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/people/change", "/s/alpha/people/change?who=all&act=suspend", &[], [303, 403, 404, 403, 200]),
    // Everybody sees their own page.
    Line("GET /s/{school}/people/{id}", "/s/alpha/people/{student}", &[], [303, 200, 404, 403, 200]),
    Line("GET /fn/app/pages/viewing/api/show_view_as", "", &[("school", "alpha"), ("member", "{sam}")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/invitations/api/list_invitations", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/invitations/api/look_at_invitation", "", &[("token", "none")], OPEN),
    Line("GET /fn/app/pages/people/api/list_people", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/people/api/show_person", "", &[("school", "alpha"), ("id", "{student}")], [401, 200, 404, 403, 200]),
    Line("GET /fn/app/pages/people/api/find_classes", "", &[("school", "alpha"), ("q", "first")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/people/api/preview_change", "", &[("school", "alpha"), ("form[all]", "true"), ("form[act]", "end")], [401, 403, 404, 403, 200]),
    // These change nothing: what is asked for is so already.
    Line("POST /fn/app/pages/people/api/change_people", "", &[("school", "alpha"), ("form[ids]", "{student}"), ("form[act]", "add_class"), ("form[class]", "{class}"), ("form[count]", "1")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/people/api/change_person", "", &[("school", "alpha"), ("id", "{student}"), ("act", "add_class"), ("class", "{class}")], [401, 403, 404, 403, 200]),
    // The name of who uses their account is their own: it is suggested, and withdrawn again.
    Line("POST /fn/app/pages/people/api/rename_person", "", &[("school", "alpha"), ("id", "{student}"), ("form[name]", "Sam Student")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/people/api/withdraw_name", "", &[("school", "alpha"), ("id", "{student}"), ("name", "Sam Student")], [401, 403, 404, 403, 200]),
    // Nobody waits.
    Line("POST /fn/app/pages/people/api/help_log_in", "", &[("school", "alpha"), ("id", "{student}"), ("act", "end_wait")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/people/api/take_down", "", &[("school", "alpha"), ("id", "{student}"), ("shown", "photo")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/people/api/save_person", "", &[("school", "alpha"), ("id", "{student}"), ("form[number]", "")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/people/api/save_permissions", "", &[("school", "alpha"), ("id", "{student}"), ("form[role]", "student"), ("form[may][]", "courses.read"), ("form[may][]", "courses.enroll"), ("form[may][]", "assessments.submit"), ("form[may][]", "classes.read"), ("form[may][]", "chat.write"), ("form[may][]", "certificates.download")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/people/api/undo_change", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/invitations/api/invite", "", &[("school", "alpha"), ("form[people]", "nia@school.example"), ("form[role]", "teacher")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/invitations/api/send_invitation_again", "", &[("school", "alpha"), ("id", "{invitation}")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/invitations/api/withdraw_invitation", "", &[("school", "alpha"), ("id", "{invitation}")], [401, 403, 404, 403, 200]),
    // Only what was shown is withdrawn, and nothing has this seal.
    Line("POST /fn/app/pages/invitations/api/withdraw_invitations", "", &[("school", "alpha"), ("seal", "none")], [401, 403, 404, 403, 409]),
    Line("POST /fn/app/pages/invitations/api/accept_invitation", "", &[("form[token]", "none")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/invitations/api/register_by_invitation", "", &[("form[token]", "none"), ("form[account][name]", "N"), ("form[account][username]", "nnn"), ("form[account][email]", "n@n.test"), ("form[account][password]", PASSWORD)], [422; 5]),
    // Whoever starts is somebody else until they stop.
    Line("POST /fn/app/pages/viewing/api/start_view", "", &[("school", "alpha"), ("form[member]", "{sam}"), ("form[reason]", "They asked for help.")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/viewing/api/stop_view", "", &[], PERSON_FN),
    Line("GET /s/{school}/people/export.csv", "/s/alpha/people/export.csv?q=s", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/people/export.xlsx", "/s/alpha/people/export.xlsx", &[], [303, 403, 404, 403, 200]),
];
