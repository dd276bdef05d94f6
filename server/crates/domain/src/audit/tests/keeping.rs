//! Entries are added and nothing else: the databases themselves refuse the rest.

use super::*;

async fn entries(db: &store::Db) -> Vec<(String, String, String, String)> {
    db.all(sql!("select id, action, detail, address from audit order by id"), args![]).await.unwrap()
}

#[tokio::test]
async fn entries_are_neither_changed_nor_cleared() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let before = entries(&db).await;
        let school = scene.admin.school_id();
        assert!(before.len() > 5);
        let refused = [
            (sql!("delete from audit"), args![]),
            (sql!("delete from audit where school_id = $1"), args![school]),
            (sql!("update audit set detail = '{}' where school_id = $1"), args![school]),
            (sql!("update audit set actor_id = null"), args![]),
            (sql!("update audit set at = at + 1"), args![]),
            (sql!("update audit set address = '' where school_id = $1"), args![school]),
        ];
        for (statement, args) in refused {
            assert!(db.run(statement, args).await.is_err(), "{}", statement.text);
        }
        assert_eq!(entries(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn erasure_takes_people_out_of_what_is_said_and_says_when_it_did() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = scene.admin.school_id();
        let count = entries(&db).await.len();
        let erase = sql!(
            "update audit set detail = '{}', search_key = action, address = '', agent = '', erased_at = $2 where school_id = $1"
        );
        let erased = db.run(erase, args![school, 1_i64]).await.unwrap();
        assert!(erased > 2);
        let again = sql!("update audit set detail = '{\"a\":1}', erased_at = $2 where school_id = $1");
        assert!(db.run(again, args![school, 1_i64]).await.is_err(), "each erasure says its own time");
        for statement in [
            sql!("update audit set erased_at = 2, actor_id = null where school_id = $1"),
            sql!("update audit set erased_at = 2, at = at + 1 where school_id = $1"),
            sql!("update audit set erased_at = 2, school_id = null where school_id = $1"),
            sql!("update audit set erased_at = 2, action = 'x' where school_id = $1"),
            sql!("update audit set erased_at = 2, subject = 'x' where school_id = $1"),
            sql!("update audit set erased_at = 2, request_id = 'x' where school_id = $1"),
            sql!("update audit set erased_at = null where school_id = $1"),
        ] {
            assert!(db.run(statement, args![school]).await.is_err(), "{}", statement.text);
        }
        let after = entries(&db).await;
        assert_eq!(after.len(), count);
        assert_eq!(after.iter().filter(|(.., detail, address)| detail == "{}" && address.is_empty()).count() as u64, erased);
    })
    .await;
}
