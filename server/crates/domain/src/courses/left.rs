//! The times somebody was in a course that they left: who comes back owes what was due then, and nothing that was due while
//! they were away.

use model::At;
use model::ids::{CourseId, SchoolId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{args, sql};

use crate::{Result, Work};

/// Somebody in a course, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct Enrolled {
    pub user_id: UserId,
    pub course_id: CourseId,
    pub enrolled_at: At,
}

/// Notes from when to when those who leave were in their courses.
pub(crate) async fn remember(work: &mut Work, school: SchoolId, left: &[Enrolled]) -> Result<()> {
    let now = work.now();
    let stays = left.iter().filter(|it| it.enrolled_at < now);
    let rows: Vec<Value> = stays.map(|it| json!([it.course_id, it.user_id, it.enrolled_at])).collect();
    if rows.is_empty() {
        return Ok(());
    }
    work.tx
        .run(
            sql!(
                "insert into left_courses (school_id, course_id, user_id, enrolled_at, left_at)
                 select cast($1 as text), value ->> 0, value ->> 1, cast(value ->> 2 as bigint), cast($3 as bigint)
                 from {rows $2} where true
                 on conflict (school_id, course_id, user_id, left_at) do nothing"
            ),
            args![school, Value::Array(rows).to_string(), now],
        )
        .await?;
    Ok(())
}

/// Ends all enrolments that somebody has in the school; answers how many.
pub(crate) async fn leave_all(work: &mut Work, school: SchoolId, user: UserId) -> Result<usize> {
    let left: Vec<Enrolled> = work
        .tx
        .all(
            sql!(
                "delete from enrollments where school_id = $1 and user_id = $2
                 returning user_id, course_id, enrolled_at"
            ),
            args![school, user],
        )
        .await?;
    remember(work, school, &left).await?;
    Ok(left.len())
}
