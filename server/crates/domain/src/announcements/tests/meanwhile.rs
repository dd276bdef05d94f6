use model::announcements::AnnouncementForm;
use model::{Error, Problem};
use store::testing::each_db;

use super::to_class;
use crate::announcements::{desk, save, show, write};
use crate::testing::Scene;

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
