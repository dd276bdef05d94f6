//! Those who have not read it are reminded, once a day at most.

use model::announcements::{AnnouncementForm, Receipts};
use model::ids::AnnouncementId;
use model::{At, Error, Problem};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{mails, prove_all, tell, to_class};
use crate::announcements::{mark_read, remind, send_reminders, show, withdraw, write};
use crate::testing::{NOON, Scene, request};
use crate::{Scope, System};

async fn receipts(reader: &Scope, id: AnnouncementId) -> Receipts {
    show(reader, id, 1).await.unwrap().receipts.unwrap()
}

/// To whom reminders went so far, after a run of the job at an instant.
async fn send(db: &Db, it: &Scene, id: AnnouncementId, at: At) -> Vec<String> {
    let before = mails(db).await;
    send_reminders(&System(request(&it.world, at)), &format!("{} {id}", it.admin.school_id())).await.unwrap();
    let mut sent = mails(db).await;
    sent.retain(|mail| mail.1.contains("not read yet"));
    let known = before.iter().filter(|mail| mail.1.contains("not read yet")).count();
    assert_eq!(mails(db).await.len() - before.len(), sent.len() - known, "nothing else was written");
    sent.into_iter().map(|(to, _)| to).collect()
}

#[tokio::test]
async fn who_has_not_read_it_and_takes_mails_is_reminded_once_a_day() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        prove_all(&db).await;
        let unproven = sql!("update users set verified_at = null where id = $1");
        let id = write(&it.teacher, &to_class("Trip", it.class_id)).await.unwrap();
        tell(&it, id, 0).await;
        mark_read(&it.student, id).await.unwrap();
        let teacher = Scene::at(&it.teacher, NOON.plus_hours(1));
        let before = receipts(&teacher, id).await;
        assert_eq!((before.readers, before.read, before.reminded, before.may_remind), (3, 1, None, true));
        assert_eq!(send(&db, &it, id, teacher.now).await, Vec::<String>::new(), "nobody asked for it");

        let (one, two) = tokio::join!(remind(&teacher, id), remind(&teacher, id));
        one.unwrap();
        two.unwrap();
        let after = receipts(&teacher, id).await;
        assert_eq!((after.reminded.map(|when| when.at), after.may_remind), (Some(teacher.now), false));
        let waiting = ["alpha_admin@lyceum.test", "alpha_student2@lyceum.test"];
        assert_eq!(send(&db, &it, id, teacher.now).await, waiting);
        assert_eq!(send(&db, &it, id, teacher.now.plus_minutes(5)).await, waiting, "a further try writes to nobody twice");

        remind(&Scene::at(&it.admin, NOON.plus_hours(24)), id).await.unwrap();
        assert_eq!(send(&db, &it, id, NOON.plus_hours(24)).await, waiting, "it is not a day yet");
        let done = sql!(
            "select cast(count(*) as bigint) as n from audit
             where school_id = $1 and subject = $2 and action = 'announcement.reminded'"
        );
        let reminders = async || db.one::<(i64,)>(done, args![it.admin.school_id(), id]).await.unwrap().0;
        let jobs = sql!("select cast(count(*) as bigint) as n from jobs where kind = 'announcement.reminder'");
        assert_eq!((reminders().await, db.one::<(i64,)>(jobs, args![]).await.unwrap().0), (1, 1));

        db.run(unproven, args![it.student2.user_id()]).await.unwrap();
        let next = Scene::at(&it.admin, NOON.plus_hours(25));
        assert!(receipts(&next, id).await.may_remind);
        remind(&next, id).await.unwrap();
        assert_eq!(
            send(&db, &it, id, next.now).await,
            [waiting[0], waiting[0], waiting[1]],
            "who has proven no address gets none"
        );
        assert_eq!(reminders().await, 2);
    })
    .await;
}

#[tokio::test]
async fn reminders_are_for_what_is_out_and_from_those_who_may_know_who_has_read_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let answer = async |scope: &Scope, id: AnnouncementId| remind(scope, id).await.unwrap_err().answer();
        let stale = Error::Conflict(Problem::ChangedMeanwhile);
        let until = AnnouncementForm { until: "2026-11-27T13:00".into(), ..to_class("Trip", it.class_id) };
        let id = write(&it.teacher, &until).await.unwrap();
        assert_eq!(answer(&it.student, id).await, Error::Forbidden);
        assert_eq!(answer(&it.other().admin, id).await, Error::NotFound);
        let later = Scene::at(&it.teacher, NOON.plus_hours(2));
        assert!(!receipts(&later, id).await.may_remind, "nobody could open it");
        assert_eq!(answer(&later, id).await, stale);
        let draft = AnnouncementForm { begin: "draft".into(), ..to_class("Draft", it.class_id) };
        let draft = write(&it.teacher, &draft).await.unwrap();
        assert_eq!(answer(&it.teacher, draft).await, stale);
        let gone = write(&it.teacher, &to_class("Gone", it.class_id)).await.unwrap();
        withdraw(&it.teacher, gone, false).await.unwrap();
        assert_eq!(answer(&it.teacher, gone).await, stale);
        for reader in [&it.admin, &it.student, &it.student2] {
            mark_read(reader, id).await.unwrap();
        }
        assert!(!receipts(&it.teacher, id).await.may_remind, "everybody has read it");
    })
    .await;
}
