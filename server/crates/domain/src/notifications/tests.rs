mod choosing;
mod gathering;
mod mails;
mod pausing;
mod sources;

use model::At;
use model::ids::{PushId, UserId};
use model::notifications::{Choices, Kind};
use serde_json::json;
use store::testing::{each_before, each_db};
use store::{Db, args, sql};

use super::{Notice, bell, deliver, page, read, read_all, rendered, tell, unread, unread_among, visited};
use crate::hub::Event;
use crate::scope::Actor;
use crate::testing::{NOON, Scene, person, request};
use crate::{Person, Result, Scope, System};

/// Tells somebody of the school that their work was marked.
async fn tell_marked(by: &Scope, to: &[UserId], key: &str) -> Result<()> {
    let mut work = by.begin().await?;
    let args = json!({ "title": format!("Essay {key}"), "course": "Algebra" });
    let notice = Notice { kind: Kind::Marked, school: Some(by.school_id()), to, key, args, link: "/s/alpha/assignments/x" };
    tell(&mut work, &notice).await?;
    work.commit().await
}

async fn choose(db: &Db, user: UserId, words: &str) {
    assert_eq!(Choices::parse(words).words(), words, "as it would be kept");
    db.run(sql!("update users set notifications = $2, verified_at = 1 where id = $1"), args![user, words]).await.unwrap();
}

/// A device of somebody's that is told.
async fn with_device(it: &Scene, username: &str) {
    let me = person(&it.world, username).await;
    let add = sql!(
        "insert into push_subscriptions (id, user_id, session_hash, endpoint, p256dh, auth, device, created_at)
         values ($1, $2, $3, $4, '', '', 'test', $5)"
    );
    let endpoint = format!("https://push.example/{username}");
    it.world.db.run(add, args![PushId::new(), me.me.user_id, me.session.as_ref(), endpoint, NOON]).await.unwrap();
}

async fn later(it: &Scene, username: &str, at: At) -> Person {
    let mut later = person(&it.world, username).await;
    later.request.now = at;
    later
}

/// Subject and body of the mails to somebody, the oldest first.
async fn mails(db: &Db, to: &Scope) -> Vec<(String, String)> {
    let sql = sql!("select subject, body from mails where recipient = $1 and kind = 'announcement' order by created_at, id");
    db.all(sql, args![to.me.email.as_str()]).await.unwrap()
}

async fn deliver_at(it: &Scene, at: At) {
    deliver(&System(request(&it.world, at))).await.unwrap();
}

#[tokio::test]
async fn somebody_is_told_once_in_their_own_bell_and_nobody_else_hears_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let student = it.student.user_id();
        let mut events = it.world.hub.listen();
        let named_twice = [student, student];
        let (one, two) =
            tokio::join!(tell_marked(&it.teacher, &named_twice, "one"), tell_marked(&it.teacher, &named_twice, "one"));
        one.unwrap();
        two.unwrap();
        let mut heard = 0;
        while let Ok(event) = events.try_recv() {
            heard += usize::from(matches!(event, Event::Notified { user } if user == student));
        }
        assert_eq!(heard, 1);
        let me = person(&it.world, "alpha_student").await;
        let told = bell(&me).await.unwrap();
        assert_eq!((told.unread, told.newest.len()), (1, 1));
        let card = &told.newest[0];
        assert_eq!((card.title.as_str(), card.body.as_deref()), ("Your work was marked: Essay one", Some("Algebra")));
        assert_eq!((card.school.as_deref(), card.unread), (Some("School alpha"), true));
        for other in ["alpha_student2", "alpha_teacher", "alpha_admin", "beta_student", "beta_admin"] {
            let other = person(&it.world, other).await;
            assert_eq!(unread(&other).await.unwrap(), 0);
            assert!(page(&other, false, 1).await.unwrap().cards.is_empty());
            assert_eq!(read(&other, card.id).await.unwrap_err().answer(), model::Error::NotFound);
        }
        assert_eq!(unread(&me).await.unwrap(), 1, "nobody has read it for them");
    })
    .await;
}

