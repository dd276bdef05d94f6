//! What belongs together is one card until it is read. It is heard again when some minutes have passed, and never more often.

use super::*;
use crate::notifications::tell_together;

const ROOM: &str = "/s/alpha/chat/x";

/// Tells the student what somebody said in a chat of which they hear everything, so many seconds after noon.
pub(super) async fn tell_said(it: &Scene, name: &str, key: &str, seconds: i64) {
    let system = System(request(&it.world, NOON.plus_seconds(seconds)));
    let mut work = system.begin().await.unwrap();
    let (school, to) = (Some(it.student.school_id()), [it.student.user_id()]);
    let args = json!({ "name": name, "room": "7b" });
    let notice = Notice { kind: Kind::ChatMessage, school, to: &to, key, args, link: ROOM };
    tell_together(&mut work, &notice).await.unwrap();
    work.commit().await.unwrap();
}

/// When devices are to be told, the first first.
pub(super) async fn planned(db: &Db) -> Vec<At> {
    let jobs: Vec<(At,)> =
        db.all(sql!("select run_at from jobs where kind = 'push' order by run_at, id"), args![]).await.unwrap();
    jobs.into_iter().map(|(at,)| at).collect()
}

#[tokio::test]
async fn what_is_unread_is_one_card_that_says_what_came_last() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let me = person(&it.world, "alpha_student").await;
        tell_said(&it, "Ada", "one", 0).await;
        let first = bell(&me).await.unwrap().newest.remove(0);
        let mut events = it.world.hub.listen();
        tell_said(&it, "Ben", "two", 60).await;
        assert!(events.try_recv().is_err(), "nobody is disturbed by it");
        let told = bell(&me).await.unwrap();
        assert_eq!((told.unread, told.newest.len()), (1, 1));
        let card = &told.newest[0];
        assert_eq!((card.id, card.title.as_str()), (first.id, "Ben wrote in the chat of 7b"));
        assert_eq!(card.told.at, NOON.plus_seconds(60));
        tell_said(&it, "Cem", "three", 300).await;
        assert!(matches!(events.try_recv(), Ok(Event::Notified { user }) if user == me.me.user_id), "it is heard again");
        // Of one event nobody is told twice, whether they have read of it or not.
        tell_said(&it, "Cem", "three", 900).await;
        assert!(events.try_recv().is_err());
        read_all(&me).await.unwrap();
        tell_said(&it, "Cem", "three", 1800).await;
        assert_eq!((unread(&me).await.unwrap(), page(&me, false, 1).await.unwrap().total), (0, 1));
        tell_said(&it, "Ada", "four", 1800).await;
        assert_eq!((unread(&me).await.unwrap(), page(&me, false, 1).await.unwrap().total), (1, 2), "what was read stays so");
        for other in ["alpha_student2", "beta_student"] {
            assert_eq!(page(&person(&it.world, other).await, false, 1).await.unwrap().total, 0, "{other}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_device_is_told_again_after_five_minutes_and_not_before() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        with_device(&it, "alpha_student").await;
        for (key, seconds) in [("a", 0), ("b", 60), ("c", 299), ("d", 300), ("e", 301), ("f", 599), ("g", 900)] {
            tell_said(&it, "Ada", key, seconds).await;
        }
        let told: Vec<At> = [0, 300, 900].into_iter().map(|seconds| NOON.plus_seconds(seconds + 5)).collect();
        assert_eq!(planned(&db).await, told);
        let jobs: Vec<(String,)> = db.all(sql!("select distinct payload from jobs where kind = 'push'"), args![]).await.unwrap();
        let [(id,)] = jobs.as_slice() else { panic!("{jobs:?}") };
        let told = rendered(&System(request(&it.world, NOON)), id.parse().unwrap()).await.unwrap().unwrap();
        assert_eq!(told.raised_at, NOON.plus_seconds(900), "under one tag, each later than the one before");
        let me = later(&it, "alpha_student", NOON.plus_seconds(1200)).await;
        assert_eq!(read(&me, id.parse().unwrap()).await.unwrap(), ROOM);
        tell_said(&it, "Ada", "h", 1200).await;
        assert_eq!(planned(&db).await.len(), 4, "a new card is new");
    })
    .await;
}

#[tokio::test]
async fn what_comes_again_in_quiet_hours_is_told_once_at_their_end() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        with_device(&it, "alpha_student").await;
        choose(&db, it.student.user_id(), "quiet:660-840").await;
        for (key, minutes) in [("a", 0), ("b", 10), ("c", 60)] {
            tell_said(&it, "Ada", key, minutes * 60).await;
        }
        assert_eq!(planned(&db).await, [NOON.plus_hours(2)]);
        tell_said(&it, "Ada", "d", 2 * 3600 + 60).await;
        assert_eq!(planned(&db).await, [NOON.plus_hours(2), NOON.plus_seconds(2 * 3600 + 65)]);
    })
    .await;
}

#[tokio::test]
async fn what_was_mailed_is_mailed_again_when_more_came_and_a_digest_says_it_once() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "chat_message:bell+once").await;
        let sent = async || mails(&db, &it.student).await.len();
        tell_said(&it, "Ada", "a", 0).await;
        deliver_at(&it, NOON.plus_seconds(10)).await;
        assert_eq!(sent().await, 1);
        tell_said(&it, "Ben", "b", 60).await;
        tell_said(&it, "Cem", "c", 120).await;
        deliver_at(&it, NOON.plus_seconds(240)).await;
        assert_eq!(sent().await, 1, "not more often than every five minutes");
        deliver_at(&it, NOON.plus_seconds(310)).await;
        let told = mails(&db, &it.student).await;
        assert!(told.len() == 2 && told[1].0.ends_with("Cem wrote in the chat of 7b"), "{told:?}");

        read_all(&person(&it.world, "alpha_student").await).await.unwrap();
        choose(&db, it.student.user_id(), "chat_message:bell+daily").await;
        for (key, seconds) in [("d", 600), ("e", 1200), ("f", 1800)] {
            tell_said(&it, "Dee", key, seconds).await;
        }
        deliver_at(&it, NOON.plus_days(1)).await;
        let told = mails(&db, &it.student).await;
        assert_eq!(told.len(), 3);
        assert_eq!(told[2].1.matches("Dee wrote").count(), 1, "{}", told[2].1);
    })
    .await;
}
