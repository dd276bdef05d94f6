//! Sessions that end while they go on with a new id.

use super::*;
use crate::secrets;

fn fresh() -> String {
    secrets::hash(&secrets::token())
}

fn key(hash: &str) -> String {
    hash.chars().take(16).collect()
}

#[tokio::test]
async fn what_gets_a_new_id_at_the_moment_it_ends_has_ended() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        for round in 0..18 {
            let ada = person(&scene.world, "alpha_teacher").await;
            let new = fresh();
            let end = async || match round % 3 {
                0 => sessions::end_all(&ada).await,
                1 => sessions::end_one(&ada, &key(&ada.session)).await,
                _ => sessions::end(&ada, &ada.session).await,
            };
            let (renewed, ended) = tokio::join!(sessions::renew(&ada, &new, "salt", NOON), end());
            renewed.unwrap();
            ended.unwrap();
            for hash in [&*ada.session, new.as_str()] {
                assert!(sessions::load(&ada, hash).await.unwrap().is_none(), "round {round}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_device_that_got_new_ids_since_it_was_listed_is_logged_out_or_said_to_be_another() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, phone) = (person(&scene.world, "alpha_teacher").await, person(&scene.world, "alpha_teacher").await);
        let renew = async |hash: &str| {
            let person = sessions::load(&ada, hash).await.unwrap().unwrap();
            let new = fresh();
            assert_eq!(sessions::renew(&person, &new, "salt", NOON).await.unwrap(), Some(false));
            new
        };
        let second = renew(&phone.session).await;
        let third = renew(&second).await;
        for _ in 0..2 {
            sessions::end_one(&ada, &key(&phone.session)).await.unwrap();
        }
        for hash in [&*phone.session, second.as_str(), third.as_str()] {
            assert!(sessions::load(&ada, hash).await.unwrap().is_none());
        }
        let ends = sql!("select cast(count(*) as bigint) as n from audit where action = 'session.ended'");
        assert_eq!(count(&scene.world, ends).await, 1, "once for a double click");

        // Stepped aside so long ago that it is swept: what took its place is not named by its key.
        let tablet = person(&scene.world, "alpha_teacher").await;
        let new = renew(&tablet.session).await;
        jobs::sweep(&System(request(&scene.world, NOON.plus_minutes(2)))).await.unwrap();
        let gone = sessions::end_one(&ada, &key(&tablet.session)).await.unwrap_err().answer();
        assert_eq!(gone, Error::Conflict(Problem::ChangedMeanwhile));
        sessions::end_one(&ada, &key(&new)).await.unwrap();
        assert!(sessions::load(&ada, &new).await.unwrap().is_none());
        assert!(sessions::load(&ada, &ada.session).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_new_id_lasts_from_when_it_is_given_however_long_the_request_took() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let ada = person(&scene.world, "alpha_teacher").await;
        let (new, answered) = (fresh(), NOON.plus_minutes(2));
        assert_eq!(sessions::renew(&ada, &new, "salt", answered).await.unwrap(), Some(false));
        for (seconds, stands) in [(59, true), (60, false)] {
            let later = request(&scene.world, answered.plus_seconds(seconds));
            assert_eq!(sessions::load(&later, &ada.session).await.unwrap().is_some(), stands, "{seconds}");
        }
        let last = request(&scene.world, answered.plus_hours(sessions::IDLE_HOURS).plus_seconds(-1));
        assert!(sessions::load(&last, &new).await.unwrap().is_some());
    })
    .await;
}