#[tokio::test]
async fn what_is_read_on_one_device_is_read_on_all() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let student = it.student.user_id();
        for key in ["one", "two", "three"] {
            tell_marked(&it.teacher, &[student], key).await.unwrap();
        }
        let (phone, desk) = (person(&it.world, "alpha_student").await, person(&it.world, "alpha_student").await);
        let first = bell(&phone).await.unwrap().newest[0].id;
        let mut events = it.world.hub.listen();
        assert_eq!(read(&phone, first).await.unwrap(), "/s/alpha/assignments/x");
        assert!(matches!(events.try_recv(), Ok(Event::Notified { user }) if user == student));
        read(&phone, first).await.unwrap();
        assert!(events.try_recv().is_err(), "it was read before");
        assert_eq!(unread(&desk).await.unwrap(), 2);
        assert_eq!(page(&desk, true, 1).await.unwrap().cards.len(), 2);
        let (one, two) = tokio::join!(read_all(&desk), read_all(&phone));
        one.unwrap();
        two.unwrap();
        let all = page(&phone, false, 9).await.unwrap();
        assert_eq!((all.unread, all.total, all.page, all.cards.len()), (0, 3, 1, 3));
    })
    .await;
}

#[tokio::test]
async fn what_leads_to_a_page_is_read_with_it_by_its_own_reader_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        tell_marked(&it.teacher, &[it.student.user_id(), it.student2.user_id()], "one").await.unwrap();
        let (me, other) = (person(&it.world, "alpha_student").await, person(&it.world, "alpha_student2").await);
        for page in ["/s/alpha/assignments", "/s/alpha/assignments/xy", "/s/alpha/assignments/%", ""] {
            visited(&me, page).await.unwrap();
        }
        assert_eq!(unread(&me).await.unwrap(), 1, "another page");
        let mut events = it.world.hub.listen();
        let (one, two) = tokio::join!(visited(&me, "/s/alpha/assignments/x"), visited(&me, "/s/alpha/assignments/x"));
        one.unwrap();
        two.unwrap();
        assert_eq!((unread(&me).await.unwrap(), unread(&other).await.unwrap()), (0, 1));
        assert!(matches!(events.try_recv(), Ok(Event::Notified { user }) if user == me.me.user_id));
        assert!(events.try_recv().is_err(), "told once");
        deliver_at(&it, NOON.plus_days(8)).await;
        assert!(mails(&db, &it.student).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_a_school_told_is_there_while_one_has_a_place_in_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        tell_marked(&it.teacher, &[it.student.user_id()], "one").await.unwrap();
        let me = person(&it.world, "alpha_student").await;
        let id = bell(&me).await.unwrap().newest[0].id;
        assert!(rendered(&System(request(&it.world, NOON)), id).await.unwrap().is_some());
        let end = sql!("update memberships set status = 'ended', ended_at = $3 where school_id = $1 and user_id = $2");
        db.run(end, args![it.admin.school_id(), it.student.user_id(), NOON]).await.unwrap();
        assert_eq!((unread(&me).await.unwrap(), bell(&me).await.unwrap().newest.len()), (0, 0));
        assert_eq!(read(&me, id).await.unwrap_err().answer(), model::Error::NotFound);
        assert!(rendered(&System(request(&it.world, NOON)), id).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_device_is_told_in_the_words_of_its_reader_while_it_is_unread() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (student, system) = (it.student.user_id(), System(request(&it.world, NOON)));
        db.run(sql!("update users set locale = 'ar' where id = $1"), args![student]).await.unwrap();
        with_device(&it, "alpha_student").await;
        tell_marked(&it.teacher, &[student], "one").await.unwrap();
        let jobs = sql!("select payload, run_at from jobs where kind = 'push' order by id");
        let jobs: Vec<(String, At)> = db.all(jobs, args![]).await.unwrap();
        assert_eq!((jobs.len(), jobs[0].1), (1, NOON.plus_seconds(5)), "who looks reads it before");
        let id = jobs[0].0.parse().unwrap();
        let told = rendered(&system, id).await.unwrap().unwrap();
        assert_eq!((told.user, told.locale), (student, model::Locale::Ar));
        assert!(told.title.contains("Essay one") && told.title.contains("صُحِّح"), "{}", told.title);
        assert_eq!(told.link, format!("/notifications/{id}"));
        read(&person(&it.world, "alpha_student").await, id).await.unwrap();
        assert_eq!(rendered(&system, id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_planned_for_devices_that_nobody_has() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let planned = async || {
            let jobs = sql!("select cast(count(*) as bigint) as n from jobs where kind = 'push'");
            let (n,): (i64,) = db.one(jobs, args![]).await.unwrap();
            n
        };
        with_device(&it, "alpha_student2").await;
        with_device(&it, "beta_student").await;
        tell_marked(&it.teacher, &[it.student.user_id()], "one").await.unwrap();
        assert_eq!(planned().await, 0, "theirs are those of others");
        with_device(&it, "alpha_student").await;
        tell_marked(&it.teacher, &[it.student.user_id()], "two").await.unwrap();
        assert_eq!(planned().await, 1);
        // Its session has run out.
        let out = sql!("update sessions set expires_at = $1 where user_id = $2");
        db.run(out, args![NOON, it.student.user_id()]).await.unwrap();
        tell_marked(&it.teacher, &[it.student.user_id()], "three").await.unwrap();
        assert_eq!(planned().await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_device_learns_which_of_those_it_shows_are_still_to_be_read_and_of_nobody_elses() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let both = [it.student.user_id(), it.student2.user_id()];
        tell_marked(&it.teacher, &both, "one").await.unwrap();
        tell_marked(&it.teacher, &both, "two").await.unwrap();
        let me = person(&it.world, "alpha_student").await;
        let mut shown: Vec<_> = bell(&me).await.unwrap().newest.into_iter().map(|card| card.id).collect();
        shown.sort();
        assert_eq!(unread_among(&me, &shown).await.unwrap(), shown);
        read(&me, shown[0]).await.unwrap();
        assert_eq!(unread_among(&me, &shown).await.unwrap(), [shown[1]]);
        assert_eq!(unread_among(&me, &[]).await.unwrap(), []);
        for other in ["alpha_student2", "beta_student"] {
            assert_eq!(unread_among(&person(&it.world, other).await, &shown).await.unwrap(), [], "{other}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_a_school_handed_over_before_is_the_platforms_and_all_else_stays_the_schools() {
    each_before(
        67,
        async |db| {
            let school = sql!(
                "insert into schools (id, slug, name, name_key, time_zone, locale, currency, created_at)
                 values ('one', 'one', 'one', 'one', 'Africa/Accra', 'en', 'GHS', 1)"
            );
            db.run(school, args![]).await.unwrap();
            let keeper = sql!(
                "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                    platform_role, locale, created_at)
                 values ('a', 'a', 'a', 'a', 'a', 'a', 'a', '', 'active', 'super_admin', '', 1)"
            );
            db.run(keeper, args![]).await.unwrap();
            for kind in [Kind::ArchiveHanded, Kind::Marked] {
                let card = sql!(
                    "insert into notifications (id, user_id, school_id, kind, key, args, link, created_at, in_bell)
                     values ($1, 'a', 'one', $1, 'key', '{}', '/', 1, true)"
                );
                db.run(card, args![kind.text()]).await.unwrap();
            }
        },
        async |db| {
            let cards = sql!("select kind, school_id from notifications order by kind");
            let cards: Vec<(String, Option<String>)> = db.all(cards, args![]).await.unwrap();
            let of = |kind: Kind, school: Option<&str>| (kind.text().to_owned(), school.map(str::to_owned));
            assert_eq!(cards, [of(Kind::ArchiveHanded, None), of(Kind::Marked, Some("one"))]);
        },
    )
    .await;
}
