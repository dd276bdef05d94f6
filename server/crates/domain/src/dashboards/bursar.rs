//! The bursar's: the students by class and department, who came and who left with an account to settle.

use model::dashboards::{BursarBoard, ClassCount, DepartmentCount};
use store::{args, sql};

use super::Part;
use super::moves::{LATELY, SHOWN, came, left};
use crate::{Result, Scope, bounds};

/// Classes, and departments, in the list.
const GROUPS: i64 = 40;

/// The membership `p` is a student's, as the list of people counts them.
macro_rules! is_student {
    () => {
        "p.school_id = $1 and p.role = 'student' and p.status = 'active' and p.search_key <> ''"
    };
}

pub(super) async fn board(scope: &Scope) -> Result<BursarBoard> {
    let reader = scope.reader();
    let mut board = BursarBoard::default();
    for part in parts(scope).await? {
        match part.part.as_str() {
            "students" => (board.students, board.without_class) = (part.amount, part.most),
            "class" => {
                board.all_classes = part.most;
                board.classes.push(ClassCount { id: part.id()?, students: part.amount, name: part.name });
            }
            "department" => {
                board.all_departments = part.most;
                board.departments.push(DepartmentCount { id: part.id()?, students: part.amount, name: part.name });
            }
            "came" => part.moved(scope, false)?.join(&mut board.came, &reader)?,
            _ => part.moved(scope, false)?.join(&mut board.left, &reader)?,
        }
    }
    Ok(board)
}

async fn parts(scope: &Scope) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (
                   select cast('students' as text) as part, cast('' as text) as id, cast('' as text) as name,
                          cast('' as text) as note, count(*) as amount,
                          cast(coalesce(sum(case when exists (
                            select 1 from class_members o
                            join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                            where o.school_id = $1 and o.user_id = p.user_id and g.archived_at is null)
                            then 0 else 1 end), 0) as bigint) as most,
                          cast(null as bigint) as at, cast('' as text) as place
                   from memberships p where ",
                is_student!(),
                "
                   union all
                   select 'class', g.id, g.name, '',
                          (select count(*) from class_members k
                           join memberships p on p.school_id = k.school_id and p.user_id = k.user_id
                           where k.school_id = $1 and k.class_id = g.id and ",
                is_student!(),
                "), g.held, cast(null as bigint), g.name_key
                   from (select c.id, c.name, c.name_key, count(*) over () as held from class_groups c
                         where c.school_id = $1 and c.archived_at is null order by c.name_key, c.id limit $4) as g
                   union all
                   select 'department', d.id, d.name, '',
                          (select count(*) from (",
                bounds::people_of!("h.id = d.id"),
                ") as w join memberships p on p.user_id = w.user_id where ",
                is_student!(),
                "), d.held, cast(null as bigint), d.name_key
                   from (select f.id, f.name, f.name_key, count(*) over () as held from departments f
                         where f.school_id = $1 order by f.name_key, f.id limit $4) as d
                   union all ",
                came!("c.role = 'student'"),
                " union all ",
                left!("c.role = 'student'"),
                "
                 ) as parts order by part, at desc nulls last, place, id"
            )),
            args![scope.school_id(), scope.now.plus_days(-LATELY), SHOWN, GROUPS],
        )
        .await?)
}
