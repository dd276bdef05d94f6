//! A double click on every button. Each endpoint of the access table that changes something is sent once, and then, on
//! fresh ground, twice at the same moment: both are answered alike, and the tables grow as they grew for one.

mod device;
mod failed;
mod ground;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, header};
use domain::backup::manifest;
use futures::future::join_all;
use ground::{Ground, registrant};
use model::text::audit::OUTSIDE_OF_SCHOOLS;
use store::{args, sql};

use crate::access::{Line, TABLE, ask, changes_something};
use crate::app::{Answer, PASSWORD, TestApp, each_app};
use crate::forum;
use crate::me::{picture, send_photo};
use crate::scene::Scene;
use crate::settings::{self, send_logo};
use crate::tables::{TABLES, rows};
use crate::{chat_files, clear, restoring};

/// Who clicks.
#[derive(Clone, Copy)]
enum Who {
    Nobody,
    /// Somebody whose registration waits for its mail.
    Registrant,
    /// Somebody who has just joined the class of this ground.
    Newcomer,
    Student,
    Admin,
}

/// What two clicks may do that one does not.
enum But {
    Nothing,
    /// Each adds its rows to these tables.
    Adds(&'static [&'static str]),
    /// The second adds a row to these tables.
    AddsOne(&'static [&'static str]),
    /// One of them may be refused with this status.
    Refuses(u16),
    /// Rows change in their place.
    AddsNone,
}

/// An endpoint, who sends it, the fields that its sample in the access table lacks to succeed, and its exception.
struct Case(&'static str, Who, &'static [(&'static str, &'static str)], But);

/// Each answer carries a session of its own, as only the hash of the other's is known. The one nobody uses runs out.
const SESSIONS: But = But::Adds(&["sessions"]);
/// The log-in of each session is noted, too.
const LOG_INS: But = But::Adds(&["sessions", "audit"]);
/// The first has ended the session that the second comes with. Whether the others have ended is not told to a stranger:
/// they are led to the log-in page, where the first leads as well.
const ENDED: But = But::Refuses(401);

const LOGO: &str = "POST /s/{school}/settings/logo";
/// The first has ended the place that the second comes with, or what it is about.
const LEFT: But = But::Refuses(404);
/// Both answers carry a session in the place of the one they came with, which only the first has found.
const RENEWED: But = But::AddsOne(&["sessions"]);

const PHOTO: &str = "POST /me/photo";
const BEGIN: &str = "POST /backup/uploads";
const PIECE: &str = "PATCH /backup/uploads/{id}";
const DROP: &str = "DELETE /backup/uploads/{id}";
const BRING: &str = "POST /backup/restore";
const STOP: &str = "POST /unsubscribe/{token}";
const BEGIN_THREAD: &str = "POST /s/{school}/forum/{board}/threads";
const ATTACH: &str = "POST /s/{school}/forum/posts/{id}/files";
const SHOW: &str = "POST /s/{school}/chat/{room}/messages";
const SUBMIT: &str = "POST /s/{school}/assignments/{id}/submissions";

