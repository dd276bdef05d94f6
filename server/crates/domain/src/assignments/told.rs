//! Who is told of work that is set, handed in and marked.

use model::At;
use model::ids::{AssignmentId, CourseId, SubmissionId, UserId};
use model::notifications::Kind;
use serde_json::json;
use store::{args, sql};

use crate::notifications::{Notice, tell};
use crate::{Result, Scope, Work};

/// An assignment as its students are told of it.
pub(super) struct Set<'a> {
    pub id: AssignmentId,
    pub title: &'a str,
    pub due_at: At,
}

fn page(scope: &Scope, id: AssignmentId) -> String {
    format!("/s/{}/assignments/{id}", scope.place.slug)
}

/// Tells the students of a course that something is to be done.
pub(super) async fn set(work: &mut Work, scope: &Scope, course: CourseId, it: &Set<'_>) -> Result<()> {
    let school = scope.school_id();
    let students: Vec<(UserId, String)> = work
        .tx
        .all(
            sql!(
                "select e.user_id, c.title from enrollments e
                 join courses c on c.school_id = e.school_id and c.id = e.course_id
                 join memberships m on m.school_id = e.school_id and m.user_id = e.user_id and m.status = 'active'
                 where e.school_id = $1 and e.course_id = $2 and e.user_id <> $3 order by e.user_id"
            ),
            args![school, course, scope.user_id()],
        )
        .await?;
    let Some(title) = students.first().map(|(_, title)| title.clone()) else { return Ok(()) };
    let to: Vec<UserId> = students.into_iter().map(|(user, _)| user).collect();
    let args = json!({ "title": it.title, "course": title, "due_at": it.due_at });
    let (key, link) = (it.id.to_string(), page(scope, it.id));
    tell(work, &Notice { kind: Kind::AssignmentSet, school: Some(school), to: &to, key: &key, args, link: &link }).await
}

/// Tells the teacher of its course that somebody has handed in.
pub(super) async fn handed_in(work: &mut Work, scope: &Scope, assignment: AssignmentId, id: SubmissionId) -> Result<()> {
    let school = scope.school_id();
    let of: Option<(UserId, String, String)> = work
        .tx
        .maybe(
            sql!(
                "select c.teacher_id, a.title, c.title as course from assignments a
                 join courses c on c.school_id = a.school_id and c.id = a.course_id
                 where a.school_id = $1 and a.id = $2 and c.teacher_id <> $3"
            ),
            args![school, assignment, scope.user_id()],
        )
        .await?;
    let Some((teacher, title, course)) = of else { return Ok(()) };
    let args = json!({ "name": scope.me.name, "title": title, "course": course });
    let (key, link) = (id.to_string(), format!("/s/{}/submissions/{id}", scope.place.slug));
    tell(work, &Notice { kind: Kind::HandedIn, school: Some(school), to: &[teacher], key: &key, args, link: &link }).await
}

/// Work that was marked.
pub(super) struct Marked<'a> {
    pub id: SubmissionId,
    pub version: i64,
    pub student: UserId,
    pub assignment: AssignmentId,
    pub title: &'a str,
    pub course: &'a str,
}

/// Tells a student that their work was marked, or marked anew. What it came to stands on the page alone: others see the
/// screen of a phone.
pub(super) async fn marked(work: &mut Work, scope: &Scope, it: &Marked<'_>) -> Result<()> {
    let args = json!({ "title": it.title, "course": it.course });
    let (key, link) = (format!("{} {}", it.id, it.version), page(scope, it.assignment));
    let (school, to) = (Some(scope.school_id()), [it.student]);
    tell(work, &Notice { kind: Kind::Marked, school, to: &to, key: &key, args, link: &link }).await
}
