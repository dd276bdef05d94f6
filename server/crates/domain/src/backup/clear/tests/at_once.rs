//! Who clears, and who hands in at the same moment.

use std::time::Duration;

use model::backup::clear::What;
use model::{Error, Problem};
use sqlx::PgPool;
use store::testing::each_db;
use store::{Db, args, sql};

use super::{clear, form, lived};
use crate::classes::seats;
use crate::scope::Actor;
use crate::testing::{NOON, Scene};

/// Waits until somebody waits who writes to classes.
async fn until_somebody_waits(pool: &PgPool) {
    let waits = async || -> bool {
        let text = "select exists (select 1 from pg_locks w where not w.granted and w.locktype in ('transactionid', 'tuple')
                    and w.pid in (select r.pid from pg_locks r where r.relation = 'class_groups'::regclass))";
        sqlx::query_scalar(text).fetch_one(pool).await.unwrap()
    };
    let somebody = async {
        while !waits().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), somebody).await.expect("somebody who waits");
}

#[tokio::test]
async fn who_clears_waits_for_who_hands_in_and_not_the_other_way_round_too() {
    each_db(async |db| {
        // On SQLite one writes after the other anyway.
        let Db::Postgres { pool, .. } = &db else { return };
        let it = Scene::new(&db).await;
        lived(&it).await;
        let form = form(&it, What::Students).await;
        let (school, student) = (it.admin.school_id(), it.student.user_id());
        let handing_in = async {
            let mut work = it.student.begin().await.unwrap();
            seats::lock(&mut work, school, it.class_id).await.unwrap();
            until_somebody_waits(pool).await;
            let hand_in = sql!(
                "insert into submissions (school_id, id, assignment_id, user_id, attempt, note, late, submitted_at)
                 select a.school_id, 'meanwhile', a.id, cast($2 as text), 2, '', false, cast($3 as bigint) from assignments a
                 where a.school_id = $1"
            );
            work.tx.run(hand_in, args![school, student, NOON]).await.unwrap();
            work.commit().await.unwrap();
        };
        let (cleared, ()) = tokio::join!(clear(&it.admin, &form), handing_in);
        assert_eq!(cleared.unwrap_err().answer(), Error::Conflict(Problem::ChangedMeanwhile));
        let there = sql!("select cast(count(*) as bigint) as n from submissions where school_id = $1");
        assert_eq!(db.one::<(i64,)>(there, args![school]).await.unwrap(), (2,));
    })
    .await;
}
