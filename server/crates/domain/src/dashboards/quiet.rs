//! Students of whom little is seen.

use model::dashboards::QuietStudent;

use super::Part;
use crate::Result;
use crate::calendar::Reader;

/// Days after which somebody counts as away.
pub(super) const AWAY_DAYS: i64 = 14;

/// Students of the courses in use that the person `$2` teaches, as parts: `amount` is 1 for those who handed in nothing of
/// the last three assignments of a course that were over at `$3`, `most` is 1 for those not seen since `$4`, `at` is when
/// they were seen last; the note begins with one of their classes that the person teaches, if any. What was due before
/// they came does not count, nor do those who have come only since; who is in another school too is seen by what they do
/// in this one.
macro_rules! quiet_students {
    () => {
        concat!(
            "select 'quiet', q.user_id, q.name, q.class_id || ' ' || q.classes, cast(max(q.missed) as bigint), cast(max(q.away) as bigint),
                cast(max(q.seen_at) as bigint), q.name_key
         from (
           select u.id as user_id, u.name, u.name_key,
                  coalesce((select min(g.id) from class_members o
                            join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                            join class_members t on t.school_id = o.school_id and t.class_id = o.class_id
                              and t.user_id = $2 and t.role = 'teacher'
                            where o.school_id = c.school_id and o.user_id = u.id and g.archived_at is null), '') as class_id,
                  coalesce((select string_agg(g.name, ', ' order by g.name_key, g.id)
                            from class_members o
                            join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                            where o.school_id = c.school_id and o.user_id = u.id and g.archived_at is null), '') as classes,
                  case when 3 = (select count(*) from assignments a
                                 where a.school_id = c.school_id and a.course_id = c.id and a.due_at < $3
                                   and ",
            $crate::courses::owed!("a", "e"),
            "
                                   and 3 > (select count(*) from assignments l
                                            where l.school_id = a.school_id and l.course_id = a.course_id and l.due_at < $3
                                              and (l.due_at > a.due_at or l.due_at = a.due_at and l.id > a.id))
                                   and not exists (select 1 from submissions s
                                                   where s.school_id = a.school_id and s.assignment_id = a.id
                                                     and s.user_id = u.id))
                       then 1 else 0 end as missed,
                  case when p.created_at < $4
                        and not exists (select 1 from audit w where w.actor_id = u.id and w.at >= $4
                                         and (w.school_id = $1 or w.school_id is null and not ",
            $crate::people::elsewhere!("u.id"),
            "))
                        and not exists (select 1 from announcement_reads d
                                        where d.school_id = $1 and d.user_id = u.id and d.read_at >= $4)
                        and (",
            $crate::people::elsewhere!("u.id"),
            " or not exists (select 1 from sessions n where n.user_id = u.id and n.seen_at >= $4))
                       then 1 else 0 end as away,
                  (select max(w.at) from audit w where w.actor_id = u.id
                   and (w.school_id = $1 or w.school_id is null and not ",
            $crate::people::elsewhere!("u.id"),
            ")) as seen_at
           from courses c
           join enrollments e on e.school_id = c.school_id and e.course_id = c.id
           join memberships p on p.school_id = e.school_id and p.user_id = e.user_id and p.status = 'active'
             and p.role = 'student'
           join users u on u.id = e.user_id
           where c.school_id = $1 and ",
            $crate::bounds::teaches!("$2"),
            " and ",
            $crate::courses::in_use!("c.school_id", "c.id"),
            "
         ) as q
         where q.missed + q.away > 0
         group by q.user_id, q.name, q.class_id, q.classes, q.name_key"
        )
    };
}
pub(super) use quiet_students;

impl Part {
    pub(super) fn quiet(self, reader: &Reader<'_>) -> Result<QuietStudent> {
        let (class, classes) = self.note.split_once(' ').unwrap_or_default();
        Ok(QuietStudent {
            user_id: self.id()?,
            class_id: class.parse().ok(),
            classes: classes.to_owned(),
            missed: self.amount > 0,
            away: self.most > 0,
            seen: self.at.map(|at| reader.when(at)),
            name: self.name,
        })
    }
}
