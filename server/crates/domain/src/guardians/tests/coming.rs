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
