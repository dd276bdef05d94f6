//! Every permission by itself: who has all of them but the one that an endpoint needs is refused, and with that one too is
//! answered as the school's admin is. So an endpoint that asks for a wrong or a broader permission is found.

use std::collections::BTreeSet;

use model::{Permission as P, Permissions};
use store::{args, sql};

use crate::access::{Line, ask};
use crate::app::{TestApp, each_app};
use crate::isolation::of_a_school;
use crate::scene::Scene;

/// What endpoints need; of several permissions any one is enough. An endpoint is called by its path in the school, a
/// function by its name.
const NEEDED: &[(&[P], &str)] = &[
    (
        &[P::ClassesRead],
        "classes classes/{id} classes/{id}/announcements classes/{id}/settings class_news list_classes show_class",
    ),
    (&[P::ClassesRead, P::CoursesRead], "forum forum/saved show_forums show_saved mark_forums_read"),
    (
        &[P::ClassesReadAll],
        "classes/{id}/chat chat/{room} chat/{room}/day chat/{room}/search chat/{room}/report/{message} show_chat show_room older_messages \
         newer_messages room_people find_messages mark_room_read mark_room_unread set_room_level",
    ),
    (&[P::ChatModerate], "chat/reports show_reports settle_report mute_member rule_room open_room rename_room close_room"),
    (&[P::ClassesCreate], "classes/new new_class create_class start_class"),
    (
        &[P::ClassesManage],
        "classes/{id}/codes/{kind} classes/{id}/people class_people show_code \
         rename_class archive_class add_member change_member remove_member close_code rotate_code set_code decide_requests",
    ),
    (&[P::StudentsViewProgress], "classes/{id}/statistics show_statistics"),
    (&[P::ChatWrite], "say chat/{room}/messages"),
    (
        &[P::ClassesReadAll],
        "forum/{board} forum/threads/{id} forum/threads/{id}/live forum/posts/{id}/report reported_post report_post save_post forum_people show_board show_thread follow_forum follow_thread note_thread_read mark_thread_read \
         mark_board_read",
    ),
    (
        &[P::ForumWrite],
        "forum/{board}/new new_thread forum/{board}/threads reply_to_thread keep_draft preview_post vote_for_post",
    ),
    (
        &[P::ForumModerate],
        "forum/reports show_post_reports settle_post_report forum/{board}/settings forum/posts/{id}/edit edit_desk edit_post delete_post restore_post mark_answer pin_thread \
         lock_thread move_thread add_topic rename_topic remove_topic allow_no_names",
    ),
    (&[P::CoursesRead], "courses/{id} assignments/{id} show_course show_assignment"),
    (&[P::CoursesCreate], "classes/{id}/courses/new create_course"),
    (&[P::AssessmentsCreate], "courses/{id}/assignments/new set_assignment"),
    (&[P::AssessmentsGrade], "submissions/{id} show_submission save_marks files/{id}"),
    (&[P::AnnouncementsWrite, P::AnnouncementsSchool], "announcements/new new_announcement"),
    (&[P::AnnouncementsWrite], "write_announcement"),
    (
        &[P::AnnouncementsSchool],
        "announcements/{id} announcements/{id}/edit show_announcement edit_announcement note_read mark_read save_announcement \
         remind_readers withdraw_announcement",
    ),
    (&[P::MembersRead], "people people/{id} list_people show_person"),
    (&[P::MembersRead, P::MembersManage], "find_classes"),
    (
        &[P::MembersManage],
        "people/change preview_change change_people change_person save_person rename_person withdraw_name \
         help_log_in take_down undo_change \
         invitations list_invitations invite send_invitation_again withdraw_invitation withdraw_invitations",
    ),
    (&[P::MembersExport], "people/export.csv people/export.xlsx"),
    (&[P::RolesManage], "save_permissions"),
    (&[P::MembersViewAs], "view-as show_view_as start_view"),
    (
        &[P::GuardiansManage],
        "guardians guardians/codes/{id} show_families find_family show_family_code link_family save_family unlink_family \
         make_family_code withdraw_family_code",
    ),
    (&[P::AuditRead], "audit audit/export show_audit"),
    (&[P::BackupClear], "/backup/clear backup/clear show_clear show_clearing /backup/clear/undo"),
    (
        &[P::BackupRead],
        "/backup backup show_backup /backup/live /backup/download/all /backup/download/archive /backup/download/{table} \
         /backup/storage backup/storage show_space \
         /backup/kept backup/kept /backup/kept/{id}/download show_kept keep_now set_schedule verify_kept \
         test_kept remove_kept",
    ),
    (
        &[P::BackupRestore],
        "/backup/restore /backup/restore/{id} backup/restore backup/restore/{id} show_restore show_upload give_up_upload \
         show_running try_out put_back restore_kept open_upload hand_upload /backup/uploads /backup/uploads/{id}",
    ),
    (
        &[P::SchoolSettings],
        "chat/words show_words set_words start start/class start/school start/people show_founding newest_class correct_school start_term settings settings/brand \
         settings/departments settings/departments/{id} settings/calendar settings/years/{id} settings/terms/{id} \
         settings/holidays/{id} settings/grades settings/grades/{id} settings/features settings/storage settings/logo \
         show_general show_brand list_departments show_department show_calendar show_year show_term show_holiday list_scales \
         show_scale show_features show_storage save_general set_quota set_feature set_color remove_logo create_department \
         save_department add_department_member remove_department_member create_year save_year create_term save_term \
         create_holiday save_holiday create_scale save_scale make_scale_default remove_scale remove_term remove_holiday \
         remove_year remove_department",
    ),
];

