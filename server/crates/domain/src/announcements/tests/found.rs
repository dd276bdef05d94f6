//! Announcements that words find, and those that are still to be read.

use model::announcements::{AnnouncementFilter, AnnouncementForm, Shelf};
use store::testing::each_db;

use super::{form, to_class};
use crate::announcements::{find, mark_read, withdraw, write};
use crate::testing::Scene;
use crate::{Scope, classes};

/// The titles of a shelf that the filter means, with the number of all.
async fn titles(scope: &Scope, shelf: Shelf, q: &str, unread: bool) -> (Vec<String>, i64) {
    let list = find(scope, shelf, &AnnouncementFilter { q: q.into(), unread }, 1).await.unwrap();
    (list.cards.into_iter().map(|card| card.title).collect(), list.total)
}

fn one(title: &str) -> (Vec<String>, i64) {
    (vec![title.to_owned()], 1)
}

#[tokio::test]
async fn words_of_the_title_and_the_text_find_what_the_reader_may_see_and_nothing_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let none = || (Vec::new(), 0);
        let cafe = AnnouncementForm { body: "Le Café ouvre à midi.".into(), ..to_class("Lunch", it.class_id) };
        write(&it.teacher, &cafe).await.unwrap();
        let trip = write(&it.admin, &form("École en fête", "school")).await.unwrap();
        let second = classes::create(&it.admin, &model::classes::ClassForm { name: "Second class".into() }).await.unwrap();
        write(&it.admin, &to_class("Secret trip", second)).await.unwrap();
        let draft = AnnouncementForm { begin: "draft".into(), ..to_class("Lunch later", it.class_id) };
        write(&it.teacher, &draft).await.unwrap();
        for (q, found) in [("cafe MIDI", one("Lunch")), ("fete ecole", one("École en fête")), ("lunch fete", none())] {
            assert_eq!(titles(&it.student, Shelf::Mine, q, false).await, found, "{q}");
        }
        assert_eq!(titles(&it.student, Shelf::Mine, "secret", false).await, none(), "of a class of others");
        assert_eq!(titles(&it.admin, Shelf::All, "secret", false).await, one("Secret trip"));
        assert_eq!(titles(&it.student, Shelf::Mine, "later", false).await, none(), "a draft");
        assert_eq!(titles(&it.teacher, Shelf::Written, "later", false).await, one("Lunch later"));
        assert_eq!(titles(&it.other().student, Shelf::Mine, "fete", false).await, none());
        withdraw(&it.admin, trip, false).await.unwrap();
        assert_eq!(titles(&it.student, Shelf::Mine, "fete", false).await, none());
        assert_eq!(titles(&it.admin, Shelf::Written, "fete", false).await, one("École en fête"), "by who wrote it");
    })
    .await;
}

#[tokio::test]
async fn what_is_read_or_was_written_by_oneself_is_not_among_the_unread() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let first = write(&it.teacher, &to_class("First", it.class_id)).await.unwrap();
        write(&it.teacher, &to_class("Second", it.class_id)).await.unwrap();
        assert_eq!(titles(&it.student, Shelf::Mine, "", true).await.1, 2);
        mark_read(&it.student, first).await.unwrap();
        assert_eq!(titles(&it.student, Shelf::Mine, "", true).await, one("Second"));
        assert_eq!(titles(&it.student, Shelf::Mine, "first", true).await, (Vec::new(), 0));
        assert_eq!(titles(&it.student2, Shelf::Mine, "", true).await.1, 2);
        assert_eq!(titles(&it.teacher, Shelf::Mine, "", true).await.1, 0);
        assert_eq!(titles(&it.teacher, Shelf::Written, "", true).await.1, 2, "asked of what is for the reader alone");
    })
    .await;
}
