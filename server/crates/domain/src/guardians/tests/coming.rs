//! Those who come with a family code: what becomes of the ones who never come back, and of those who only try.

use super::*;
use crate::{System, jobs};

#[tokio::test]
async fn a_parent_who_never_proved_and_never_used_the_account_is_swept_and_gives_the_code_back() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let stay = sql!("update users set status = 'active' where username_key in ('alpha_student', 'alpha_student2')");
        db.run(stay, args![]).await.unwrap();
        let code = code_for(&it.admin, it.student.user_id()).await;
        let form = family_form("mary", &code);
        let Registered::In { user: mary, .. } = codes::register(&Visitor(request(&it.world, NOON)), &form).await.unwrap() else {
            panic!("a new account")
        };
        // One who came with a second code a minute later uses the account.
        let mut peter = parent_of(&it, &it.admin, "peter", it.student.user_id()).await;
        let second = code_for(&it.admin, it.student2.user_id()).await;
        peter.request.now = NOON.plus_minutes(1);
        codes::join(&peter, &code_form(&second)).await.unwrap();

        let links = async || -> Vec<(UserId,)> {
            let sql = sql!("select parent_id from guardians where school_id = $1 order by parent_id, child_id");
            db.all(sql, args![it.admin.school_id()]).await.unwrap()
        };
        let at = |hours| request(&it.world, NOON.plus_hours(hours));
        jobs::sweep(&System(at(23))).await.unwrap();
        assert_eq!(links().await.len(), 3);
        jobs::sweep(&System(at(25))).await.unwrap();
        assert_eq!(links().await, [(peter.me.user_id,), (peter.me.user_id,)]);
        let open = families(&it.admin, &FamilySearch::default()).await.unwrap().codes;
        assert_eq!(open.iter().map(|card| card.code.as_str()).collect::<Vec<_>>(), [code.as_str()]);
        let Registered::In { user, .. } = codes::register(&Visitor(at(25)), &form).await.unwrap() else {
            panic!("the name is taken")
        };
        assert_ne!(user, mary);
    })
    .await;
}

#[tokio::test]
async fn who_is_logged_in_has_twenty_tries_from_wherever_they_come() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let spent = code_for(&it.admin, it.student2.user_id()).await;
        codes::join(&person(&it.world, "beta_admin").await, &code_form(&spent)).await.unwrap();
        let open = code_for(&it.admin, it.student.user_id()).await;
        let answer = async |person: &Person, code: &str| codes::join(person, &code_form(code)).await.unwrap_err().answer();

        let mut guesser = person(&it.world, "beta_teacher").await;
        for n in 0..20_u8 {
            guesser.request.address = Some([10, 0, 0, n].into());
            let (code, problem) = match n % 2 {
                0 => ("NOTHING9", Problem::FamilyCodeUnknown),
                _ => (spent.as_str(), Problem::FamilyCodeSpent),
            };
            assert_eq!(answer(&guesser, code).await.problem_of("code"), Some(problem), "{n}");
        }
        guesser.request.address = Some([10, 0, 0, 20].into());
        assert!(matches!(answer(&guesser, &open).await, Error::TooMany(_)));
        // That a code works for others is learnt by trying, too.
        let pupil = person(&it.world, "alpha_student2").await;
        for n in 0..20 {
            assert_eq!(answer(&pupil, &open).await.problem_of("code"), Some(Problem::FamilyOtherRole), "{n}");
        }
        assert!(matches!(answer(&pupil, &open).await, Error::TooMany(_)));
        // Nobody else waits for them, nor do they for ever.
        guesser.request.now = NOON.plus_minutes(61);
        codes::join(&guesser, &code_form(&open)).await.unwrap();
    })
    .await;
}
