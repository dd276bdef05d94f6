//! Whom a post can mention.

use model::chat::Callee;
use model::forum::Board;
use model::ids::{ClassId, CourseId, UserId};
use store::{args, sql};

use super::halls::hall;
use crate::{Result, Scope};

/// People that are offered.
const MOST: i64 = 1000;

/// The people of a class, or of the classes of a course and who teaches it, as far as they are here; not the caller.
///
/// # Errors
/// `NotFound` for a forum that is not the caller's.
pub async fn people(scope: &Scope, board: Board) -> Result<Vec<Callee>> {
    let hall = hall(scope, board).await?;
    let (class, course): (Option<ClassId>, Option<CourseId>) = match hall.board {
        Board::Class(id) => (Some(id), None),
        Board::Course(id) => (None, Some(id)),
    };
    let rows: Vec<(UserId, String, String)> = scope
        .db
        .all(
            sql!(
                "select u.id, u.name, u.username from users u
                 join memberships m on m.school_id = $1 and m.user_id = u.id and m.status = 'active'
                 where u.id <> $4 and u.id in (
                   select o.user_id from class_members o where o.school_id = $1 and o.class_id = $2
                   union
                   select o.user_id from course_classes k
                   join class_members o on o.school_id = k.school_id and o.class_id = k.class_id
                   where k.school_id = $1 and k.course_id = $3
                   union
                   select c.teacher_id from courses c
                   where c.school_id = $1 and c.id = $3 and c.teacher_id is not null)
                 order by u.name_key, u.id limit $5"
            ),
            args![scope.school_id(), class, course, scope.user_id(), MOST],
        )
        .await?;
    Ok(rows.into_iter().map(|(user_id, name, username)| Callee { user_id, name, username }).collect())
}
