//! Nobody is disturbed while they have paused.

use model::notifications::PauseForm;
use model::{Error, Problem};

use super::gathering::{planned, tell_said};
use super::*;
use crate::notifications::{pause, settings};

fn form(how: &str, until: &str) -> PauseForm {
    PauseForm { how: how.into(), until: until.into() }
}

#[tokio::test]
async fn a_pause_holds_until_its_end_and_is_begun_once_by_two_clicks() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        with_device(&it, "alpha_student").await;
        choose(&db, it.student.user_id(), "").await;
        let me = person(&it.world, "alpha_student").await;
        let four = form("hours", "");
        let (one, two) = tokio::join!(pause(&me, &four), pause(&me, &four));
        one.unwrap();
        two.unwrap();
        let noted = sql!("select cast(count(*) as bigint) as n from audit where action = 'profile.notifications_saved'");
        assert_eq!(db.one::<(i64,)>(noted, args![]).await.unwrap().0, 1);
        assert_eq!(settings(&me).await.unwrap().paused.map(|it| it.at), Some(NOON.plus_hours(4)));
        tell_marked(&it.teacher, &[it.student.user_id()], "one").await.unwrap();
        assert_eq!(unread(&me).await.unwrap(), 1, "the bell tells");
        let (at,): (At,) = db.one(sql!("select run_at from jobs where kind = 'push'"), args![]).await.unwrap();
        assert_eq!(at, NOON.plus_hours(4));
        deliver_at(&it, NOON.plus_hours(3)).await;
        assert!(mails(&db, &it.student).await.is_empty());
        deliver_at(&it, NOON.plus_hours(4)).await;
        assert_eq!(mails(&db, &it.student).await.len(), 1);
        // Another one's is not touched, and who saves the rest keeps it.
        assert!(settings(&person(&it.world, "alpha_student2").await).await.unwrap().paused.is_none());
        let page = settings(&me).await.unwrap();
        crate::notifications::save(&me, &page.form).await.unwrap();
        assert!(settings(&me).await.unwrap().paused.is_some());
        let after = later(&it, "alpha_student", NOON.plus_hours(4)).await;
        assert!(settings(&after).await.unwrap().paused.is_none(), "it is over by itself");
        pause(&me, &form("off", "")).await.unwrap();
        assert!(settings(&me).await.unwrap().paused.is_none());
    })
    .await;
}

#[tokio::test]
async fn what_comes_in_a_pause_is_told_once_at_its_end_also_where_its_card_was_heard_before() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        with_device(&it, "alpha_student").await;
        tell_said(&it, "Ben", "before", 0).await;
        pause(&later(&it, "alpha_student", NOON.plus_minutes(10)).await, &form("hours", "")).await.unwrap();
        let end = NOON.plus_minutes(10).plus_hours(4);
        for (key, minutes) in [("one", 20), ("two", 40), ("three", 180)] {
            tell_said(&it, "Ben", key, minutes * 60).await;
            assert_eq!(planned(&db).await, [NOON.plus_seconds(5), end], "{key}");
        }
        tell_said(&it, "Ben", "after", 5 * 3600).await;
        assert_eq!(planned(&db).await.len(), 3, "then it is heard as ever");
    })
    .await;
}

#[tokio::test]
async fn a_pause_also_holds_what_was_planned_before_it_began() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let both = [it.student.user_id(), it.student2.user_id()];
        for (username, user) in ["alpha_student", "alpha_student2"].into_iter().zip(both) {
            with_device(&it, username).await;
            choose(&db, user, "quiet:660-840 marked:bell+daily+push").await;
        }
        tell_marked(&it.teacher, &both, "one").await.unwrap();
        let quiet = NOON.plus_hours(2);
        assert_eq!(planned(&db).await, [quiet, quiet]);
        // Until Monday noon: the digest of Saturday and the end of the quiet hours lie before.
        let end = NOON.plus_days(3).plus_hours(2);
        let me = later(&it, "alpha_student", NOON.plus_hours(1)).await;
        pause(&me, &form("until", "2026-11-30T12:00")).await.unwrap();
        let tell_devices = async |at: At| {
            let due = sql!("select payload from jobs where kind = 'push' and run_at = $1 order by id");
            let due: Vec<(String,)> = db.all(due, args![at]).await.unwrap();
            for (id,) in due {
                // Done twice it is put off once.
                for _ in 0..2 {
                    crate::push::deliver(&System(request(&it.world, at)), &id).await.unwrap();
                }
            }
            let sent = sql!("select cast(count(*) as bigint) as n from jobs where kind = 'push.device'");
            db.one::<(i64,)>(sent, args![]).await.unwrap().0
        };
        assert_eq!(tell_devices(quiet).await, 2, "those of the other one alone, twice");
        assert_eq!(planned(&db).await, [quiet, quiet, end], "the pause ends in quiet hours");
        let saturday = NOON.plus_hours(19);
        deliver_at(&it, saturday).await;
        assert_eq!((mails(&db, &it.student).await.len(), mails(&db, &it.student2).await.len()), (0, 1));
        let waits = sql!("select cast(count(*) as bigint) as n from jobs where kind = 'notifications.mail' and run_at = $1");
        assert_eq!(db.one::<(i64,)>(waits, args![end]).await.unwrap().0, 1);
        deliver_at(&it, end).await;
        assert_eq!((mails(&db, &it.student).await.len(), mails(&db, &it.student2).await.len()), (1, 1));
        db.run(sql!("update sessions set expires_at = $1"), args![end.plus_days(1)]).await.unwrap();
        assert_eq!(tell_devices(end).await, 4);
    })
    .await;
}

#[tokio::test]
async fn a_pause_ends_at_a_time_of_ones_own_clock_that_is_to_come() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let zone = sql!("update users set time_zone = 'Asia/Kolkata' where id = $1");
        db.run(zone, args![it.student.user_id()]).await.unwrap();
        let me = person(&it.world, "alpha_student").await;
        let paused = async || settings(&me).await.unwrap().paused.map(|it| it.at);
        // Noon in Accra is half past five there.
        for (how, until, ends) in [
            ("until", "2026-11-27T20:30", NOON.plus_hours(3)),
            ("tomorrow", "", NOON.plus_seconds(13 * 3600 + 30 * 60)),
            ("until", "2036-01-01T00:00", NOON.plus_days(60)),
        ] {
            pause(&me, &form(how, until)).await.unwrap();
            assert_eq!(paused().await, Some(ends), "{how} {until}");
        }
        let refused = async |how: &str, until: &str| pause(&me, &form(how, until)).await.unwrap_err().answer();
        assert_eq!(refused("until", "2026-11-27T17:30").await, Error::field("until", Problem::InThePast));
        assert_eq!(refused("until", "soon").await, Error::field("until", Problem::NotADate));
        assert_eq!(refused("ever", "").await, Error::field("how", Problem::NoneChosen));
    })
    .await;
}
