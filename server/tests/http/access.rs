//! The access table: every endpoint that exists, and what each kind of caller is answered. An endpoint that is not in
//! the table fails the test; so does a line of the table that is no endpoint.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, header};

use crate::app::{Answer, Browser, ORIGIN, PASSWORD, each_app};
use crate::scene::Scene;

/// What an endpoint answers nobody, a student of the class, a teacher of another school, a parent of the same school
/// and the school's admin, in this order.
pub struct Line(pub &'static str, pub &'static str, pub &'static [(&'static str, &'static str)], pub [u16; 5]);

/// Open to all, and the same for all.
const OPEN: [u16; 5] = [200; 5];
/// Pages of a class: not there for strangers, not for parents.
const CLASS: [u16; 5] = [303, 200, 404, 403, 200];
/// The same as a function.
const CLASS_FN: [u16; 5] = [401, 200, 404, 403, 200];
/// Pages below a class, and their functions: a parent is in none.
const INNER: [u16; 5] = [303, 200, 404, 404, 200];
const INNER_FN: [u16; 5] = [401, 200, 404, 404, 200];
/// Pages for those who teach, and what they do there.
const TEACH: [u16; 5] = [303, 403, 404, 404, 200];
const TEACH_FN: [u16; 5] = [401, 403, 404, 404, 200];
/// For the school's admin alone.
const ADMIN: [u16; 5] = [303, 403, 404, 403, 200];
const ADMIN_FN: [u16; 5] = [401, 403, 404, 403, 200];
/// For everybody who is logged in.
const PERSON: [u16; 5] = [303, 200, 200, 200, 200];
const PERSON_FN: [u16; 5] = [401, 200, 200, 200, 200];

#[rustfmt::skip]
pub const TABLE: &[Line] = &[
    // Pages.
    Line("GET /", "/", &[], [200, 302, 302, 302, 302]),
    Line("GET /login", "/login", &[], OPEN),
    Line("GET /join", "/join", &[], OPEN),
    Line("GET /found", "/found", &[], OPEN),
    Line("GET /setup", "/setup", &[], [404; 5]),
    Line("GET /invited/{token}", "/invited/none", &[], OPEN),
    Line("GET /check-mail", "/check-mail", &[], OPEN),
    Line("GET /forgot", "/forgot", &[], OPEN),
    Line("GET /reset/{token}", "/reset/none", &[], OPEN),
    Line("GET /verify", "/verify", &[], PERSON),
    Line("GET /verify/{token}", "/verify/none", &[], OPEN),
    Line("GET /me", "/me", &[], PERSON),
    Line("GET /family", "/family?code=ABCD2345", &[], OPEN),
    Line("GET /parent/children", "/parent/children", &[], PERSON),
    Line("GET /parent/children/{school}/{id}", "/parent/children/alpha/{sam}", &[], [303, 404, 404, 404, 404]),
    Line("GET /me/security", "/me/security", &[], PERSON),
    Line("GET /me/devices", "/me/devices", &[], PERSON),
    Line("GET /me/schools", "/me/schools", &[], PERSON),
    Line("GET /email/{token}", "/email/none", &[], OPEN),
    Line("GET /schools", "/schools", &[], PERSON),
    Line("GET /admin", "/admin", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/mails", "/admin/mails?q=sam&kind=account&state=waiting&page=2", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/audit", "/admin/audit", &[], [303, 403, 403, 403, 200]),
    Line("GET /s/{school}/audit", "/s/alpha/audit?q=class&from=2026-01-01", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup", "/backup?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/storage", "/backup/storage?school=alpha", &[], ADMIN),
    Line("GET /backup/restore", "/backup/restore?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/restore/{id}", "/backup/restore/{new}?school=alpha", &[], [303, 403, 404, 403, 404]),
    Line("GET /s/{school}/backup/restore", "/s/alpha/backup/restore", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/backup/restore/{id}", "/s/alpha/backup/restore/{new}", &[], [303, 403, 404, 403, 404]),
    Line("GET /s/{school}", "/s/alpha", &[], [303, 200, 404, 200, 200]),
    Line("GET /help", "/help", &[], OPEN),
    Line("GET /help/{role}", "/help/registrar", &[], OPEN),
    Line("GET /s/{school}/help", "/s/alpha/help", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/calendar", "/s/alpha/calendar", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/find", "/s/alpha/find?q=first", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/start", "/s/alpha/start", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/start/class", "/s/alpha/start/class", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/start/school", "/s/alpha/start/school", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/start/people", "/s/alpha/start/people", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/invitations", "/s/alpha/invitations", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/clear", "/backup/clear?school=alpha", &[], ADMIN),
    Line("GET /s/{school}/backup/clear", "/s/alpha/backup/clear?what=students", &[], ADMIN),
    Line("GET /s/{school}/backup", "/s/alpha/backup", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/backup/storage", "/s/alpha/backup/storage?look=yes", &[], ADMIN),
    Line("GET /backup/kept", "/backup/kept?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/backup/kept", "/s/alpha/backup/kept", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/guardians", "/s/alpha/guardians?q=sam", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/guardians/codes/{id}", "/s/alpha/guardians/codes/{family_code}", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/view-as", "/s/alpha/view-as?member={sam}", &[], [303, 403, 404, 403, 200]),
    Line("GET /admin/schools", "/admin/schools?q=school&admins=none&sort=-people&page=2", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/schools/{id}", "/admin/schools/{place}?q=sam", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/people", "/admin/people?role=super_admin&school=own", &[], [303, 403, 403, 403, 200]),
    Line("GET /s/{school}/people", "/s/alpha/people?q=s&status=active", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/people/change", "/s/alpha/people/change?who=all&act=suspend", &[], [303, 403, 404, 403, 200]),
    // Everybody sees their own page.
    Line("GET /s/{school}/people/{id}", "/s/alpha/people/{student}", &[], [303, 200, 404, 403, 200]),
    Line("GET /s/{school}/classes", "/s/alpha/classes", &[], CLASS),
    Line("GET /s/{school}/classes/new", "/s/alpha/classes/new", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/classes/{id}", "/s/alpha/classes/{class}", &[], CLASS),
    Line("GET /s/{school}/classes/{id}/codes/{kind}", "/s/alpha/classes/{class}/codes/student", &[], TEACH),
    Line("GET /s/{school}/classes/{id}/chat", "/s/alpha/classes/{class}/chat", &[], INNER),
    Line("GET /s/{school}/classes/{id}/courses/new", "/s/alpha/classes/{class}/courses/new", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/courses/{id}", "/s/alpha/courses/{course}", &[], INNER),
    Line("GET /s/{school}/courses/{id}/assignments/new", "/s/alpha/courses/{course}/assignments/new", &[], TEACH),
    Line("GET /s/{school}/assignments/{id}", "/s/alpha/assignments/{assignment}", &[], INNER),
    Line("GET /s/{school}/submissions/{id}", "/s/alpha/submissions/{submission}", &[], TEACH),
    Line("GET /s/{school}/announcements", "/s/alpha/announcements?page=1", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/announcements/new", "/s/alpha/announcements/new?class={class}", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/announcements/{id}", "/s/alpha/announcements/{announcement}", &[], INNER),
    Line("GET /s/{school}/announcements/{id}/edit", "/s/alpha/announcements/{announcement}/edit", &[], TEACH),
    Line("GET /s/{school}/settings", "/s/alpha/settings", &[], ADMIN),
    Line("GET /s/{school}/settings/brand", "/s/alpha/settings/brand", &[], ADMIN),
    Line("GET /s/{school}/settings/departments", "/s/alpha/settings/departments", &[], ADMIN),
    Line("GET /s/{school}/settings/departments/{id}", "/s/alpha/settings/departments/{department}", &[], ADMIN),
    Line("GET /s/{school}/settings/calendar", "/s/alpha/settings/calendar", &[], ADMIN),
    Line("GET /s/{school}/settings/years/{id}", "/s/alpha/settings/years/{year}", &[], ADMIN),
    Line("GET /s/{school}/settings/terms/{id}", "/s/alpha/settings/terms/{term}", &[], ADMIN),
    Line("GET /s/{school}/settings/holidays/{id}", "/s/alpha/settings/holidays/{holiday}", &[], ADMIN),
    Line("GET /s/{school}/settings/grades", "/s/alpha/settings/grades", &[], ADMIN),
    Line("GET /s/{school}/settings/grades/{id}", "/s/alpha/settings/grades/{scale}", &[], ADMIN),
    Line("GET /s/{school}/settings/features", "/s/alpha/settings/features", &[], ADMIN),
    Line("GET /s/{school}/settings/storage", "/s/alpha/settings/storage", &[], ADMIN),
    Line("GET /s/{school}/classes/{id}/announcements", "/s/alpha/classes/{class}/announcements", &[], CLASS),
    Line("GET /s/{school}/classes/{id}/people", "/s/alpha/classes/{class}/people?q=sam", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/classes/{id}/statistics", "/s/alpha/classes/{class}/statistics", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/classes/{id}/settings", "/s/alpha/classes/{class}/settings", &[], CLASS),
    // Functions that read.
    Line("GET /fn/app/pages/classes/api/class_news", "", &[("school", "alpha"), ("id", "{class}")], CLASS_FN),
    Line("GET /fn/app/pages/classes/api/class_people", "", &[("school", "alpha"), ("id", "{class}"), ("q", "tom")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/classes/api/show_statistics", "", &[("school", "alpha"), ("id", "{class}")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/announcements/api/list_announcements", "", &[("school", "alpha"), ("shelf", "mine"), ("page", "1")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/announcements/api/show_announcement", "", &[("school", "alpha"), ("id", "{announcement}"), ("page", "1")], INNER_FN),
    Line("GET /fn/app/pages/announcements/api/unread_announcements", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/announcements/api/new_announcement", "", &[("school", "alpha"), ("class", "{class}")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/announcements/api/edit_announcement", "", &[("school", "alpha"), ("id", "{announcement}")], TEACH_FN),
    Line("GET /fn/app/layout/api/frame", "", &[], OPEN),
    Line("GET /fn/app/layout/api/read_only", "", &[("school", "alpha")], OPEN),
    Line("GET /fn/app/pages/dashboards/api/read_calendar", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/layout/api/find", "", &[("school", "alpha"), ("q", "first")], [401, 200, 404, 200, 200]),
    // Outside of a school words are looked for over all of them.
    Line("GET /fn/app/layout/api/find", "", &[("school", ""), ("q", "first")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/accounts/api/start", "", &[], OPEN),
    Line("GET /fn/app/pages/accounts/api/first_run", "", &[], OPEN),
    Line("GET /fn/app/pages/accounts/api/time_zones", "", &[], OPEN),
    Line("GET /fn/app/pages/accounts/api/my_account", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/accounts/api/reset_link", "", &[("token", "none")], OPEN),
    Line("GET /fn/app/pages/accounts/api/show_verify", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_profile", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_security", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_devices", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/me/api/show_schools", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/classes/api/list_classes", "", &[("school", "alpha")], CLASS_FN),
    Line("GET /fn/app/pages/classes/api/show_class", "", &[("school", "alpha"), ("id", "{class}")], CLASS_FN),
    Line("GET /fn/app/pages/courses/api/show_course", "", &[("school", "alpha"), ("id", "{course}")], INNER_FN),
    Line("GET /fn/app/pages/assignments/api/show_assignment", "", &[("school", "alpha"), ("id", "{assignment}")], INNER_FN),
    Line("GET /fn/app/pages/assignments/api/show_submission", "", &[("school", "alpha"), ("id", "{submission}")], TEACH_FN),
    Line("GET /fn/app/pages/classes/api/new_class", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/chat/api/show_chat", "", &[("school", "alpha"), ("id", "{class}")], INNER_FN),
    Line("GET /fn/app/pages/chat/api/older_messages", "", &[("school", "alpha"), ("room", "{room}"), ("before", "10")], INNER_FN),
    Line("GET /fn/app/pages/audit/api/show_audit", "", &[("school", "alpha"), ("filter[area]", "class")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/backup/api/show_clear", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/backup/api/show_backup", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/backup/api/show_space", "", &[("school", "alpha"), ("look", "true")], ADMIN_FN),
    Line("GET /fn/app/pages/backup/api/show_kept", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/backup/api/show_restore", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/backup/api/show_upload", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("GET /fn/app/pages/backup/api/show_running", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/try_out", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/put_back", "", &[("school", "alpha"), ("id", "{new}"), ("form[reason]", "The disk died"), ("form[name]", "School alpha")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/restore_kept", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/give_up_upload", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("GET /fn/app/pages/dashboards/api/show_dashboard", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/dashboards/api/show_platform", "", &[], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/dashboards/api/list_mails", "", &[("filter[q]", "sam")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/guardians/api/show_families", "", &[("school", "alpha"), ("search[child]", "sam")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/guardians/api/find_family", "", &[("school", "alpha"), ("side", "child"), ("q", "sam")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/guardians/api/show_family_code", "", &[("school", "alpha"), ("id", "{family_code}")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/parent/api/my_children", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/parent/api/show_child", "", &[("school", "alpha"), ("id", "{sam}")], [401, 404, 404, 404, 404]),
    Line("GET /fn/app/pages/viewing/api/show_view_as", "", &[("school", "alpha"), ("member", "{sam}")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/accounts/api/front_door", "", &[], OPEN),
    Line("GET /fn/app/pages/settings/api/show_general", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_brand", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/list_departments", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_department", "", &[("school", "alpha"), ("id", "{department}")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_calendar", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_year", "", &[("school", "alpha"), ("id", "{year}")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_term", "", &[("school", "alpha"), ("id", "{term}")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_holiday", "", &[("school", "alpha"), ("id", "{holiday}")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/list_scales", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_scale", "", &[("school", "alpha"), ("id", "{scale}")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_features", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/settings/api/show_storage", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/accounts/api/look_at_code", "", &[("code", "ZZZZ9999")], OPEN),
    Line("GET /fn/app/pages/accounts/api/my_requests", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/classes/api/show_code", "", &[("school", "alpha"), ("class", "{class}"), ("kind", "student")], TEACH_FN),
    Line("GET /fn/app/pages/invitations/api/list_invitations", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/invitations/api/look_at_invitation", "", &[("token", "none")], OPEN),
    Line("GET /fn/app/pages/start/api/show_founding", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/start/api/newest_class", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    // Functions that change something.
    Line("POST /fn/app/pages/backup/api/keep_now", "", &[("school", "alpha")], ADMIN_FN),
    Line("POST /fn/app/pages/backup/api/set_schedule", "", &[("school", "alpha"), ("form[every]", "weekly"), ("form[hour]", "5")], ADMIN_FN),
    // There is none of that id.
    Line("POST /fn/app/pages/backup/api/verify_kept", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    // There is none to test.
    Line("POST /fn/app/pages/backup/api/test_kept", "", &[("school", "alpha")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/remove_kept", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/classes/api/rename_class", "", &[("school", "alpha"), ("class", "{class}"), ("form[name]", "First class")], TEACH_FN),
    Line("POST /fn/app/pages/classes/api/archive_class", "", &[("school", "alpha"), ("class", "{class}"), ("archived", "false")], TEACH_FN),
    Line("POST /fn/app/pages/classes/api/add_member", "", &[("school", "alpha"), ("class", "{class}"), ("user", "{sam}"), ("role", "student")], TEACH_FN),
    Line("POST /fn/app/pages/classes/api/change_member", "", &[("school", "alpha"), ("class", "{class}"), ("user", "{sam}"), ("role", "student")], TEACH_FN),
    // Nobody's id, and nobody's class: who is in it stays for the other lines.
    Line("POST /fn/app/pages/classes/api/remove_member", "", &[("school", "alpha"), ("class", "{class}"), ("user", "{new}")], [401, 403, 404, 404, 404]),
    Line("POST /fn/app/pages/classes/api/leave_class", "", &[("school", "alpha"), ("class", "{new}")], [401, 404, 404, 404, 404]),
    Line("POST /fn/app/pages/announcements/api/note_read", "", &[("school", "alpha"), ("id", "{announcement}")], INNER_FN),
    Line("POST /fn/app/pages/announcements/api/mark_read", "", &[("school", "alpha"), ("id", "{announcement}")], INNER_FN),
    Line("POST /fn/app/pages/announcements/api/write_announcement", "", &[("school", "alpha"), ("form[title]", "News"), ("form[body]", "All of it."), ("form[audience]", "classes"), ("form[classes][_{class}]", "true"), ("form[begin]", "draft")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/announcements/api/save_announcement", "", &[("school", "alpha"), ("id", "{announcement}"), ("form[title]", "Trip"), ("form[body]", "Bring water, please.")], TEACH_FN),
    Line("POST /fn/app/pages/announcements/api/remind_readers", "", &[("school", "alpha"), ("id", "{announcement}")], TEACH_FN),
    Line("POST /fn/app/pages/announcements/api/withdraw_announcement", "", &[("school", "alpha"), ("id", "{announcement}"), ("draft", "false")], TEACH_FN),
    Line("GET /fn/app/pages/people/api/list_people", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/people/api/show_person", "", &[("school", "alpha"), ("id", "{student}")], [401, 200, 404, 403, 200]),
    Line("GET /fn/app/pages/people/api/find_classes", "", &[("school", "alpha"), ("q", "first")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/people/api/preview_change", "", &[("school", "alpha"), ("form[all]", "true"), ("form[act]", "end")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/schools/api/list_schools", "", &[("filter[admins]", "none")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/schools/api/show_school", "", &[("id", "{place}"), ("q", "sam")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/people/api/list_users", "", &[("filter[q]", "sam")], [401, 403, 403, 403, 200]),
    // Functions that change something. Those of people change nothing here: what is asked for is so already.
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
    // Who is an admin already stays one.
    Line("POST /fn/app/pages/schools/api/appoint_admin", "", &[("id", "{place}"), ("user", "{ada}")], [401, 403, 403, 403, 200]),
    Line("POST /fn/app/pages/people/api/change_user", "", &[("id", "{student}"), ("act", "reinstate")], [401, 403, 403, 403, 200]),
    Line("POST /fn/app/pages/chat/api/say", "", &[("school", "alpha"), ("class", "{class}"), ("id", "{new}"), ("form[body]", "Hello")], INNER_FN),
    Line("POST /fn/app/pages/accounts/api/log_in", "", &[("form[log_in]", "nobody_here"), ("form[password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/register_by_code", "", &[("form[code]", "ZZZZ9999"), ("form[account][name]", "N"), ("form[account][username]", "nnn"), ("form[account][email]", "n@n.test"), ("form[account][password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/register_by_founding", "", &[("form[account][name]", "N"), ("form[account][username]", "n"), ("form[account][email]", "n@n.test"), ("form[account][password]", PASSWORD), ("form[school][name]", "N"), ("form[school][slug]", "nn"), ("form[school][time_zone]", "UTC")], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/found_school", "", &[("form[name]", "Taken"), ("form[slug]", "alpha"), ("form[time_zone]", "UTC")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/accounts/api/join_by_code", "", &[("form[code]", "ZZZZ9999")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/accounts/api/ask_reset", "", &[("form[email]", "nobody@lyceum.test")], OPEN),
    Line("POST /fn/app/pages/accounts/api/reset_password", "", &[("form[token]", "none"), ("form[password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/verify_code", "", &[("form[code]", "000000")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/accounts/api/verify_link", "", &[("form[token]", "none")], [422; 5]),
    Line("GET /fn/app/pages/accounts/api/awaits_mail", "", &[], OPEN),
    Line("POST /fn/app/pages/accounts/api/prove_registration", "", &[("form[code]", "000000")], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/mail_registration_again", "", &[], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/verify_again", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/classes/api/create_class", "", &[("school", "alpha"), ("form[name]", "New")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/classes/api/close_code", "", &[("school", "alpha"), ("class", "{class}"), ("kind", "student"), ("closed", "true")], [401, 403, 404, 404, 200]),
    Line("POST /fn/app/pages/classes/api/rotate_code", "", &[("school", "alpha"), ("class", "{class}"), ("kind", "student"), ("code", "AAAA2222")], [401, 403, 404, 404, 200]),
    Line("POST /fn/app/pages/classes/api/set_code", "", &[("school", "alpha"), ("class", "{class}"), ("kind", "student"), ("form[code]", "ACCESS1")], TEACH_FN),
    Line("POST /fn/app/pages/classes/api/decide_requests", "", &[("school", "alpha"), ("class", "{class}"), ("people", ""), ("admit", "true")], TEACH_FN),
    Line("POST /fn/app/pages/invitations/api/invite", "", &[("school", "alpha"), ("form[people]", "nia@school.example"), ("form[role]", "teacher")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/invitations/api/send_invitation_again", "", &[("school", "alpha"), ("id", "{invitation}")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/invitations/api/withdraw_invitation", "", &[("school", "alpha"), ("id", "{invitation}")], [401, 403, 404, 403, 200]),
    // Only what was shown is withdrawn, and nothing has this seal.
    Line("POST /fn/app/pages/invitations/api/withdraw_invitations", "", &[("school", "alpha"), ("seal", "none")], [401, 403, 404, 403, 409]),
    Line("POST /fn/app/pages/invitations/api/accept_invitation", "", &[("form[token]", "none")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/invitations/api/register_by_invitation", "", &[("form[token]", "none"), ("form[account][name]", "N"), ("form[account][username]", "nnn"), ("form[account][email]", "n@n.test"), ("form[account][password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/start/api/correct_school", "", &[("school", "alpha"), ("form[name]", "School alpha"), ("form[time_zone]", "Africa/Accra"), ("form[currency]", "GHS")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/start/api/start_term", "", &[("school", "alpha"), ("form[year][name]", "First"), ("form[year][starts_on]", "6000-01-01"), ("form[year][ends_on]", "6000-12-31"), ("form[term][name]", "New"), ("form[term][starts_on]", "6000-01-01"), ("form[term][ends_on]", "6000-02-28")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/start/api/start_class", "", &[("school", "alpha"), ("form[name]", "New")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/courses/api/create_course", "", &[("school", "alpha"), ("class", "{class}"), ("form[title]", "New")], TEACH_FN),
    Line("POST /fn/app/pages/assignments/api/set_assignment", "", &[("school", "alpha"), ("course", "{course}"), ("form[title]", "New"), ("form[points]", "10"), ("form[due]", "2099-01-01T12:00")], TEACH_FN),
    Line("POST /fn/app/pages/assignments/api/save_marks", "", &[("school", "alpha"), ("id", "{submission}"), ("form[marks]", "7"), ("form[version]", "0")], TEACH_FN),
    Line("POST /fn/app/pages/accounts/api/register_by_family_code", "", &[("form[code]", "ZZZZ9999"), ("form[relation]", "mother"), ("form[account][name]", "N"), ("form[account][username]", "nnn"), ("form[account][email]", "n@n.test"), ("form[account][password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/join_family", "", &[("form[code]", "ZZZZ9999"), ("form[relation]", "father")], [401, 422, 422, 422, 422]),
    // The scene has nobody to link yet.
    Line("POST /fn/app/pages/guardians/api/link_family", "", &[("school", "alpha"), ("form[parent]", "{new}"), ("form[child]", "{sam}"), ("form[relation]", "mother")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/guardians/api/save_family", "", &[("school", "alpha"), ("form[parent]", "{new}"), ("form[child]", "{sam}"), ("form[relation]", "guardian"), ("form[rights][fees]", "true")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/guardians/api/unlink_family", "", &[("school", "alpha"), ("parent", "{new}"), ("child", "{sam}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/guardians/api/make_family_code", "", &[("school", "alpha"), ("id", "{new}"), ("form[child]", "{sam}"), ("place", "codes")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/guardians/api/withdraw_family_code", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    // Whoever starts is somebody else until they stop.
    Line("POST /fn/app/pages/viewing/api/start_view", "", &[("school", "alpha"), ("form[member]", "{sam}"), ("form[reason]", "They asked for help.")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/viewing/api/stop_view", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/settings/api/save_general", "", &[("school", "alpha"), ("form[name]", "School alpha"), ("form[time_zone]", "Africa/Accra"), ("form[locale]", "en"), ("form[currency]", "GHS"), ("form[teacher_label]", "teacher")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/set_feature", "", &[("school", "alpha"), ("feature", "chat"), ("on", "true")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/set_color", "", &[("school", "alpha"), ("form[color]", "#7a1f2b")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/remove_logo", "", &[("school", "alpha")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/create_department", "", &[("school", "alpha"), ("form[name]", "New")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/save_department", "", &[("school", "alpha"), ("id", "{department}"), ("form[name]", "Changed")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/add_department_member", "", &[("school", "alpha"), ("id", "{department}"), ("user", "{teacher}")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/remove_department_member", "", &[("school", "alpha"), ("id", "{department}"), ("user", "{teacher}")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/create_year", "", &[("school", "alpha"), ("form[name]", "New"), ("form[starts_on]", "{free}-01-01"), ("form[ends_on]", "{free}-12-31")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/save_year", "", &[("school", "alpha"), ("id", "{year}"), ("form[name]", "Changed {y}"), ("form[starts_on]", "{y}-01-01"), ("form[ends_on]", "{y}-12-30")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/create_term", "", &[("school", "alpha"), ("year", "{year}"), ("form[name]", "New"), ("form[starts_on]", "{y}-05-01"), ("form[ends_on]", "{y}-06-30")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/save_term", "", &[("school", "alpha"), ("id", "{term}"), ("form[name]", "Changed"), ("form[starts_on]", "{y}-01-02"), ("form[ends_on]", "{y}-03-31")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/create_holiday", "", &[("school", "alpha"), ("form[name]", "New"), ("form[starts_on]", "{free}-01-01"), ("form[ends_on]", "{free}-01-02")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/save_holiday", "", &[("school", "alpha"), ("id", "{holiday}"), ("form[name]", "Changed"), ("form[starts_on]", "{y}-04-01"), ("form[ends_on]", "{y}-04-02")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/create_scale", "", &[("school", "alpha"), ("preset", "wassce")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/save_scale", "", &[("school", "alpha"), ("id", "{scale}"), ("form[name]", "Changed"), ("form[bands][0][letter]", "Pass"), ("form[bands][0][least]", "50"), ("form[bands][2][letter]", "Fail"), ("form[bands][2][least]", "0")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/make_scale_default", "", &[("school", "alpha"), ("id", "{scale}")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/remove_scale", "", &[("school", "alpha"), ("id", "{scale}")], [401, 403, 404, 403, 409]),
    Line("POST /fn/app/pages/settings/api/remove_term", "", &[("school", "alpha"), ("id", "{term}")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/remove_holiday", "", &[("school", "alpha"), ("id", "{holiday}")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/remove_year", "", &[("school", "alpha"), ("id", "{year}")], ADMIN_FN),
    Line("POST /fn/app/pages/settings/api/remove_department", "", &[("school", "alpha"), ("id", "{department}")], ADMIN_FN),
    Line("POST /fn/app/pages/me/api/save_profile", "", &[("form[name]", "Newly Named"), ("form[theme]", "dark")], PERSON_FN),
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
    // Plain routes.
    Line("GET /logos/{school}/{sha256}", "/logos/alpha/none", &[], [404; 5]),
    Line("POST /s/{school}/settings/logo", "/s/alpha/settings/logo", &[], [401, 403, 404, 403, 400]),
    Line("GET /health", "/health", &[], OPEN),
    Line("GET /health/ready", "/health/ready", &[], OPEN),
    Line("GET /metrics", "/metrics", &[], OPEN),
    Line("GET /s/{school}/files/{id}", "/s/alpha/files/{file}", &[], [303, 200, 404, 404, 200]),
    // No form at all; nobody has a photo of that name.
    Line("POST /me/photo", "/me/photo", &[], [401, 400, 400, 400, 400]),
    Line("GET /photos/{sha256}", "/photos/none", &[], [303, 404, 404, 404, 404]),
    Line("POST /s/{school}/assignments/{id}/submissions", "/s/alpha/assignments/{assignment}/submissions", &[], [401, 400, 404, 404, 403]),
    // Not an upgrade to a socket: those who may would be told so.
    // 426: who gets this far may connect, but no socket can come of a request without a connection.
    Line("GET /s/{school}/live", "/s/alpha/live", &[], [401, 426, 404, 426, 426]),
    Line("GET /s/{school}/audit/export", "/s/alpha/audit/export?q=class", &[], [303, 403, 404, 403, 200]),
    Line("GET /admin/audit/export", "/admin/audit/export", &[], [303, 403, 403, 403, 200]),
    Line("GET /s/{school}/people/export.csv", "/s/alpha/people/export.csv?q=s", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/people/export.xlsx", "/s/alpha/people/export.xlsx", &[], [303, 403, 404, 403, 200]),
    // Neither says which school, by which the others are refused as they are there.
    Line("POST /backup/clear", "/backup/clear", &[("school", "alpha")], [401, 403, 404, 403, 422]),
    Line("POST /backup/clear/undo", "/backup/clear/undo", &[("school", "alpha"), ("id", "01900000-0000-7000-8000-000000000000")], [401, 403, 404, 403, 404]),
    Line("GET /backup/download/all", "/backup/download/all?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/download/archive", "/backup/download/archive?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/kept/{id}/download", "/backup/kept/{new}/download?school=alpha", &[], [303, 403, 404, 403, 404]),
    Line("GET /backup/download/{table}", "/backup/download/students?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/live", "/backup/live?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/download/{table}", "/backup/download/memberships?school=alpha", &[], [303, 403, 404, 403, 200]),
    // What is the platform's alone.
    Line("GET /backup/download/{table}", "/backup/download/platform?school=alpha", &[], [303, 403, 404, 403, 404]),
    // Nothing is sent, and no archive has that id.
    Line("POST /backup/restore", "/backup/restore?school=alpha", &[], [401, 403, 404, 403, 400]),
    Line("POST /backup/uploads", "/backup/uploads?school=alpha", &[], [401, 403, 404, 403, 400]),
    Line("HEAD /backup/uploads/{id}", "/backup/uploads/{new}?school=alpha", &[], [401, 403, 404, 403, 404]),
    Line("PATCH /backup/uploads/{id}", "/backup/uploads/{new}?school=alpha", &[], [401, 403, 404, 403, 400]),
    Line("DELETE /backup/uploads/{id}", "/backup/uploads/{new}?school=alpha", &[], [401, 403, 404, 403, 404]),
    // The only admin stays.
    Line("POST /fn/app/pages/me/api/leave_school", "", &[("school", "alpha")], [401, 200, 404, 200, 409]),
    // Whoever is asked ends their own sessions with these, so they come last.
    Line("POST /fn/app/pages/accounts/api/log_out_everywhere", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/accounts/api/log_out", "", &[], OPEN),
];

/// Whether an endpoint is there to change something.
pub fn changes_something(line: &Line) -> bool {
    !line.0.starts_with("GET ") && !line.0.starts_with("HEAD ")
}

fn listed() -> BTreeSet<String> {
    TABLE.iter().map(|line| line.0.to_owned()).collect()
}

fn existing() -> BTreeSet<String> {
    let pages = server::router::pages().into_iter().map(|path| format!("GET {path}"));
    let functions = server_fn::axum::server_fn_paths().map(|(path, method)| format!("{method} {path}"));
    let routes = server::endpoints().into_iter().map(|endpoint| format!("{} {}", endpoint.method, endpoint.path));
    pages.chain(functions).chain(routes).collect()
}

#[tokio::test]
async fn the_table_names_every_endpoint_there_is_and_no_other() {
    let (listed, existing) = (listed(), existing());
    let missing: Vec<_> = existing.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&existing).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:#?}\nno endpoint: {gone:#?}");
}

#[tokio::test]
async fn every_endpoint_answers_each_caller_as_the_table_says() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let parent = scene.parent().await;
        let outsider = scene.outsider().await;
        let nobody = app.browser();
        let mut faults = Vec::new();
        for Line(endpoint, path, fields, expected) in TABLE {
            let callers = [&nobody, &scene.student, &outsider, &parent, &scene.admin];
            for (browser, expected) in callers.into_iter().zip(expected) {
                let answer = ask(browser, &scene, endpoint, path, fields).await;
                if answer.status.as_u16() != *expected {
                    faults.push(format!("{endpoint}: {} instead of {expected}: {:.200}", answer.status, answer.body));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}

pub async fn ask(browser: &Browser<'_>, scene: &Scene<'_>, endpoint: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let (method, pattern) = endpoint.split_once(' ').unwrap();
    let method: Method = method.parse().unwrap();
    let path = scene.fill(if path.is_empty() { pattern } else { path });
    let filled: Vec<(String, String)> = fields.iter().map(|(name, value)| (scene.fill(name), scene.fill(value))).collect();
    let fields: Vec<(&str, &str)> = filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if path.starts_with("/fn/") || method == Method::POST && !fields.is_empty() {
        browser.call(method, &path, &fields).await
    } else if path.ends_with("/live") {
        let upgrade = [
            ("origin", ORIGIN),
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="),
        ];
        let request =
            upgrade.into_iter().fold(browser.request(method, &path), |request, (name, value)| request.header(name, value));
        browser.send(request.body(Body::empty()).unwrap()).await
    } else if method == Method::GET {
        browser.get(&path).await
    } else {
        let request = browser.request(method, &path).header(header::ACCEPT, "application/json");
        browser.send(request.body(Body::empty()).unwrap()).await
    }
}