#[rustfmt::skip]
const CASES: &[Case] = &[
    Case("POST /fn/app/pages/chat/api/say", Who::Newcomer, &[], But::Nothing),
    Case(SHOW, Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/chat/api/mark_room_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/chat/api/mark_room_unread", Who::Newcomer, &[], But::AddsNone),
    Case("POST /fn/app/pages/chat/api/edit_message", Who::Newcomer, &[("id", "{message}"), ("form[body]", "Good day")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/delete_message", Who::Newcomer, &[("id", "{message}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/react", Who::Newcomer, &[("id", "{message}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/pin_message", Who::Admin, &[("id", "{message}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/report_message", Who::Admin, &[("id", "{message}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/settle_report", Who::Admin, &[("id", "{message}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/mute_member", Who::Admin, &[("user", "{newcomer}"), ("form[minutes]", "60")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/rule_room", Who::Admin, &[("form[slow_seconds]", "10")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/set_room_level", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/chat/api/open_room", Who::Admin, &[("form[class]", "{class}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/rename_room", Who::Admin, &[("room", "{topic}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/close_room", Who::Admin, &[("room", "{topic}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/hide_room", Who::Newcomer, &[("room", "{alone}")], But::AddsNone),
    Case("POST /fn/app/pages/chat/api/open_direct", Who::Newcomer, &[("whom", "{ada}")], But::Nothing),
    Case("POST /fn/app/pages/chat/api/set_words", Who::Admin, &[("form[words]", "word{n}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/log_in", Who::Nobody, &[("form[log_in]", "{name}")], LOG_INS),
    Case("POST /fn/app/pages/accounts/api/register_by_code", Who::Nobody, &[("form[code]", "{code}"), ("form[account][username]", "joiner{n}"), ("form[account][email]", "joiner{n}@lyceum.test")], SESSIONS),
    Case("POST /fn/app/pages/accounts/api/register_by_founding", Who::Nobody, &[("form[account][username]", "founder{n}"), ("form[account][email]", "founder{n}@lyceum.test"), ("form[school][name]", "Founded {n}"), ("form[school][slug]", "founded{n}")], SESSIONS),
    // With an account they have.
    Case("POST /fn/app/pages/accounts/api/register_by_founding", Who::Nobody, &[("form[account][username]", "{name}"), ("form[account][email]", "{name}@lyceum.test"), ("form[school][name]", "Own {n}"), ("form[school][slug]", "own{n}")], SESSIONS),
    Case("POST /fn/app/pages/accounts/api/found_school", Who::Newcomer, &[("form[name]", "Further {n}"), ("form[slug]", "further{n}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/join_by_code", Who::Student, &[("form[code]", "{code}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/ask_reset", Who::Nobody, &[("form[email]", "{name}@lyceum.test")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/reset_password", Who::Nobody, &[("form[token]", "{reset}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/verify_code", Who::Newcomer, &[("form[code]", "{digits}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/verify_link", Who::Nobody, &[("form[token]", "{verify}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/verify_again", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/prove_registration", Who::Registrant, &[], SESSIONS),
    Case("POST /fn/app/pages/accounts/api/mail_registration_again", Who::Registrant, &[], But::Nothing),
    Case("POST /fn/app/pages/classes/api/create_class", Who::Admin, &[("form[name]", "New {n}")], But::Nothing),
    Case("POST /fn/app/pages/classes/api/close_code", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/classes/api/rotate_code", Who::Admin, &[("code", "{code}")], But::Nothing),
    Case("POST /fn/app/pages/classes/api/set_code", Who::Admin, &[("form[code]", "TWICE{n}")], But::Nothing),
    Case("POST /fn/app/pages/classes/api/decide_requests", Who::Admin, &[("people", "{asker}")], But::Nothing),
    Case("POST /fn/app/pages/invitations/api/invite", Who::Admin, &[("form[people]", "{name}@new.example")], But::Nothing),
    Case("POST /fn/app/pages/invitations/api/send_invitation_again", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/invitations/api/withdraw_invitation", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/invitations/api/withdraw_invitations", Who::Admin, &[("filter[q]", "{name}@new.example"), ("seal", "{seal}")], But::Nothing),
    Case("POST /fn/app/pages/invitations/api/accept_invitation", Who::Newcomer, &[("form[token]", "{link}")], But::Nothing),
    Case("POST /fn/app/pages/invitations/api/register_by_invitation", Who::Nobody, &[("form[token]", "{link}"), ("form[account][username]", "invited{n}")], SESSIONS),
    Case("POST /fn/app/pages/start/api/correct_school", Who::Admin, &[("form[name]", "Corrected {n}")], But::Nothing),
    Case("POST /fn/app/pages/start/api/start_term", Who::Admin, &[("form[year][name]", "Start {n}"), ("form[year][starts_on]", "600{n}-01-01"), ("form[year][ends_on]", "600{n}-12-31"), ("form[term][starts_on]", "600{n}-01-01"), ("form[term][ends_on]", "600{n}-02-28")], But::Nothing),
    Case("POST /fn/app/pages/start/api/start_class", Who::Admin, &[("form[name]", "Start {n}")], But::Nothing),
    Case("POST /fn/app/pages/courses/api/create_course", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/assignments/api/set_assignment", Who::Admin, &[("form[title]", "New {n}")], But::Nothing),
    Case("POST /fn/app/pages/assignments/api/save_marks", Who::Admin, &[("form[marks]", "{n}"), ("form[version]", "{version}")], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/note_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/mark_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/write_announcement", Who::Admin, &[("form[title]", "New {n}")], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/save_announcement", Who::Admin, &[("form[title]", "Changed {n}")], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/remind_readers", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/withdraw_announcement", Who::Admin, &[], But::Nothing),
    Case(BEGIN_THREAD, Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/reply_to_thread", Who::Admin, &[("form[body]", "Reply {n}")], But::Nothing),
    Case("POST /fn/app/pages/forum/api/keep_draft", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/preview_post", Who::Newcomer, &[], But::AddsNone),
    Case("POST /fn/app/pages/forum/api/edit_post", Who::Admin, &[("form[body]", "Edited {n}")], But::Nothing),
    Case("POST /fn/app/pages/forum/api/delete_post", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/restore_post", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/vote_for_post", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/save_post", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/mark_answer", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/report_post", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/settle_post_report", Who::Admin, &[("id", "{question}")], But::Nothing),
    Case("POST /fn/app/pages/forum/api/pin_thread", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/lock_thread", Who::Admin, &[("on", "true")], But::Nothing),
    Case("POST /fn/app/pages/forum/api/move_thread", Who::Admin, &[("form[to]", "class-{class}")], But::Nothing),
    Case("POST /fn/app/pages/forum/api/follow_forum", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/follow_thread", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/note_thread_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/mark_thread_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/mark_board_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/mark_forums_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/add_topic", Who::Admin, &[("form[name]", "New {n}")], But::Nothing),
    Case("POST /fn/app/pages/forum/api/rename_topic", Who::Admin, &[("form[name]", "Renamed {n}")], But::Nothing),
    Case("POST /fn/app/pages/forum/api/remove_topic", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/forum/api/allow_no_names", Who::Admin, &[("on", "false")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/register_by_family_code", Who::Nobody, &[("form[code]", "{family}"), ("form[account][username]", "family{n}"), ("form[account][email]", "family{n}@lyceum.test")], SESSIONS),
    Case("POST /fn/app/pages/accounts/api/join_family", Who::Newcomer, &[("form[code]", "{family}")], But::Nothing),
    Case("POST /fn/app/pages/guardians/api/link_family", Who::Admin, &[("form[parent]", "{newcomer}")], But::Nothing),
    Case("POST /fn/app/pages/guardians/api/save_family", Who::Admin, &[("form[parent]", "{newcomer}")], But::Nothing),
    Case("POST /fn/app/pages/guardians/api/unlink_family", Who::Admin, &[("parent", "{newcomer}")], But::Nothing),
    Case("POST /fn/app/pages/guardians/api/make_family_code", Who::Admin, &[("form[child]", "{newcomer}")], But::Adds(&["flashes"])),
    Case("POST /fn/app/pages/guardians/api/withdraw_family_code", Who::Admin, &[("id", "{family_id}")], But::Nothing),
    // The first has ended the session that the second comes with.
    Case("POST /fn/app/pages/viewing/api/start_view", Who::Newcomer, &[], ENDED),
    Case("POST /fn/app/pages/viewing/api/stop_view", Who::Newcomer, &[], ENDED),
    Case("POST /fn/app/pages/settings/api/save_general", Who::Admin, &[("form[name]", "School alpha {n}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/set_feature", Who::Admin, &[("on", "{other}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/set_quota", Who::Admin, &[("form[megabytes]", "1{n}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/set_color", Who::Admin, &[("form[color]", "#7a1f{two}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/remove_logo", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/create_department", Who::Admin, &[("form[name]", "New {ground}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/save_department", Who::Admin, &[("form[name]", "Changed {ground}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/add_department_member", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/remove_department_member", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/create_year", Who::Admin, &[("form[name]", "New {ground}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/save_year", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/create_term", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/save_term", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/create_holiday", Who::Admin, &[("form[name]", "New {ground}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/save_holiday", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/create_scale", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/save_scale", Who::Admin, &[("form[name]", "Changed {ground}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/make_scale_default", Who::Admin, &[("id", "{scale}")], But::Nothing),
    Case("POST /fn/app/pages/settings/api/remove_scale", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/remove_term", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/remove_holiday", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/remove_year", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/settings/api/remove_department", Who::Admin, &[], But::Nothing),
    Case(LOGO, Who::Admin, &[], But::Nothing),
    Case(BEGIN, Who::Admin, &[], But::Nothing),
    Case(BRING, Who::Admin, &[], But::Nothing),
    // The place that it is for is filled, or about to be.
    Case(PIECE, Who::Admin, &[], But::Refuses(409)),
    Case(DROP, Who::Admin, &[], LEFT),
    Case("POST /fn/app/pages/backup/api/give_up_upload", Who::Admin, &[("id", "{upload}")], LEFT),
    Case("POST /fn/app/pages/me/api/save_profile", Who::Newcomer, &[], But::Nothing),
    Case(PHOTO, Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/me/api/remove_photo", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/me/api/change_password", Who::Newcomer, &[("form[current_password]", PASSWORD)], RENEWED),
    Case("POST /fn/app/pages/me/api/change_username", Who::Newcomer, &[("form[username]", "re{name}")], But::Nothing),
    Case("POST /fn/app/pages/me/api/ask_email", Who::Newcomer, &[("form[email]", "new{name}@lyceum.test"), ("form[current_password]", PASSWORD)], But::Nothing),
    Case("POST /fn/app/pages/me/api/keep_email", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/me/api/prove_email_code", Who::Newcomer, &[("form[code]", "{email_code}")], But::Nothing),
    Case("POST /fn/app/pages/me/api/prove_email_link", Who::Nobody, &[("form[token]", "{email_link}")], But::Nothing),
    Case("POST /fn/app/pages/me/api/subscribe_push", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/me/api/try_push", Who::Newcomer, &[("id", "{push}")], But::Nothing),
    Case("POST /fn/app/pages/me/api/turn_push_off", Who::Newcomer, &[("id", "{push}")], But::Nothing),
    Case("POST /fn/app/pages/notifications/api/read_notification", Who::Newcomer, &[("id", "{notification}")], But::AddsNone),
    Case("POST /fn/app/pages/notifications/api/read_notifications_of", Who::Newcomer, &[], But::AddsNone),
    Case("POST /fn/app/pages/notifications/api/read_all_notifications", Who::Newcomer, &[], But::AddsNone),
    // It only leads on.
    Case("POST /share", Who::Newcomer, &[], But::AddsNone),
    Case("POST /fn/app/pages/notifications/api/save_notification_settings", Who::Newcomer, &[("form[quiet_from]", "22:00"), ("form[quiet_until]", "0{n}:00")], But::Nothing),
    Case("POST /fn/app/pages/notifications/api/pause_notifications", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/notifications/api/stop_mails", Who::Nobody, &[("token", "{stop}")], But::Nothing),
    Case(STOP, Who::Nobody, &[], But::Nothing),
    Case("POST /fn/app/pages/me/api/end_session", Who::Newcomer, &[("key", "{session}")], But::Nothing),
    Case("POST /fn/app/pages/me/api/start_here", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/me/api/leave_school", Who::Newcomer, &[], LEFT),
    Case("POST /fn/app/pages/classes/api/rename_class", Who::Admin, &[("form[name]", "Renamed {n}")], But::Nothing),
    Case("POST /fn/app/pages/classes/api/archive_class", Who::Admin, &[("archived", "true")], But::Nothing),
    Case("POST /fn/app/pages/classes/api/add_member", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/classes/api/change_member", Who::Admin, &[("user", "{newcomer}"), ("role", "teacher")], But::Nothing),
    Case("POST /fn/app/pages/classes/api/remove_member", Who::Admin, &[("user", "{newcomer}")], But::Nothing),
    // The class is no longer theirs to see.
    Case("POST /fn/app/pages/classes/api/leave_class", Who::Newcomer, &[("class", "{class}")], But::Refuses(404)),
    Case("POST /fn/app/pages/people/api/change_people", Who::Admin, &[("form[ids]", "{newcomer}"), ("form[act]", "suspend")], But::Nothing),
    Case("POST /fn/app/pages/people/api/change_person", Who::Admin, &[("id", "{newcomer}"), ("act", "suspend")], But::Nothing),
    Case("POST /fn/app/pages/people/api/rename_person", Who::Admin, &[("id", "{unused}"), ("form[name]", "Renamed {n}")], But::Nothing),
    // Who uses their account is asked.
    Case("POST /fn/app/pages/people/api/rename_person", Who::Admin, &[("id", "{newcomer}"), ("form[name]", "Suggested {n}")], But::Nothing),
    Case("POST /fn/app/pages/people/api/withdraw_name", Who::Admin, &[("id", "{newcomer}"), ("name", "Suggested {n}")], But::Nothing),
    // Each page that follows shows the link that was made for it; the last one works. Told by mail and noted once.
    Case("POST /fn/app/pages/people/api/help_log_in", Who::Admin, &[("id", "{newcomer}"), ("act", "hand_over")], But::Adds(&["flashes"])),
    Case("POST /fn/app/pages/people/api/help_log_in", Who::Admin, &[("id", "{newcomer}"), ("act", "mail")], But::Nothing),
    Case("POST /fn/app/pages/people/api/help_log_in", Who::Admin, &[("id", "{newcomer}"), ("act", "log_out")], But::Nothing),
    Case("POST /fn/app/pages/people/api/help_log_in", Who::Admin, &[("id", "{newcomer}"), ("act", "end_wait")], But::Nothing),
    Case("POST /fn/app/pages/people/api/take_down", Who::Admin, &[("id", "{newcomer}")], But::Nothing),
    Case("POST /fn/app/pages/me/api/accept_name", Who::Newcomer, &[("form[name]", "Suggested {n}")], But::Nothing),
    Case("POST /fn/app/pages/me/api/decline_name", Who::Newcomer, &[("name", "Suggested {n}")], But::Nothing),
    Case("POST /fn/app/pages/people/api/save_person", Who::Admin, &[("id", "{newcomer}"), ("form[number]", "N-{n}")], But::Nothing),
    Case("POST /fn/app/pages/people/api/save_permissions", Who::Admin, &[("id", "{newcomer}"), ("form[may][]", "members.read")], But::Nothing),
    Case("POST /fn/app/pages/people/api/undo_change", Who::Admin, &[("id", "{undo}")], But::Nothing),
    Case("POST /fn/app/pages/schools/api/appoint_admin", Who::Admin, &[("user", "{newcomer}")], But::Nothing),
    Case("POST /fn/app/pages/people/api/change_user", Who::Admin, &[("id", "{newcomer}"), ("act", "suspend")], But::Nothing),
    // Of the whole platform, whose schedule is there from the start.
    Case("POST /fn/app/pages/backup/api/keep_now", Who::Admin, &[("school", "")], But::Nothing),
    Case("POST /fn/app/pages/backup/api/set_schedule", Who::Admin, &[("school", ""), ("form[hour]", "1{n}")], But::Nothing),
    Case("POST /fn/app/pages/backup/api/verify_kept", Who::Admin, &[("id", "{kept}")], But::Nothing),
    Case("POST /fn/app/pages/backup/api/test_kept", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/backup/api/restore_kept", Who::Admin, &[("id", "{kept}")], But::Nothing),
    Case("POST /fn/app/pages/backup/api/open_upload", Who::Admin, &[("school", ""), ("id", "{locked}"), ("form[passphrase]", "twelve letters")], But::Nothing),
    // Whoever restores in a school hands over what they may not put back.
    Case("POST /fn/app/pages/backup/api/hand_upload", Who::Newcomer, &[("id", "{alien}")], But::Nothing),
    // Of the whole platform: the file of the archive has gone meanwhile, so that they end as soon as they begin.
    Case("POST /fn/app/pages/backup/api/try_out", Who::Admin, &[("school", ""), ("id", "{whole}")], But::Nothing),
    Case("POST /fn/app/pages/backup/api/put_back", Who::Admin, &[("school", ""), ("id", "{whole}"), ("form[name]", "{host}")], But::Nothing),
    Case("POST /fn/app/pages/backup/api/remove_kept", Who::Admin, &[("id", "{kept}")], But::Nothing),
    Case("POST /fn/app/pages/jobs/api/retry_job", Who::Admin, &[("id", "{job}")], But::Nothing),
    Case("POST /fn/app/pages/jobs/api/retry_dead_jobs", Who::Admin, &[("kind", "sweep")], But::Nothing),
    Case("POST /fn/app/pages/jobs/api/throw_job_away", Who::Admin, &[("id", "{job}")], But::Nothing),
    Case(ATTACH, Who::Admin, &[], But::Nothing),
    Case(SUBMIT, Who::Student, &[], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/log_out_everywhere", Who::Newcomer, &[], ENDED),
    Case("POST /fn/app/pages/accounts/api/log_out", Who::Newcomer, &[], But::Nothing),
    // What is cleared is gone for the others, so these come last.
    Case("POST /backup/download/archive", Who::Admin, &[("form[passphrase]", "twelve letters"), ("form[passphrase_again]", "twelve letters")], But::Adds(&["audit"])),
    Case("POST /backup/clear", Who::Admin, &[("form[what]", "courses"), ("form[reason]", "Once, {n}"), ("form[name]", "{school_name}"), ("form[drawn]", "{drawn}")], But::Nothing),
    Case("POST /backup/clear/undo", Who::Admin, &[("id", "{clear}")], But::Nothing),
];

#[test]
fn every_endpoint_that_changes_something_is_sent_twice_and_every_table_counted() {
    let changing: BTreeSet<_> = TABLE.iter().filter(|line| changes_something(line)).map(|line| line.0).collect();
    let sent: BTreeSet<_> = CASES.iter().map(|case| case.0).collect();
    let missing: Vec<_> = changing.symmetric_difference(&sent).collect();
    assert!(missing.is_empty(), "not sent twice, or no endpoint: {missing:#?}");
    let exported = manifest::TABLES.iter().map(|table| table.name);
    let there: BTreeSet<_> = exported.chain(manifest::KEPT.iter().map(|kept| kept.name)).collect();
    assert_eq!(there, TABLES.iter().copied().collect());
}

#[tokio::test]
async fn a_second_click_is_answered_like_the_first_and_adds_nothing() {
    send_each_twice(0).await;
}

/// Each newcomer counts for the pace of one address, and all of them together would be too many.
#[tokio::test]
async fn a_second_click_of_the_other_half_is_answered_like_the_first_and_adds_nothing() {
    send_each_twice(1).await;
}

/// Sends every second case, from the first or from the second.
async fn send_each_twice(half: usize) {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let mut faults = Vec::new();
        for (number, case) in CASES.iter().enumerate().filter(|(number, _)| number % 2 == half) {
            let (answers, once) = click(app, &scene, number, 1).await;
            faults.extend(answers.iter().filter(|it| !is_good(it)).map(|it| format!("{}: once: {}", case.0, tell(it))));
            // Else its second click would have nothing to do again. A flash is no change, it only tells of one.
            let adds_none = matches!(case.3, But::AddsNone);
            if !adds_none && once.iter().all(|(table, added)| *added == 0 || table == "flashes") {
                faults.push(format!("{}: once: nothing changed", case.0));
            }
            let (answers, twice) = click(app, &scene, number, 2).await;
            let hidden = answers.iter().filter(|it| told::tells_out_of_sight(it));
            faults.extend(hidden.map(|it| format!("{}: told out of sight: {}", case.0, tell(it))));
            if !are_alike(case, &answers) {
                let answers = answers.iter().map(tell).collect::<Vec<_>>().join("; ");
                faults.push(format!("{}: {answers}", case.0));
            }
            for (table, added) in &once {
                let expected = match case.3 {
                    But::Adds(tables) if tables.contains(&table.as_str()) => added * 2,
                    But::AddsOne(tables) if tables.contains(&table.as_str()) => added + 1,
                    _ => *added,
                };
                if twice[table] != expected {
                    faults.push(format!("{}: {table} grew by {} instead of {expected}", case.0, twice[table]));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));

        // By now all of it has been done somewhere: what no school's log is asked for stands in none.
        let written = sql!("select distinct action from audit where school_id is not null order by action");
        let written: Vec<(String,)> = app.state.world.db.all(written, args![]).await.unwrap();
        assert!(written.len() > 15, "{written:?}");
        let outside = |action: &str| OUTSIDE_OF_SCHOOLS.contains(&action.split('.').next().unwrap_or_default());
        assert!(!written.iter().any(|(action,)| outside(action)), "{written:?}");
    })
    .await;
}

/// Sends a case so often at the same moment; answers what came back and by how many rows each table grew.
async fn click(app: &TestApp, scene: &Scene<'_>, number: usize, clicks: usize) -> (Vec<Answer>, BTreeMap<String, i64>) {
    let Case(endpoint, who, instead, _) = &CASES[number];
    let ground = Ground::new(app, scene, number, clicks).await;
    let browser = match who {
        Who::Nobody => &app.browser(),
        Who::Registrant => &registrant(app, &ground, number, clicks).await,
        Who::Newcomer => &ground.newcomer,
        Who::Student => &scene.student,
        Who::Admin => &scene.admin,
    };
    let Line(_, path, sample, _) = TABLE.iter().find(|line| line.0 == *endpoint).unwrap();
    let sample = sample.iter().filter(|(name, _)| instead.iter().all(|(other, _)| other != name));
    let fields: Vec<(String, String)> =
        sample.chain(*instead).map(|(name, value)| (ground.fill(name), ground.fill(value))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let send = async || match *endpoint {
        LOGO => send_logo(browser, &settings::picture(clicks as u8)).await,
        PHOTO => send_photo(browser, &picture()).await,
        BEGIN => restoring::begin(browser, "alpha", &ground.fill("{name}.zip"), 3).await,
        BRING => restoring::bring(browser, "alpha", &ground.fill("{new}"), b"abc").await,
        PIECE => restoring::piece(browser, &ground.fill("/backup/uploads/{upload}?school=alpha"), 0, b"abc").await,
        DROP => restoring::plain(browser, Method::DELETE, &ground.fill("/backup/uploads/{upload}?school=alpha")).await,
        STOP => restoring::plain(browser, Method::POST, &ground.fill("/unsubscribe/{stop}")).await,
        SHOW => chat_files::show(browser, &ground.fill("{room}"), &ground.fill("{new}"), "twice.txt", b"Once.").await,
        BEGIN_THREAD => forum::ask(browser, &ground.fill("class-{class}"), &ground.fill("{new}")).await,
        ATTACH => forum::add_file(browser, &ground.fill("{post}"), "twice.txt", b"Once.").await,
        SUBMIT => scene.hand_in(browser, &ground.fill("{new}"), "twice.txt", b"Once.").await,
        endpoint => ask(browser, scene, endpoint, path, &fields).await,
    };
    let before = rows(app).await;
    let answers = join_all((0..clicks).map(|_| send())).await;
    // What goes on after it was answered is part of it.
    clear::ended(app).await;
    let growth = rows(app).await.into_iter().map(|(table, rows)| (table.clone(), rows - before[&table])).collect();
    (answers, growth)
}

fn is_good(answer: &Answer) -> bool {
    answer.status.as_u16() < 400
}

fn are_alike(case: &Case, answers: &[Answer]) -> bool {
    let (good, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| is_good(answer));
    let first = good.first().map(|answer| tell(answer));
    first.is_some()
        && good.iter().all(|answer| Some(tell(answer)) == first)
        && refused.iter().all(|answer| matches!(case.3, But::Refuses(status) if answer.status == status))
}

/// What an answer says and where it leads.
fn tell(answer: &Answer) -> String {
    // A file that is encrypted is another one each time.
    let is_file = answer.headers.contains_key(header::CONTENT_DISPOSITION);
    let body = if is_file { "a file" } else { answer.body.as_str() };
    format!("{} {} {body:.200}", answer.status, answer.location())
}
