//! How far a new school, or a teacher new to one, has come.

use model::first_steps::FirstSteps;
use store::{args, sql};

use crate::{Result, Scope, bounds};

/// The steps, while there is one left that the caller may take.
pub(super) async fn left(scope: &Scope) -> Result<Option<FirstSteps>> {
    if FirstSteps::default().of(scope.permissions()).is_empty() {
        return Ok(None);
    }
    let steps: FirstSteps = scope
        .db
        .one(
            sql!(concat!(
                "with own as (
                   select g.id, g.created_at from class_groups g
                   where g.school_id = $1 and g.archived_at is null
                     and (",
                bounds::class!("g.id", "$3"),
                " or exists (select 1 from class_members t where t.school_id = g.school_id and t.class_id = g.id
                             and t.user_id = $2 and t.role = 'teacher'))),
                 taught as (
                   select c.id, c.created_at from courses c
                   where c.school_id = $1
                     and (cast($3 as text) = '*' or c.teacher_id = $2 or exists (
                            select 1 from course_classes k join own on own.id = k.class_id
                            where k.school_id = c.school_id and k.course_id = c.id)))
                 select (select id from own order by created_at desc, id desc limit 1) as class,
                        exists (select 1 from class_members m join own on own.id = m.class_id
                                where m.school_id = $1 and m.role = 'student') as has_students,
                        (select id from taught order by created_at desc, id desc limit 1) as course,
                        exists (select 1 from assignments a join taught on taught.id = a.course_id
                                where a.school_id = $1) as has_assignment"
            )),
            args![scope.school_id(), scope.user_id(), scope.class_reach()],
        )
        .await?;
    Ok(Some(steps).filter(|steps| !steps.of(scope.permissions()).is_empty()))
}
