//! Somebody changed it between the page and the click.

use model::announcements::{AnnouncementForm, State};
use model::{Error, Problem};
use store::testing::each_db;

use super::planned::later;
use super::to_class;
use crate::announcements::writing::locked;
use crate::announcements::{desk, save, show, withdraw, write};
use crate::classes::people as places;
use crate::scope::Actor;
use crate::testing::{Scene, heard};

/// The same, kept as a draft.
fn kept(form: AnnouncementForm) -> AnnouncementForm {
    AnnouncementForm { begin: "draft".into(), ..form }
}

#[tokio::test]
async fn who_saves_over_what_somebody_else_saved_meanwhile_is_told() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = write(&it.teacher, &to_class("Trip", it.class_id)).await.unwrap();
        let first = desk(&it.teacher, Some(id), None).await.unwrap().form;
        assert!(!first.drawn.is_empty());
        let title = AnnouncementForm { title: "Trip to the coast".into(), ..first.clone() };
        let body = AnnouncementForm { body: "Bring a coat.".into(), ..first };
        let (one, two) = tokio::join!(save(&it.admin, id, &title), save(&it.admin, id, &title));
        one.unwrap();
        two.unwrap();
        let stale = save(&it.teacher, id, &body).await.unwrap_err().answer();
        assert_eq!(stale, Error::Conflict(Problem::ChangedMeanwhile));
        let page = show(&it.teacher, id, 1).await.unwrap();
        assert_eq!((page.title.as_str(), page.body.as_str()), ("Trip to the coast", "Bring water.\nAnd a hat."));
        let now = desk(&it.teacher, Some(id), None).await.unwrap().form;
        save(&it.teacher, id, &AnnouncementForm { drawn: now.drawn, ..body }).await.unwrap();
        assert_eq!(show(&it.teacher, id, 1).await.unwrap().body, "Bring a coat.");
        assert_eq!(desk(&it.teacher, None, None).await.unwrap().form.drawn, "", "a new one was drawn from nothing");
    })
    .await;
}

#[tokio::test]
async fn what_became_a_draft_after_its_page_was_drawn_is_not_deleted_by_withdrawing_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = write(&it.teacher, &later(to_class("Trip", it.class_id))).await.unwrap();
        places::remove(&it.admin, it.class_id, it.teacher.user_id()).await.unwrap();
        let page = show(&it.teacher, id, 1).await.unwrap();
        assert_eq!((page.state, page.may_change), (State::Draft, true));
        for _ in 0..2 {
            let stale = withdraw(&it.teacher, id, false).await.unwrap_err().answer();
            assert_eq!(stale, Error::Conflict(Problem::ChangedMeanwhile));
        }
        assert_eq!(show(&it.teacher, id, 1).await.unwrap(), page);
        assert!(withdraw(&it.teacher, id, true).await.unwrap(), "by the page as it is now");
        let stale = withdraw(&it.teacher, id, false).await.unwrap_err().answer();
        assert_eq!(stale, Error::NotFound, "nobody is told that it was withdrawn");
    })
    .await;
}

#[tokio::test]
async fn what_somebody_else_made_a_draft_again_is_not_there() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let planned = later(to_class("Trip", it.class_id));
        let id = write(&it.teacher, &planned).await.unwrap();
        assert_eq!(show(&it.admin, id, 1).await.unwrap().state, State::Planned, "they have its page");
        save(&it.teacher, id, &kept(planned)).await.unwrap();
        for draft in [false, true] {
            assert_eq!(withdraw(&it.admin, id, draft).await.unwrap_err().answer(), Error::NotFound);
        }
        assert_eq!(show(&it.teacher, id, 1).await.unwrap().state, State::Draft);
        // As for a click that had found it before it became one.
        let mut work = it.admin.begin().await.unwrap();
        assert!(locked(&mut work, &it.admin, id).await.unwrap().is_none());
        drop(work);
        let mut work = it.teacher.begin().await.unwrap();
        assert!(locked(&mut work, &it.teacher, id).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn of_withdrawing_and_keeping_it_as_a_draft_at_one_moment_one_is_done() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for number in 0..5 {
            let planned = later(to_class(&format!("Trip {number}"), it.class_id));
            let id = write(&it.teacher, &planned).await.unwrap();
            let draft = kept(planned);
            let (withdrawn, saved) = tokio::join!(withdraw(&it.admin, id, false), save(&it.teacher, id, &draft));
            let (withdrawn, saved) = (heard(withdrawn), heard(saved));
            let stands = show(&it.teacher, id, 1).await.unwrap().state;
            let expected = match stands {
                State::Withdrawn => (Some(false), None),
                _ => (None, Some(false)),
            };
            assert_eq!((withdrawn, saved), expected, "{stands:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_was_published_after_its_page_was_drawn_is_not_withdrawn_by_deleting_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let draft = kept(to_class("Trip", it.class_id));
        let id = write(&it.teacher, &draft).await.unwrap();
        assert!(save(&it.teacher, id, &AnnouncementForm { begin: "now".into(), ..draft }).await.unwrap());
        let changed = Error::Conflict(Problem::ChangedMeanwhile);
        assert_eq!(withdraw(&it.teacher, id, true).await.unwrap_err().answer(), changed);
        assert_eq!(show(&it.student, id, 1).await.unwrap().state, State::Out);
        assert!(!withdraw(&it.teacher, id, false).await.unwrap());
        assert_eq!(withdraw(&it.teacher, id, true).await.unwrap_err().answer(), changed);
        assert_eq!(show(&it.teacher, id, 1).await.unwrap().state, State::Withdrawn);
    })
    .await;
}
