//! Drafts: published, or deleted for good.

use model::Error;
use model::announcements::{AnnouncementForm, Shelf, State};
use store::testing::each_db;
use store::{args, sql};

use super::to_class;
use crate::announcements::{desk, list, save, show, withdraw, write};
use crate::testing::Scene;

#[tokio::test]
async fn a_draft_is_deleted_and_what_is_out_is_withdrawn() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let draft = AnnouncementForm { begin: "draft".into(), ..to_class("Draft", it.class_id) };
        let id = write(&it.teacher, &draft).await.unwrap();
        let out = write(&it.teacher, &to_class("Out", it.class_id)).await.unwrap();
        for stranger in [&it.admin, &it.student, &it.other().admin] {
            assert_eq!(withdraw(stranger, id, true).await.unwrap_err().answer(), Error::NotFound, "a draft is the writer's own");
        }
        for _ in 0..2 {
            assert!(withdraw(&it.teacher, id, true).await.unwrap(), "a second click finds it done");
        }
        assert_eq!(withdraw(&it.admin, id, true).await.unwrap_err().answer(), Error::NotFound);
        assert!(!withdraw(&it.teacher, out, false).await.unwrap());
        assert_eq!(show(&it.teacher, id, 1).await.unwrap_err().answer(), Error::NotFound);
        let written = list(&it.teacher, Shelf::Written, 1).await.unwrap().cards;
        assert_eq!(written.iter().map(|card| (card.id, card.state)).collect::<Vec<_>>(), [(out, State::Withdrawn)]);
        let left =
            sql!("select cast(count(*) as bigint) as n from announcement_classes where school_id = $1 and announcement_id = $2");
        let (left,): (i64,) = db.one(left, args![it.admin.school_id(), id]).await.unwrap();
        assert_eq!(left, 0);
        let log = sql!("select action from audit where school_id = $1 and subject = $2 order by id");
        let log: Vec<(String,)> = db.all(log, args![it.admin.school_id(), id]).await.unwrap();
        let log: Vec<_> = log.iter().map(|(action,)| action.as_str()).collect();
        assert_eq!(log, ["announcement.written", "announcement.deleted"]);
    })
    .await;
}

#[tokio::test]
async fn a_change_tells_whether_it_published() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let draft = AnnouncementForm { begin: "draft".into(), ..to_class("Draft", it.class_id) };
        let id = write(&it.teacher, &draft).await.unwrap();
        let drawn = async || desk(&it.teacher, Some(id), None).await.unwrap().form;
        let longer = AnnouncementForm { title: "Longer".into(), ..drawn().await };
        assert!(!save(&it.teacher, id, &longer).await.unwrap());
        let now = AnnouncementForm { begin: "now".into(), ..drawn().await };
        assert!(save(&it.teacher, id, &now).await.unwrap());
        assert_eq!(show(&it.student, id, 1).await.unwrap().title, "Longer");
        let corrected = AnnouncementForm { title: "Corrected".into(), ..drawn().await };
        assert!(!save(&it.teacher, id, &corrected).await.unwrap(), "it was out before");
        assert_eq!(show(&it.other().student, id, 1).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn both_clicks_on_publish_are_told_that_it_published() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for begin in ["draft", "later"] {
            let hidden = AnnouncementForm { begin: begin.into(), at: "2026-11-27T12:30".into(), ..to_class(begin, it.class_id) };
            let id = write(&it.teacher, &hidden).await.unwrap();
            let form = desk(&it.teacher, Some(id), None).await.unwrap().form;
            let now = AnnouncementForm { begin: "now".into(), ..form };
            let (one, two) = tokio::join!(save(&it.teacher, id, &now), save(&it.teacher, id, &now));
            assert_eq!((one.unwrap(), two.unwrap()), (true, true), "{begin}");
            assert!(save(&it.teacher, id, &now).await.unwrap(), "{begin}: a click that finds it out");
            // Its form says nothing of when it begins any more.
            let form = desk(&it.teacher, Some(id), None).await.unwrap().form;
            let again = AnnouncementForm { begin: String::new(), ..form };
            assert!(!save(&it.teacher, id, &again).await.unwrap(), "{begin}: it was out before");
            let later = Scene::at(&it.teacher, it.teacher.now.plus_minutes(2));
            assert!(!save(&later, id, &now).await.unwrap(), "{begin}: long after");
        }
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_somebody_has_read_or_was_told_of_is_withdrawn() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let noted = [
            sql!("insert into announcement_reads (school_id, announcement_id, user_id, read_at) values ($1, $2, $3, $4)"),
            sql!("insert into announcement_mails (school_id, announcement_id, user_id, mailed_at) values ($1, $2, $3, $4)"),
        ];
        for (number, noted) in noted.into_iter().enumerate() {
            let draft = AnnouncementForm { begin: "draft".into(), ..to_class(&format!("Draft {number}"), it.class_id) };
            let id = write(&it.teacher, &draft).await.unwrap();
            // It was planned, and its time came while it was put back.
            db.run(noted, args![it.admin.school_id(), id, it.student.user_id(), it.admin.now]).await.unwrap();
            for _ in 0..2 {
                assert!(!withdraw(&it.teacher, id, true).await.unwrap(), "it is not deleted");
            }
            let page = show(&it.teacher, id, 1).await.unwrap();
            assert_eq!((page.title.as_str(), page.state), (draft.title.as_str(), State::Withdrawn));
            for stranger in [&it.admin, &it.student, &it.other().admin] {
                assert_eq!(show(stranger, id, 1).await.unwrap_err().answer(), Error::NotFound);
            }
            let log = sql!("select action from audit where school_id = $1 and subject = $2 order by id");
            let log: Vec<(String,)> = db.all(log, args![it.admin.school_id(), id]).await.unwrap();
            let log: Vec<_> = log.iter().map(|(action,)| action.as_str()).collect();
            assert_eq!(log, ["announcement.written", "announcement.withdrawn"]);
        }
    })
    .await;
}
