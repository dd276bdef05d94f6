//! Courses and who is in them (product.md section 7).

pub(crate) mod left;
pub mod policy;
#[cfg(test)]
mod tests;

use model::classes::ClassRole;
use model::courses::{CourseForm, CoursePage};
use model::ids::{ClassId, CourseId, SchoolId, UserId};
use model::schools::MembershipStatus;
use model::{At, Error, Feature, Permission, Problem};
use serde_json::json;
use store::{args, sql};

use self::left::Enrolled;
use crate::assignments::lists;
use crate::classes::seats;
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds, classes, names, twice};

/// The title of the course `c` after the names of the classes it is taught to, which tells two of one title apart.
macro_rules! course_after_classes {
    () => {
        "coalesce((select string_agg(g.name, ', ' order by g.name_key, g.id)
                   from course_classes k
                   join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                   where k.school_id = c.school_id and k.course_id = c.id) || ' · ', '') || c.title"
    };
}

/// The course with that id is taught to a class in use; with a person, to a class in use that they are in.
macro_rules! in_use {
    ($school:literal, $course:literal) => {
        concat!(
            "exists (select 1 from course_classes uk
                     join class_groups ug on ug.school_id = uk.school_id and ug.id = uk.class_id
                     where uk.school_id = ",
            $school,
            " and uk.course_id = ",
            $course,
            " and ug.archived_at is null)"
        )
    };
    ($school:literal, $course:literal, $person:literal) => {
        concat!(
            "exists (select 1 from course_classes uk
                     join class_groups ug on ug.school_id = uk.school_id and ug.id = uk.class_id
                     join class_members uo on uo.school_id = uk.school_id and uo.class_id = uk.class_id
                     where uk.school_id = ",
            $school,
            " and uk.course_id = ",
            $course,
            " and uo.user_id = ",
            $person,
            " and ug.archived_at is null)"
        )
    };
}

/// Somebody was in the assignment's course when it was due, or is since then: what was due before they came is nothing they
/// missed. The second is a row with the school, the course, the person and since when.
macro_rules! owed {
    ($assignment:literal, $enrollment:literal) => {
        concat!(
            "(",
            $assignment,
            ".due_at >= ",
            $enrollment,
            ".enrolled_at or exists (
               select 1 from left_courses ol
               where ol.school_id = ",
            $enrollment,
            ".school_id and ol.course_id = ",
            $enrollment,
            ".course_id and ol.user_id = ",
            $enrollment,
            ".user_id and ",
            $assignment,
            ".due_at >= ol.enrolled_at and ",
            $assignment,
            ".due_at < ol.left_at))"
        )
    };
}
pub(crate) use {course_after_classes, in_use, owed};

