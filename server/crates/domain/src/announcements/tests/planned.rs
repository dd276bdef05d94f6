//! What is planned, when who wrote it may no longer say it.

use model::announcements::{AnnouncementForm, State};
use model::classes::{ClassForm, ClassRole};
use model::ids::{AnnouncementId, UserId};
use model::people::{Change, PermissionsForm};
use model::{Permission, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{form, mails, prove_all, tell, ticked, to_class};
use crate::Scope;
use crate::announcements::{mark_read, show, unread, write};
use crate::classes::{self, life, people as places};
use crate::people::{self, permissions, undo};
use crate::testing::Scene;

/// Half an hour from now.
pub(super) fn later(form: AnnouncementForm) -> AnnouncementForm {
    AnnouncementForm { begin: "later".into(), at: "2026-11-27T12:30".into(), ..form }
}

async fn state(writer: &Scope, id: AnnouncementId) -> State {
    show(writer, id, 1).await.unwrap().state
}

/// How often the log tells that it was made a draft again.
async fn put_back(db: &Db, it: &Scene, id: AnnouncementId) -> usize {
    let rows: Vec<(String,)> = db
        .all(
            sql!(
                "select detail from audit where school_id = $1 and subject = $2 and action = 'announcement.put_back' order by id"
            ),
            args![it.admin.school_id(), id],
        )
        .await
        .unwrap();
    assert!(rows.iter().all(|(detail,)| detail.contains("2026-11-27T12:30")), "{rows:?}");
    rows.len()
}

#[tokio::test]
async fn who_is_suspended_ended_or_no_teacher_any_more_leaves_drafts_behind_and_what_is_out_stays() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for change in [Change::Suspend, Change::End, Change::Role(Role::Student)] {
            let planned = write(&it.teacher, &later(to_class(&format!("Planned {change:?}"), it.class_id))).await.unwrap();
            let out = write(&it.teacher, &to_class(&format!("Out {change:?}"), it.class_id)).await.unwrap();
            let others = write(&it.admin, &later(to_class(&format!("Other {change:?}"), it.class_id))).await.unwrap();
            let undo_id = people::change_one(&it.admin, it.teacher.user_id(), change).await.unwrap().unwrap();
            assert_eq!(state(&it.teacher, planned).await, State::Draft, "{change:?}");
            assert_eq!(state(&it.teacher, out).await, State::Out, "{change:?}");
            assert_eq!(state(&it.admin, others).await, State::Planned, "{change:?}");
            let told = (put_back(&db, &it, planned).await, put_back(&db, &it, out).await, put_back(&db, &it, others).await);
            assert_eq!(told, (1, 0, 0), "{change:?}");
            undo::undo(&it.admin, undo_id).await.unwrap();
            assert_eq!(state(&it.teacher, planned).await, State::Draft, "nothing goes out that nobody looked at again");
        }
        let planned = write(&it.teacher, &later(to_class("Planned", it.class_id))).await.unwrap();
        let may = Permission::ALL.iter().filter(|it| Role::Teacher.can(**it) && **it != Permission::AnnouncementsWrite);
        let less =
            PermissionsForm { role: "teacher".into(), may: may.map(ToString::to_string).collect(), ..PermissionsForm::default() };
        permissions::save(&it.admin, it.teacher.user_id(), &less).await.unwrap();
        assert_eq!(state(&it.teacher, planned).await, State::Draft);
    })
    .await;
}

#[tokio::test]
async fn who_loses_the_class_says_nothing_to_it_and_nobody_does_once_it_is_archived() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let second = classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let removed = write(&it.teacher, &later(to_class("Removed", it.class_id))).await.unwrap();
        places::remove(&it.admin, it.class_id, it.teacher.user_id()).await.unwrap();
        assert_eq!(state(&it.teacher, removed).await, State::Draft);
        places::add(&it.admin, it.class_id, it.teacher.user_id(), ClassRole::Teacher).await.unwrap();
        let learns = write(&it.teacher, &later(to_class("Learns", it.class_id))).await.unwrap();
        let learns_now = sql!("update memberships set role = 'student' where school_id = $1 and user_id = $2");
        db.run(learns_now, args![it.admin.school_id(), it.teacher.user_id()]).await.unwrap();
        places::set_role(&it.admin, it.class_id, it.teacher.user_id(), ClassRole::Student).await.unwrap();
        assert_eq!(state(&it.teacher, learns).await, State::Draft);

        let both = AnnouncementForm { classes: ticked(&[&it.class_id, &second]), ..form("Both", "classes") };
        let both = write(&it.admin, &later(both)).await.unwrap();
        let other = write(&it.admin, &later(to_class("Second", second))).await.unwrap();
        let school = write(&it.admin, &later(form("School", "school"))).await.unwrap();
        places::leave(&it.admin, it.class_id).await.unwrap();
        assert_eq!(state(&it.admin, both).await, State::Planned, "every class is theirs to tell");
        life::set_archived(&it.admin, it.class_id, true).await.unwrap();
        let states = (state(&it.admin, both).await, state(&it.admin, other).await, state(&it.admin, school).await);
        assert_eq!(states, (State::Draft, State::Planned, State::Planned));
        assert_eq!(put_back(&db, &it, both).await, 1);
        life::set_archived(&it.admin, it.class_id, false).await.unwrap();
        assert_eq!(state(&it.admin, both).await, State::Draft);
        assert_eq!(put_back(&db, it.other(), both).await, 0);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_told_what_its_author_may_no_longer_say_when_its_time_comes_and_all_are_told_what_is_out() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        prove_all(&db).await;
        let unread_one = write(&it.teacher, &later(to_class("Planned", it.class_id))).await.unwrap();
        let read_one = write(&it.teacher, &later(to_class("Read", it.class_id))).await.unwrap();
        let half_told = write(&it.teacher, &later(to_class("Half told", it.class_id))).await.unwrap();
        let end = sql!("update memberships set status = 'ended', ended_at = $3 where school_id = $1 and user_id = $2");
        db.run(end, args![it.admin.school_id(), it.teacher.user_id(), it.admin.now]).await.unwrap();
        let student = Scene::at(&it.student, it.student.now.plus_minutes(30));
        mark_read(&student, read_one).await.unwrap();
        // The server was stopped after it had told the first.
        let told = sql!(
            "insert into announcement_mails (school_id, announcement_id, user_id, mailed_at)
             values ($1, $2, $3, $4)"
        );
        db.run(told, args![it.admin.school_id(), half_told, it.student2.user_id(), student.now]).await.unwrap();
        for id in [unread_one, read_one, half_told] {
            tell(&it, id, 30).await;
            tell(&it, id, 31).await;
        }
        let who = async |id: AnnouncementId| {
            let told =
                sql!("select user_id from announcement_mails where school_id = $1 and announcement_id = $2 order by user_id");
            db.all::<(UserId,)>(told, args![it.admin.school_id(), id]).await.unwrap()
        };
        let (read_by, half) = (who(read_one).await, who(half_told).await);
        assert!(who(unread_one).await.is_empty());
        assert!(half.contains(&(it.student.user_id(),)) && half == read_by, "{half:?}, {read_by:?}");
        assert_eq!(mails(&db).await.len(), read_by.len() + half.len() - 1);
        let drafts =
            (put_back(&db, &it, unread_one).await, put_back(&db, &it, read_one).await, put_back(&db, &it, half_told).await);
        assert_eq!(drafts, (1, 0, 0));
        assert_eq!(unread(&student).await.unwrap(), 1, "the half told");
        assert!(show(&student, read_one, 1).await.is_ok(), "what was read is out and stays");
    })
    .await;
}
