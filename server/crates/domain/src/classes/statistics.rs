//! A class in figures (product.md section 6): one statement for the numbers, one for the line of the averages.

use model::classes::{ClassPage, ClassStatistics, WorkAverage};
use model::ids::ClassId;
use model::{Error, Feature};
use store::{args, sql};

use crate::courses::owed;
use crate::people::elsewhere;
use crate::{Result, Scope};

/// Days in which somebody counts as active.
const ACTIVE_DAYS: i64 = 7;

/// The figures of a class, for those who may see how far its students are, where the school uses them. Work counts for assignments whose time to
/// hand in has passed, once for each of the students the class has now; what was due before one of them came they did not
/// miss. Who is in several schools was active in this one by what they did there.
///
/// # Errors
/// `NotFound` for a class that is not the caller's, and where the school has turned the figures off; `Forbidden` for
/// those who may not see how far its students are.
pub async fn show(scope: &Scope, id: ClassId) -> Result<(ClassPage, ClassStatistics)> {
    let class = super::show(scope, id).await?;
    if !class.may_view_progress {
        return Err(Error::Forbidden.into());
    }
    if !scope.place.has(Feature::Analytics) {
        return Err(Error::NotFound.into());
    }
    let mut figures: ClassStatistics = scope
        .db
        .one(
            sql!(concat!(
                "with people as (
                   select m.user_id from class_members m
                   join memberships p on p.school_id = m.school_id and p.user_id = m.user_id and p.status = 'active'
                     and p.role = 'student'
                   where m.school_id = $1 and m.class_id = $2 and m.role = 'student'
                 ), tasks as (
                   select a.id, a.course_id, a.points, a.due_at from course_classes k
                   join assignments a on a.school_id = k.school_id and a.course_id = k.course_id
                   where k.school_id = $1 and k.class_id = $2
                 ), work as (
                   select t.due_at, t.points, p.user_id, ",
                owed!("t", "e"),
                " as owed,
                          (select min(case when s.late then 1 else 0 end) from submissions s
                           where s.school_id = $1 and s.assignment_id = t.id and s.user_id = p.user_id) as late,
                          (select k.marks from submissions s
                           join marks k on k.school_id = s.school_id and k.submission_id = s.id
                           where s.school_id = $1 and s.assignment_id = t.id and s.user_id = p.user_id
                           order by s.attempt desc, k.version desc limit 1) as marks
                   from tasks t cross join people p
                   left join enrollments e on e.school_id = $1 and e.course_id = t.course_id and e.user_id = p.user_id
                 )
                 select (select cast(count(*) as bigint) from people) as students,
                        (select cast(count(*) as bigint) from tasks) as assignments,
                        (select cast(count(*) as bigint) from work where due_at <= $3 and late = 0) as on_time,
                        (select cast(count(*) as bigint) from work where due_at <= $3 and late = 1) as late,
                        (select cast(count(*) as bigint) from work where due_at <= $3 and late is null and owed) as missing,
                        (select cast(avg(marks * 100.0 / points) as double precision) from work where marks is not null)
                          as average,
                        (select cast(count(*) as bigint) from people p
                         where not ",
                elsewhere!("p.user_id"),
                " and exists (select 1 from sessions e where e.user_id = p.user_id and e.seen_at >= $4)
                            or exists (select 1 from submissions s
                                       where s.school_id = $1 and s.user_id = p.user_id and s.submitted_at >= $4)
                            or exists (select 1 from messages c
                                       where c.school_id = $1 and c.user_id = p.user_id and c.sent_at >= $4)
                            or exists (select 1 from announcement_reads d
                                       where d.school_id = $1 and d.user_id = p.user_id and d.read_at >= $4)) as active"
            )),
            args![scope.school_id(), id, scope.now, scope.now.plus_days(-ACTIVE_DAYS)],
        )
        .await?;
    figures.averages = averages(scope, id).await?;
    Ok((class, figures))
}

/// The average mark of each of the latest assignments whose time has passed: a line of more could not be read.
async fn averages(scope: &Scope, id: ClassId) -> Result<Vec<WorkAverage>> {
    Ok(scope
        .db
        .all(
            sql!(
                "with people as (
                   select m.user_id from class_members m
                   join memberships p on p.school_id = m.school_id and p.user_id = m.user_id and p.status = 'active'
                   where m.school_id = $1 and m.class_id = $2 and m.role = 'student'
                 ), tasks as (
                   select a.id, a.title, a.points, a.due_at from course_classes k
                   join assignments a on a.school_id = k.school_id and a.course_id = k.course_id
                   where k.school_id = $1 and k.class_id = $2 and a.due_at <= $3
                   order by a.due_at desc, a.id desc limit 24
                 ), work as (
                   select t.id, t.title, t.due_at,
                          (select k.marks * 100.0 / t.points from submissions s
                           join marks k on k.school_id = s.school_id and k.submission_id = s.id
                           where s.school_id = $1 and s.assignment_id = t.id and s.user_id = p.user_id
                           order by s.attempt desc, k.version desc limit 1) as share
                   from tasks t cross join people p
                 )
                 select title, cast(avg(share) as double precision) as average from work
                 group by id, title, due_at order by due_at, id"
            ),
            args![scope.school_id(), id, scope.now],
        )
        .await?)
}
