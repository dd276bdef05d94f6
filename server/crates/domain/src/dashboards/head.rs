//! For those who lead: the figures of the school or of their departments, and what is not as it should be.

use model::dashboards::{ClassSize, CourseMarks, Exception, ExceptionKind, ExceptionLine, HeadBoard, Headed, Week};
use model::{At, Feature};
use store::{args, sql};

use super::Part;
use crate::classes::members::{counts, looks_after};
use crate::courses::{course_after_classes, in_use, owed};
use crate::{Result, Scope, bounds, names};

/// Weeks of sign-ups.
const WEEKS: i64 = 8;
/// Days of work, of marks, until something waits too long, and of silence.
const WORK_DAYS: i64 = 30;
const MARK_DAYS: i64 = 90;
const LONG_DAYS: i64 = 7;
const SILENT_DAYS: i64 = 14;
/// Lines of each kind.
const SHOWN: i64 = 5;

pub(super) async fn board(scope: &Scope) -> Result<HeadBoard> {
    let reader = scope.reader();
    let start = scope.now.plus_days(-7 * WEEKS);
    let week = |nth: i64| Week { from: reader.date(reader.today(start.plus_days(7 * nth))), count: 0 };
    let has_statistics = scope.place.has(Feature::Analytics);
    let mut board = HeadBoard { joined: (0..WEEKS).map(week).collect(), has_statistics, ..HeadBoard::default() };
    let mut headed = Headed::default();
    for part in figures(scope, start).await? {
        match (part.part.as_str(), part.id.as_str()) {
            ("people", _) => (board.students, board.teachers) = (part.amount, part.most),
            ("things", _) => (board.classes, board.courses) = (part.amount, part.most),
            ("joined", _) => {
                if let Some(week) = usize::try_from(part.most).ok().and_then(|nth| board.joined.get_mut(nth)) {
                    week.count = part.amount;
                }
            }
            ("work" | "marks", _) if !has_statistics => {}
            ("work", "on_time") => board.work.on_time = part.amount,
            ("work", "late") => board.work.late = part.amount,
            ("work", _) => board.work.missing = part.amount,
            ("department", _) => headed.departments.push(part.name),
            ("class", _) => {
                let id = part.id()?;
                headed.classes.push(ClassSize { id, name: part.name, students: part.amount, teachers: part.most });
            }
            _ => board.marks.push(CourseMarks { course: part.name, percent: part.amount }),
        }
    }
    headed.classes.sort_by_cached_key(|class| (names::key(&class.name), class.id.to_string()));
    board.headed = scope.is_bounded().then_some(headed);
    for part in exceptions(scope).await? {
        let kind: ExceptionKind = part.part.parse().map_err(anyhow::Error::from)?;
        let path = match kind {
            ExceptionKind::NoTeacher | ExceptionKind::Quiet => format!("/classes/{}", part.id),
            ExceptionKind::LongWait => format!("/assignments/{}", part.id),
            ExceptionKind::NoWork => format!("/courses/{}", part.id),
        };
        let since = part.at.map(|at| reader.when(at));
        let line = ExceptionLine { path, name: part.name, note: part.note, count: part.amount, since };
        match board.exceptions.last_mut().filter(|it| it.kind == kind) {
            Some(exception) => exception.lines.push(line),
            None => board.exceptions.push(Exception { kind, total: part.most, lines: vec![line] }),
        }
    }
    board.exceptions.sort_by_key(|it| ExceptionKind::ALL.iter().position(|kind| *kind == it.kind));
    Ok(board)
}

