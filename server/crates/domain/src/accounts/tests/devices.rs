//! The devices one is logged in on: how long they stay, what follows a new id, and one logged out from another.

use super::*;
use crate::Person;

#[tokio::test]
async fn a_session_goes_on_with_a_new_id_once_and_what_follows_it_follows_on() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, phone) = (person(&scene.world, "alpha_teacher").await, person(&scene.world, "alpha_teacher").await);
        let at = |seconds| request(&scene.world, NOON.plus_seconds(seconds));
        let find = async |hash: &str| sessions::find(&at(0), hash).await.unwrap().unwrap();
        assert!(!find(&ada.session).await.renew);
        let role = sql!("update memberships set role = 'registrar' where school_id = $1 and user_id = $2");
        db.run(role, args![scene.teacher.school_id(), ada.me.user_id]).await.unwrap();
        let found = find(&ada.session).await;
        assert!(found.renew && !found.read_only && find(&phone.session).await.renew);
        let devices = sessions::own(&phone).await.unwrap().len();

        let [first, second] = [1, 2].map(|_| crate::secrets::hash(&crate::secrets::token()));
        let both = tokio::join!(
            sessions::renew(&found.person, &first, "one", NOON),
            sessions::renew(&found.person, &second, "two", NOON)
        );
        let ((new, salt), none) = match (both.0.unwrap(), both.1.unwrap()) {
            (Some(false), None) => ((first, "one"), second),
            (None, Some(false)) => ((second, "two"), first),
            odd => panic!("{odd:?}"),
        };
        assert!(sessions::load(&at(0), &none).await.unwrap().is_none());
        assert!(!find(&ada.session).await.renew && find(&ada.session).await.aside);
        // An answer may get lost: what the new id was made with is told again. A socket that follows it has no id.
        let told = async || sessions::renewed(&found.person, NOON).await.unwrap();
        for _ in 0..2 {
            assert!(sessions::load(&at(0), &new).await.unwrap().is_some());
            assert_eq!(told().await, Some((salt.to_owned(), false)));
        }
        assert_eq!(sessions::renewed(&phone, NOON).await.unwrap(), None);
        // When it has come back, no more.
        let arrived = find(&new).await;
        assert!(!arrived.renew && !arrived.aside);
        assert_eq!(told().await, None);
        assert!(sessions::load(&at(0), &ada.session).await.unwrap().is_some(), "what was sent before is still answered");
        assert_eq!(sessions::own(&phone).await.unwrap().len(), devices, "the same device");
        // Whoever follows the one before follows the new one from now on; the one before lasts a minute, however used.
        for seconds in [0, 59, 60] {
            assert_eq!(sessions::stands(&at(seconds), &ada.session).await.unwrap().as_deref(), Some(new.as_str()));
            assert_eq!(sessions::load(&at(seconds), &ada.session).await.unwrap().is_some(), seconds < 60, "{seconds}");
        }
        assert_eq!(sessions::stands(&at(0), &phone.session).await.unwrap().as_deref(), Some(&*phone.session));
        sessions::end(&at(0), &ada.session).await.unwrap();
        for hash in [&*ada.session, new.as_str()] {
            assert!(sessions::load(&at(0), hash).await.unwrap().is_none());
            assert_eq!(sessions::stands(&at(0), hash).await.unwrap(), None);
        }
        assert!(find(&phone.session).await.renew, "another device is another session");
    })
    .await;
}

#[tokio::test]
async fn who_is_remembered_stays_logged_in_for_thirty_days_without_use_and_the_others_for_one() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let at = |hours| request(&scene.world, NOON.plus_hours(hours));
        let begin = async |remember| {
            let hash = crate::secrets::hash(&crate::secrets::token());
            let session =
                sessions::Session { user_id: scene.student.user_id(), device: "test".into(), remember, view: None, proof: None };
            sessions::create(&at(0), &hash, &session).await.unwrap();
            hash
        };
        for (remember, hours, stands) in [(true, 29 * 24, true), (true, 31 * 24, false), (false, 23, true), (false, 25, false)] {
            let hash = begin(remember).await;
            let person = sessions::load(&at(hours), &hash).await.unwrap();
            assert_eq!(person.is_some(), stands, "{remember} after {hours} hours");
        }
        // Counted from the last use.
        let hash = begin(true).await;
        for days in [29, 58] {
            assert!(sessions::load(&at(days * 24), &hash).await.unwrap().is_some(), "{days}");
        }
        assert!(sessions::load(&at(89 * 24), &hash).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn one_device_is_logged_out_and_the_others_stay() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, phone) = (person(&scene.world, "alpha_teacher").await, person(&scene.world, "alpha_teacher").await);
        let other = person(&scene.world, "beta_teacher").await;
        let key = |of: &Person| of.session.chars().take(16).collect::<String>();
        for _ in 0..2 {
            sessions::end_one(&ada, &key(&phone)).await.unwrap();
            let not_own = sessions::end_one(&ada, &key(&other)).await.unwrap_err().answer();
            assert_eq!(not_own, Error::Conflict(Problem::ChangedMeanwhile));
        }
        assert!(sessions::load(&phone, &phone.session).await.unwrap().is_none());
        assert!(sessions::load(&ada, &ada.session).await.unwrap().is_some());
        assert!(sessions::load(&other, &other.session).await.unwrap().is_some(), "another's is not one's own");
        assert_eq!(sessions::end_one(&ada, "%").await.unwrap_err().answer(), Error::Malformed);
        let ends = sql!("select cast(count(*) as bigint) as n from audit where action = 'session.ended'");
        assert_eq!(count(&scene.world, ends).await, 1);
    })
    .await;
}
