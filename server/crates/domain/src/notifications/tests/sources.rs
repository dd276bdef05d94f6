//! Each thing that people are told of, told by what does it.

use bytes::Bytes;
use model::announcements::AnnouncementForm;
use model::assignments::{AssignmentForm, MarkForm};
use model::guardians::{LinkForm, Relation};
use model::ids::JobId;

use super::*;
use crate::jobs::{self, Lane};
use crate::{announcements, assignments, files, guardians};

/// What somebody's bell says, the newest first.
async fn heard(it: &Scene, username: &str) -> Vec<(Kind, String)> {
    let newest = bell(&person(&it.world, username).await).await.unwrap().newest;
    newest.into_iter().map(|card| (card.kind, card.title)).collect()
}

#[tokio::test]
async fn the_students_of_a_course_are_told_of_an_assignment_with_its_due_time() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = AssignmentForm {
            title: "Essay".into(),
            points: "10".into(),
            due: "2026-12-01T17:00".into(),
            ..AssignmentForm::default()
        };
        let (one, two) =
            tokio::join!(assignments::set(&it.teacher, it.course_id, &form), assignments::set(&it.teacher, it.course_id, &form));
        let id = one.unwrap();
        assert_eq!(two.unwrap(), id);
        for student in ["alpha_student", "alpha_student2"] {
            let told = bell(&person(&it.world, student).await).await.unwrap();
            assert_eq!(told.newest.len(), 1, "{student}");
            let card = &told.newest[0];
            assert_eq!((card.kind, card.title.as_str()), (Kind::AssignmentSet, "New assignment: Essay"));
            assert_eq!(card.body.as_deref(), Some("Algebra, due Tue 1 Dec 2026, 17:00"));
            assert_eq!(card.link, format!("/s/alpha/assignments/{id}"));
        }
        for other in ["alpha_teacher", "alpha_admin", "beta_student"] {
            assert!(heard(&it, other).await.is_empty(), "{other}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_refused_change_tells_nobody() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form =
            AssignmentForm { title: "Essay".into(), points: "10".into(), due: "2020-01-01T00:00".into(), ..Default::default() };
        assert!(assignments::set(&it.teacher, it.course_id, &form).await.is_err());
        assert!(heard(&it, "alpha_student").await.is_empty());
        let count = sql!("select cast(count(*) as bigint) as n from notifications");
        assert_eq!(db.one::<(i64,)>(count, args![]).await.unwrap().0, 0);
    })
    .await;
}

#[tokio::test]
async fn an_announcement_is_told_to_its_readers_and_read_with_its_page() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "announcement:bell+daily+push").await;
        choose(&db, it.student2.user_id(), "").await;
        let form = AnnouncementForm {
            title: "Trip".into(),
            body: "Bring water.".into(),
            audience: "school".into(),
            begin: "now".into(),
            ..AnnouncementForm::default()
        };
        let id = announcements::write(&it.admin, &form).await.unwrap();
        let system = System(request(&it.world, NOON));
        for _ in 0..2 {
            announcements::publish(&system, &format!("{} {id}", it.admin.school_id())).await.unwrap();
        }
        for reader in ["alpha_teacher", "alpha_student", "alpha_student2"] {
            assert_eq!(heard(&it, reader).await, [(Kind::Announcement, "Trip".to_owned())], "{reader}");
        }
        for other in ["alpha_admin", "beta_student"] {
            assert!(heard(&it, other).await.is_empty(), "{other}");
        }
        let sent = mails(&db, &it.student2).await;
        assert_eq!((sent.len(), sent[0].0.as_str()), (1, "School alpha: Trip"), "one mail of one announcement");
        assert!(sent[0].1.contains("Bring water."), "with all it says");
        assert!(mails(&db, &it.student).await.is_empty(), "it waits for the morning");
        announcements::mark_read(&it.student, id).await.unwrap();
        assert_eq!(unread(&person(&it.world, "alpha_student").await).await.unwrap(), 0);
        deliver_at(&it, NOON.plus_days(1)).await;
        assert!(mails(&db, &it.student).await.is_empty(), "it was read on its page");
    })
    .await;
}