async fn figures(scope: &Scope, start: At) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (
                   select cast('people' as text) as part, cast('' as text) as id, cast('' as text) as name,
                          cast('' as text) as note,
                          cast(coalesce(sum(case when m.role = 'student' then 1 else 0 end), 0) as bigint) as amount,
                          cast(coalesce(sum(case when m.role in ('teacher', 'form_teacher') then 1 else 0 end), 0) as bigint)
                            as most,
                          cast(null as bigint) as at
                   from memberships m where m.school_id = $1 and m.status = 'active' and ",
                bounds::person!("m.user_id", "$6"),
                " union all
                   select 'things', '', '', '', count(*),
                          (select count(*) from courses c where c.school_id = $1 and ",
                bounds::course!("c.id", "$6"),
                "), cast(null as bigint)
                   from class_groups g where g.school_id = $1 and g.archived_at is null and ",
                bounds::class!("g.id", "$6"),
                " union all
                   select 'department', d.id, d.name, '', 0, 0, cast(null as bigint)
                   from departments d where d.school_id = $1 and d.head_id = $6
                   union all
                   select * from (
                     select 'class', g.id, g.name, '',
                          (select count(*) from class_members n
                           where n.school_id = g.school_id and n.class_id = g.id and n.role = 'student' and ",
                counts!("n"),
                "),
                          (select count(*) from class_members n
                           where n.school_id = g.school_id and n.class_id = g.id and ",
                looks_after!("n"),
                "),
                          cast(null as bigint)
                   from class_groups g
                   where g.school_id = $1 and g.archived_at is null and cast($6 as text) <> '*' and ",
                bounds::class!("g.id", "$6"),
                " order by g.name_key, g.id limit 12) as few
                   union all
                   select 'joined', '', '', '', count(*), (m.created_at - cast($3 as bigint)) / 604800000, cast(null as bigint)
                   from memberships m
                   where m.school_id = $1 and m.status = 'active' and m.created_at >= $3 and ",
                bounds::person!("m.user_id", "$6"),
                " group by (m.created_at - cast($3 as bigint)) / 604800000
                   union all
                   select 'work', w.state, '', '', count(*), 0, cast(null as bigint)
                   from (select case when exists (select 1 from submissions s where s.school_id = a.school_id
                                                  and s.assignment_id = a.id and s.user_id = e.user_id and not s.late)
                                     then 'on_time'
                                     when exists (select 1 from submissions s where s.school_id = a.school_id
                                                  and s.assignment_id = a.id and s.user_id = e.user_id)
                                     then 'late' else 'missing' end as state
                         from assignments a
                         join enrollments e on e.school_id = a.school_id and e.course_id = a.course_id
                           and ",
                owed!("a", "e"),
                "
                         join memberships p on p.school_id = e.school_id and p.user_id = e.user_id and p.status = 'active'
                           and p.role = 'student'
                         where a.school_id = $1 and a.due_at >= $4 and a.due_at < $2 and ",
                bounds::course!("a.course_id", "$6"),
                " and ",
                bounds::person!("e.user_id", "$6"),
                ") as w
                   group by w.state
                   union all
                   select * from (
                     select 'marks', c.id, ",
                course_after_classes!(),
                ", '', cast(sum(k.marks) as bigint) * 100 / cast(sum(a.points) as bigint), count(*), cast(null as bigint)
                     from courses c
                     join assignments a on a.school_id = c.school_id and a.course_id = c.id
                     join submissions s on s.school_id = a.school_id and s.assignment_id = a.id
                     join marks k on k.school_id = s.school_id and k.submission_id = s.id
                     where c.school_id = $1 and k.marked_at >= $5 and ",
                bounds::course!("c.id", "$6"),
                "
                       and k.version = (select max(d.version) from marks d
                                        where d.school_id = k.school_id and d.submission_id = k.submission_id)
                       and ",
                counts!("s"),
                " and not exists (select 1 from submissions l where l.school_id = s.school_id
                         and l.assignment_id = s.assignment_id and l.user_id = s.user_id and l.attempt > s.attempt)
                     group by c.school_id, c.id, c.title
                     order by count(*) desc, c.id limit 8) as most_marked
                 ) as parts order by part, most desc, name, id"
            )),
            args![
                scope.school_id(),
                scope.now,
                start,
                scope.now.plus_days(-WORK_DAYS),
                scope.now.plus_days(-MARK_DAYS),
                scope.people_reach()
            ],
        )
        .await?)
}

/// What needs a decision; `most` is how many there are of the kind.
async fn exceptions(scope: &Scope) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (
                   select parts.*, count(*) over (partition by part) as most,
                          row_number() over (partition by part order by at nulls last, name, id) as nth
                   from (
                     select cast('no_teacher' as text) as part, g.id, g.name, cast('' as text) as note,
                            (select count(*) from class_members n
                             where n.school_id = g.school_id and n.class_id = g.id and n.role = 'student' and ",
                counts!("n"),
                ") as amount,
                            cast(null as bigint) as at
                     from class_groups g
                     where g.school_id = $1 and g.archived_at is null and ",
                bounds::class!("g.id", "$5"),
                " and not exists (
                             select 1 from class_members t
                             where t.school_id = g.school_id and t.class_id = g.id and ",
                looks_after!("t"),
                ")
                     union all
                     select 'long_wait', a.id, a.title, ",
                course_after_classes!(),
                ", count(*), min(s.submitted_at)
                     from courses c
                     join assignments a on a.school_id = c.school_id and a.course_id = c.id
                     join submissions s on s.school_id = a.school_id and s.assignment_id = a.id
                     where c.school_id = $1 and s.submitted_at < $2 and ",
                counts!("s"),
                " and ",
                in_use!("c.school_id", "c.id"),
                " and ",
                bounds::course!("c.id", "$5"),
                "
                       and not exists (select 1 from submissions l where l.school_id = s.school_id
                         and l.assignment_id = s.assignment_id and l.user_id = s.user_id and l.attempt > s.attempt)
                       and not exists (select 1 from marks d where d.school_id = s.school_id and d.submission_id = s.id)
                     group by a.id, a.title, c.school_id, c.id, c.title
                     union all
                     select 'no_work', c.id, ",
                course_after_classes!(),
                ", '', 0, c.created_at
                     from courses c
                     where c.school_id = $1 and c.created_at < $2 and ",
                in_use!("c.school_id", "c.id"),
                " and ",
                bounds::course!("c.id", "$5"),
                "
                       and not exists (select 1 from assignments a where a.school_id = c.school_id and a.course_id = c.id)
                     union all
                     select 'quiet', g.id, g.name, '', count(*), cast(null as bigint)
                     from class_groups g
                     join class_members n on n.school_id = g.school_id and n.class_id = g.id and n.role = 'student'
                       and ",
                counts!("n"),
                "
                     where g.school_id = $1 and g.archived_at is null and g.created_at < $3 and ",
                bounds::class!("g.id", "$5"),
                "
                       and not exists (select 1 from rooms r
                                       join messages m on m.school_id = r.school_id and m.room_id = r.id
                                       where r.school_id = g.school_id and r.class_id = g.id and m.sent_at >= $3)
                       and not exists (select 1 from course_classes k
                                       join assignments a on a.school_id = k.school_id and a.course_id = k.course_id
                                       join submissions s on s.school_id = a.school_id and s.assignment_id = a.id
                                       where k.school_id = g.school_id and k.class_id = g.id and s.submitted_at >= $3)
                     group by g.id, g.name
                   ) as parts
                 ) as numbered where nth <= $4 order by part, nth, id"
            )),
            args![
                scope.school_id(),
                scope.now.plus_days(-LONG_DAYS),
                scope.now.plus_days(-SILENT_DAYS),
                SHOWN,
                scope.people_reach()
            ],
        )
        .await?)
}