/// Makes a course taught to a class: its maker teaches it and the class's students are enrolled.
///
/// # Errors
/// `Invalid`; `NotFound` for a class that is not the caller's; `Forbidden` for those who do not teach it; `Conflict` where
/// it is archived.
pub async fn create(scope: &Scope, class_id: ClassId, form: &CourseForm) -> Result<CourseId> {
    form.validate()?;
    let (school, user, now) = (scope.school_id(), scope.user_id(), scope.now);
    policy::may_create(scope.permissions(), classes::own_role(scope, class_id).await?)?;

    let (title, summary) = (form.title.trim(), tidy(&form.summary));
    let mut work = scope.begin().await?;
    seats::lock(&mut work, school, class_id).await?;
    let twin: Option<(CourseId,)> = work
        .tx
        .maybe(
            sql!(
                "select c.id from courses c
                 join course_classes k on k.school_id = c.school_id and k.course_id = c.id and k.class_id = $2
                 where c.school_id = $1 and c.teacher_id = $3 and c.title = $4 and c.summary = $5 and c.created_at > $6
                 order by c.id limit 1"
            ),
            args![school, class_id, user, title, summary.as_str(), twice::since(now)],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    classes::life::stay_in_use(&mut work, scope, class_id).await?;
    let id = CourseId::new();
    work.tx
        .run(
            sql!(
                "insert into courses (school_id, id, title, title_key, summary, teacher_id, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![school, id, title, names::key(title), summary, user, now],
        )
        .await?;
    work.tx
        .run(sql!("insert into course_classes (school_id, course_id, class_id) values ($1, $2, $3)"), args![school, id, class_id])
        .await?;
    let enrolled = work
        .tx
        .run(
            sql!(
                "insert into enrollments (school_id, course_id, user_id, enrolled_at)
                 select m.school_id, cast($3 as text), m.user_id, cast($4 as bigint) from class_members m
                 join memberships p on p.school_id = m.school_id and p.user_id = m.user_id
                 where m.school_id = $1 and m.class_id = $2 and m.role = $5 and p.status = $6"
            ),
            args![school, class_id, id, now, ClassRole::Student.text(), MembershipStatus::Active.text()],
        )
        .await?;
    work.audit("course.created", id, json!({ "title": title, "class": class_id, "enrolled": enrolled })).await?;
    work.commit().await?;
    Ok(id)
}

/// Enrols a new student of a class in all of its courses, in the transaction that lets them in.
pub(crate) async fn enroll_newcomer(work: &mut Work, school: SchoolId, class: ClassId, user: UserId, now: At) -> Result<()> {
    seats::lock(work, school, class).await?;
    work.tx
        .run(
            sql!(
                "insert into enrollments (school_id, course_id, user_id, enrolled_at)
                 select k.school_id, k.course_id, cast($3 as text), cast($4 as bigint) from course_classes k
                 where k.school_id = $1 and k.class_id = $2
                 on conflict (school_id, course_id, user_id) do nothing"
            ),
            args![school, class, user, now],
        )
        .await?;
    Ok(())
}

/// Ends the enrolments that somebody has by a class alone, in the transaction that takes them out of it.
pub(crate) async fn drop_out(work: &mut Work, school: SchoolId, class: ClassId, user: UserId) -> Result<()> {
    let ended: Vec<Enrolled> = work
        .tx
        .all(
            sql!(
                "delete from enrollments where school_id = $1 and user_id = $3
                   and course_id in (select k.course_id from course_classes k where k.school_id = $1 and k.class_id = $2)
                   and not exists (
                     select 1 from course_classes o
                     join class_members m on m.school_id = o.school_id and m.class_id = o.class_id
                     where o.school_id = $1 and o.course_id = enrollments.course_id and m.user_id = $3 and m.role = 'student')
                 returning user_id, course_id, enrolled_at"
            ),
            args![school, class, user],
        )
        .await?;
    left::remember(work, school, &ended).await
}

/// Waits for whoever archives a class of the course, and refuses where none of them is in use.
///
/// # Errors
/// `Conflict` with [`Problem::ClassArchived`].
pub(crate) async fn stay_in_use(work: &mut Work, school: SchoolId, course: CourseId) -> Result<()> {
    work.tx
        .run(
            sql!(
                "update class_groups set id = id
                 where school_id = $1
                   and id in (select k.class_id from course_classes k where k.school_id = $1 and k.course_id = $2)"
            ),
            args![school, course],
        )
        .await?;
    let (in_use,): (bool,) =
        work.tx.one(sql!(concat!("select ", in_use!("$1", "$2"), " as in_use")), args![school, course]).await?;
    if in_use { Ok(()) } else { Err(Error::Conflict(Problem::ClassArchived).into()) }
}

#[derive(sqlx::FromRow)]
struct Row {
    title: String,
    summary: String,
    teacher: String,
    teacher_id: UserId,
    class_id: Option<ClassId>,
    class: Option<String>,
    archived: bool,
    own_role: Option<ClassRole>,
    /// Whether the caller's role reaches the class.
    reached: bool,
}

/// A course with its assignments as they are for the one who asks.
///
/// # Errors
/// `NotFound` when it is not there or not taught to a class of the caller's; `Forbidden` without `courses.read`.
pub async fn show(scope: &Scope, id: CourseId) -> Result<CoursePage> {
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select c.title, c.summary, u.name as teacher, c.teacher_id, g.id as class_id, g.name as class,
                        (g.archived_at is not null) as archived, o.role as own_role, ",
                bounds::class!("k.class_id", "$4"),
                " as reached
                 from courses c
                 join users u on u.id = c.teacher_id
                 left join course_classes k on k.school_id = c.school_id and k.course_id = c.id
                 left join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 left join class_members o on o.school_id = k.school_id and o.class_id = k.class_id and o.user_id = $3
                 where c.school_id = $1 and c.id = $2 and (c.teacher_id = $3 or o.user_id is not null or ",
                bounds::class!("k.class_id", "$4"),
                ")
                 order by g.name_key, g.id"
            )),
            args![scope.school_id(), id, scope.user_id(), scope.class_reach()],
        )
        .await?;
    let first = rows.first().ok_or(Error::NotFound)?;
    scope.require(Permission::CoursesRead)?;
    let teaches =
        first.teacher_id == scope.user_id() || rows.iter().any(|row| row.reached || row.own_role == Some(ClassRole::Teacher));
    let may_grade = policy::may_grade(scope.permissions(), teaches).is_ok();
    let archived = rows.iter().all(|row| row.archived);
    Ok(CoursePage {
        id,
        title: first.title.clone(),
        summary: first.summary.clone(),
        teacher: first.teacher.clone(),
        may_set_assignments: !archived && policy::may_set(scope.permissions(), teaches).is_ok(),
        may_grade,
        archived,
        has_forum: scope.place.has(Feature::Forum),
        classes: rows.into_iter().filter_map(|row| Some((row.class_id?, row.class?))).collect(),
        assignments: lists::of_course(scope, id, may_grade).await?,
        zone: scope.place.time_zone.clone(),
    })
}

/// A longer text as it is kept: without the blanks around it and with one kind of line end.
pub(crate) fn tidy(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}
