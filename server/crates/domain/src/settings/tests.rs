mod brand;
mod calendar;
mod departments;
mod grades;
mod meanwhile;
mod school;
mod storage;

use store::{args, sql};

use crate::testing::Scene;

/// How many rows of the audit log tell of that, and the detail of the last.
async fn audited(scene: &Scene, action: &str) -> (usize, String) {
    let rows: Vec<(String,)> = scene
        .world
        .db
        .all(
            sql!("select detail from audit where school_id = $1 and action = $2 order by at, id"),
            args![scene.admin.school_id(), action],
        )
        .await
        .unwrap();
    (rows.len(), rows.into_iter().map(|(detail,)| detail).next_back().unwrap_or_default())
}
