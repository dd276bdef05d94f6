//! Since when somebody was in a course that they left: who comes back owes what they owed before they went.

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

/// Notes since when those who leave were in their courses; the earliest stays.
pub(crate) async fn remember(work: &mut Work, school: SchoolId, left: &[Enrolled]) -> Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    let rows: Vec<Value> = left.iter().map(|it| json!([it.course_id, it.user_id, it.enrolled_at])).collect();
    work.tx
        .run(
            sql!(
                "insert into left_courses (school_id, course_id, user_id, enrolled_at)
                 select cast($1 as text), value ->> 0, value ->> 1, cast(value ->> 2 as bigint) from {rows $2} where true
                 on conflict (school_id, course_id, user_id) do update set enrolled_at = excluded.enrolled_at
                 where excluded.enrolled_at < left_courses.enrolled_at"
            ),
            args![school, Value::Array(rows).to_string()],
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
