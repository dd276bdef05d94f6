//! For form teachers and mentors: the students of the own classes, one by one.

use model::dashboards::{Form, FormBoard, FormStudent, LastMark, Waiting};
use model::ids::{ClassId, UserId};
use model::{Marks, Permission};
use store::{args, sql};

use crate::assignments::lists;
use crate::chat::unread::count_new;
use crate::courses::owed;
use crate::{Result, Scope};

/// Assignments that wait for marks.
const TO_MARK: i64 = 5;

#[derive(sqlx::FromRow)]
struct Row {
    class_id: ClassId,
    class: String,
    unread: i64,
    user_id: Option<UserId>,
    name: Option<String>,
    due: i64,
    handed_in: i64,
    title: Option<String>,
    marks: Option<Marks>,
    points: Option<Marks>,
}

pub(super) async fn board(scope: &Scope) -> Result<FormBoard> {
    let to_mark = match scope.can(Permission::AssessmentsGrade) {
        true => lists::to_mark(scope, TO_MARK).await?,
        false => Vec::new(),
    };
    let mut board = FormBoard { to_mark: to_mark.into_iter().map(|it| waiting(scope, it)).collect(), ..FormBoard::default() };
    for row in rows(scope).await? {
        if board.classes.last().is_none_or(|form| form.id != row.class_id) {
            let form = Form { id: row.class_id, name: row.class, unread: row.unread, students: Vec::new() };
            board.classes.push(form);
        }
        if let (Some(form), Some(user_id), Some(name)) = (board.classes.last_mut(), row.user_id, row.name) {
            let last = row.title.zip(row.marks).zip(row.points);
            let last = last.map(|((title, marks), points)| LastMark { title, marks, points });
            form.students.push(FormStudent { user_id, name, due: row.due, handed_in: row.handed_in, last });
        }
    }
    Ok(board)
}

fn waiting(scope: &Scope, it: model::assignments::ToMark) -> Waiting {
    Waiting {
        assignment_id: it.assignment_id,
        title: it.title,
        course: it.course,
        waiting: it.waiting,
        oldest: scope.when(it.oldest),
    }
}

/// A row for each student of each class, and one for a class without any.
async fn rows(scope: &Scope) -> Result<Vec<Row>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select f.class_id, f.class, f.unread, f.user_id, f.name, f.due, f.handed_in, a.title, k.marks, a.points
                 from (
                   select g.school_id, g.id as class_id, g.name as class, g.name_key as class_key,
                          ",
                count_new!("coalesce(d.seq, 0)", "$2"),
                " as unread, p.user_id, u.name, u.name_key,
                          (select cast(count(*) as bigint) from course_classes c
                           join enrollments e on e.school_id = c.school_id and e.course_id = c.course_id and e.user_id = p.user_id
                           join assignments a on a.school_id = c.school_id and a.course_id = c.course_id
                             and a.due_at < $3 and ",
                owed!("a", "e"),
                "
                           where c.school_id = g.school_id and c.class_id = g.id) as due,
                          (select cast(count(*) as bigint) from course_classes c
                           join enrollments e on e.school_id = c.school_id and e.course_id = c.course_id and e.user_id = p.user_id
                           join assignments a on a.school_id = c.school_id and a.course_id = c.course_id
                             and a.due_at < $3 and ",
                owed!("a", "e"),
                "
                           where c.school_id = g.school_id and c.class_id = g.id
                             and exists (select 1 from submissions s where s.school_id = a.school_id
                                         and s.assignment_id = a.id and s.user_id = p.user_id)) as handed_in,
                          (select k.id from course_classes c
                           join assignments a on a.school_id = c.school_id and a.course_id = c.course_id
                           join submissions s on s.school_id = a.school_id and s.assignment_id = a.id and s.user_id = p.user_id
                           join marks k on k.school_id = s.school_id and k.submission_id = s.id
                           where c.school_id = g.school_id and c.class_id = g.id
                           order by k.marked_at desc, k.id desc limit 1) as mark_id
                   from class_members o
                   join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                   join rooms r on r.school_id = g.school_id and r.class_id = g.id and r.kind = 'class'
                   left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = o.user_id
                   left join class_members n on n.school_id = g.school_id and n.class_id = g.id and n.role = 'student'
                     and n.user_id <> o.user_id
                   left join memberships p on p.school_id = n.school_id and p.user_id = n.user_id and p.status = 'active'
                     and p.role = 'student'
                   left join users u on u.id = p.user_id
                   where o.school_id = $1 and o.user_id = $2 and o.role = 'teacher' and g.archived_at is null
                 ) as f
                 left join marks k on k.school_id = f.school_id and k.id = f.mark_id
                 left join submissions s on s.school_id = k.school_id and s.id = k.submission_id
                 left join assignments a on a.school_id = s.school_id and a.id = s.assignment_id
                 order by f.class_key, f.class_id, f.name_key nulls last, f.user_id limit 400"
            )),
            args![scope.school_id(), scope.user_id(), scope.now],
        )
        .await?)
}