/// What they need besides.
const NEEDED_TOO: &[(&[P], &str)] = &[(&[P::ClassesManage], ARCHIVES), (&[P::ClassesReadAll], ARCHIVES)];

const ARCHIVES: &str = "/backup/download/archive backup/storage show_space /backup/kept backup/kept /backup/kept/{id}/download show_kept keep_now \
                        set_schedule verify_kept test_kept remove_kept restore_kept";

/// Those that no permission opens: they are about a message of one's own or of a room one is in, for a child's parents, for the members of a class, for its students, or for all.
const OPENED_OTHERWISE: &[&str] = &[
    "chat/{room}/versions/{message}",
    "chat/{room}/acts/{seq}",
    "chat/{room}/thread/{seq}",
    "chat_thread",
    "show_versions",
    "edit_message",
    "delete_message",
    "react",
    "pin_message",
    "report_message",
    "open_direct",
    "hide_room",
    "/parent/children/{school}/{id}",
    "show_child",
    "leave_class",
    "assignments/{id}/submissions",
    "forum/posts/{id}/files",
    "/logos/{school}/{sha256}",
];

/// Asked for where more than a permission is needed: to hand in, to invite students, and to see of a child what the link
/// gives.
const ASKED_BESIDES: &[P] = &[P::AssessmentsSubmit, P::StudentsCreate, P::ChildrenPerformance, P::TeachersContact];

/// What the lists above call it.
fn name(line: &Line) -> &'static str {
    let (_, path) = line.0.split_once(' ').unwrap();
    if path.starts_with("/fn/") { path.rsplit('/').next().unwrap() } else { path.strip_prefix("/s/{school}/").unwrap_or(path) }
}

/// The lines of the table that a permission may open: a parent of the school, who has none of these, is refused.
fn opened() -> impl Iterator<Item = &'static Line> {
    of_a_school().filter(|line| matches!(line.3[3], 403 | 404) && !OPENED_OTHERWISE.contains(&name(line)))
}

/// Gives the one member who is nobody in particular all permissions but some.
async fn give_all_but(app: &TestApp, some: &[P]) {
    let granted = P::ALL.iter().copied().filter(|it| !some.contains(it)).collect::<Permissions>().names();
    let give = sql!(
        "update memberships set granted = $1
         where school_id in (select s.id from schools s where s.slug = 'alpha')
           and user_id in (select u.id from users u where u.username = 'rita')"
    );
    assert_eq!(app.state.world.db.run(give, args![granted.as_str()]).await.unwrap(), 1);
}

#[test]
fn every_endpoint_that_a_permission_opens_says_which() {
    let named: Vec<&str> = NEEDED.iter().flat_map(|(_, names)| names.split_whitespace()).collect();
    let listed: BTreeSet<&str> = named.iter().copied().collect();
    assert_eq!(named.len(), listed.len(), "one is named twice");
    let open: BTreeSet<&str> = opened().map(name).collect();
    let missing: Vec<_> = open.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&open).collect();
    assert!(missing.is_empty() && gone.is_empty(), "without a permission: {missing:?}\nno such endpoint: {gone:?}");
}

#[test]
fn every_permission_is_asked_for_or_told_as_planned_and_none_is_both() {
    let needed = NEEDED.iter().flat_map(|(needed, _)| needed.iter());
    let asked: BTreeSet<P> = needed.chain(ASKED_BESIDES).copied().collect();
    let planned: BTreeSet<P> = model::permission::PLANNED.iter().copied().collect();
    let both: Vec<_> = asked.intersection(&planned).collect();
    let neither: Vec<_> = P::ALL.iter().filter(|it| !asked.contains(*it) && !planned.contains(*it)).collect();
    assert!(both.is_empty() && neither.is_empty(), "both: {both:?}\nneither: {neither:?}");
}

#[tokio::test]
async fn all_permissions_but_the_one_that_is_needed_open_nothing() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let rita = app.founder("rita", "ritas").await;
        app.set_role("alpha", "rita", "corporate_rep").await;
        let mut faults = Vec::new();
        for (needed, names) in NEEDED.iter().chain(NEEDED_TOO) {
            give_all_but(app, needed).await;
            for line in opened().filter(|line| names.split_whitespace().any(|it| it == name(line))) {
                let answer = ask(&rita, &scene, line.0, line.1, line.2).await;
                // Where there is nothing for the admin either, only a refusal says that it was asked.
                let refused = if line.3[4] == 404 { [403, 403] } else { [403, 404] };
                if !refused.contains(&answer.status.as_u16()) {
                    faults.push(format!("{} without {needed:?}: {} {:.160}", line.0, answer.status, answer.body));
                }
            }
        }
        give_all_but(app, &[]).await;
        for line in opened() {
            let answer = ask(&rita, &scene, line.0, line.1, line.2).await;
            if answer.status.as_u16() != line.3[4] {
                faults.push(format!("{} with all of them: {} {:.160}", line.0, answer.status, answer.body));
            }
            if name(line) == "start_view" {
                ask(&rita, &scene, "POST /fn/app/pages/viewing/api/stop_view", "", &[]).await;
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}