#[tokio::test]
async fn an_announcement_that_is_withdrawn_while_it_is_quiet_is_not_mailed() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "quiet:660-840").await;
        let form = AnnouncementForm {
            title: "Trip".into(),
            body: "Bring water.".into(),
            audience: "school".into(),
            begin: "now".into(),
            ..AnnouncementForm::default()
        };
        let id = announcements::write(&it.admin, &form).await.unwrap();
        announcements::publish(&System(request(&it.world, NOON)), &format!("{} {id}", it.admin.school_id())).await.unwrap();
        announcements::withdraw(&it.admin, id, false).await.unwrap();
        deliver_at(&it, NOON.plus_hours(3)).await;
        assert!(mails(&db, &it.student).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_two_of_a_family_link_are_told_of_each_other() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = LinkForm {
            parent: it.teacher.user_id(),
            child: it.student.user_id(),
            relation: Relation::Mother,
            occupation: String::new(),
        };
        guardians::link(&it.admin, &form).await.unwrap();
        guardians::link(&it.admin, &form).await.unwrap();
        let (parent, child) = (&it.teacher.me.name, &it.student.me.name);
        assert_eq!(heard(&it, "alpha_teacher").await, [(Kind::FamilyLinked, format!("Linked as family: {child}"))]);
        assert_eq!(heard(&it, "alpha_student").await, [(Kind::FamilyLinked, format!("Linked as family: {parent}"))]);
        assert!(heard(&it, "alpha_admin").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_job_that_fails_for_good_is_told_to_the_platforms_admins_once_a_day() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        db.run(sql!("delete from jobs"), args![]).await.unwrap();
        let system = System(request(&it.world, NOON));
        for _ in 0..2 {
            // Of another version of the program; all tries but the last are over.
            let broken = sql!(
                "insert into jobs (id, kind, payload, state, tries, run_at, created_at)
                 values ($1, 'broken', '', 'waiting', 7, $2, $2)"
            );
            db.run(broken, args![JobId::new(), NOON]).await.unwrap();
            let job = jobs::take(&system, Lane::Short).await.unwrap().unwrap();
            assert_eq!(job.kind, "broken");
            jobs::finish(&system, &job, Err("no".to_owned())).await.unwrap();
        }
        let dead = sql!("select cast(count(*) as bigint) as n from jobs where kind = 'broken' and state = 'dead'");
        assert_eq!(db.one::<(i64,)>(dead, args![]).await.unwrap().0, 2);
        let told = heard(&it, "alpha_admin").await;
        assert_eq!(told, [(Kind::DeadJobs, "Work in the background failed for good: broken".to_owned())]);
        assert!(heard(&it, "beta_admin").await.is_empty() && heard(&it, "alpha_teacher").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_teacher_hears_of_work_that_is_handed_in_and_a_student_of_marks() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = AssignmentForm {
            title: "Essay".into(),
            points: "10".into(),
            due: "2026-12-01T17:00".into(),
            ..AssignmentForm::default()
        };
        let assignment = assignments::set(&it.teacher, it.course_id, &form).await.unwrap();
        let id = model::ids::SubmissionId::new();
        let handed_in = model::assignments::SubmissionForm { submission: id, note: "Done.".into() };
        for _ in 0..2 {
            let upload =
                files::keep(&it.student, it.student.school_id(), "essay.txt", Bytes::from_static(b"Mine.")).await.unwrap();
            assignments::submissions::submit(&it.student, assignment, &handed_in, vec![upload]).await.unwrap();
        }
        let name = &it.student.me.name;
        assert_eq!(heard(&it, "alpha_teacher").await, [(Kind::HandedIn, format!("{name} handed in: Essay"))]);
        for (version, marks) in [(0, "7"), (0, "7"), (1, "8")] {
            let form = MarkForm { marks: marks.into(), comment: String::new(), version };
            assignments::marking::save(&it.teacher, id, &form).await.unwrap();
        }
        let marked: Vec<_> = heard(&it, "alpha_student").await.into_iter().filter(|(kind, _)| *kind == Kind::Marked).collect();
        assert_eq!(marked.len(), 2, "once each time");
        assert!(marked.iter().all(|(_, title)| title == "Your work was marked: Essay"));
        assert!(heard(&it, "alpha_student2").await.iter().all(|(kind, _)| *kind == Kind::AssignmentSet));
        assert!(heard(&it, "beta_teacher").await.is_empty());
    })
    .await;
}
