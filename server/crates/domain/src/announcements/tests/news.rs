use model::announcements::AnnouncementForm;
use store::testing::each_db;

use super::to_class;
use crate::announcements::{mark_read, write};
use crate::testing::Scene;
use crate::{Scope, dashboards};

#[tokio::test]
async fn a_dashboard_shows_what_is_to_be_read_and_what_is_pinned() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let later = |scope: &Scope, minutes: i64| Scene::at(scope, scope.now.plus_minutes(minutes));
        let news = async |scope: &Scope| {
            let board = dashboards::show(&later(scope, 60)).await.unwrap();
            (board.told, board.news.into_iter().map(|it| (it.title, it.unread)).collect::<Vec<_>>())
        };
        assert_eq!(news(&it.student).await, (false, Vec::new()));
        let old = write(&it.teacher, &to_class("Old", it.class_id)).await.unwrap();
        let mut written = Vec::new();
        for number in 1..=3 {
            let form = AnnouncementForm { pinned: number == 1, ..to_class(&format!("Number {number}"), it.class_id) };
            written.push(write(&later(&it.teacher, number), &form).await.unwrap());
        }
        let expected = |lines: &[(&str, bool)]| {
            (true, lines.iter().map(|(title, unread)| ((*title).to_owned(), *unread)).collect::<Vec<_>>())
        };
        let seen = news(&it.student).await;
        assert_eq!(seen, expected(&[("Number 1", true), ("Number 3", true), ("Number 2", true)]), "the newest three");
        for id in written {
            mark_read(&later(&it.student, 60), id).await.unwrap();
        }
        let seen = news(&it.student).await;
        assert_eq!(seen, expected(&[("Number 1", false), ("Old", true)]), "what is read makes room for what is not");
        mark_read(&it.student, old).await.unwrap();
        assert_eq!(news(&it.student).await, expected(&[("Number 1", false)]));
        assert_eq!(news(&it.teacher).await, expected(&[("Number 1", false)]), "who wrote them has nothing to read");
        assert_eq!(news(&it.other().student).await, (false, Vec::new()));
    })
    .await;
}
