//! The children an invited parent is linked to.

use model::ids::{InvitationId, SchoolId, UserId};
use model::invitations::children;
use model::{Error, Permission, Problem};
use store::{args, list, sql};

use crate::accounts::fold;
use crate::{Result, Scope, Work};

/// The names of the children of an invitation `i`, as a column; nothing for one without.
macro_rules! names {
    () => {
        "(select string_agg(c.name, ', ' order by c.name_key, c.id) from invitation_children k
          join users c on c.id = k.child_id
          where k.school_id = i.school_id and k.invitation_id = i.id)"
    };
}
pub(super) use names;

#[derive(sqlx::FromRow)]
struct Student {
    user_id: UserId,
    username_key: String,
    number: String,
}

/// The students of the school who are named, by username or by number, in the order of their ids.
///
/// # Errors
/// `Forbidden` for some without `guardians.manage`, `Invalid` where one is no student here.
pub(super) async fn named(work: &mut Work, scope: &Scope, words: &str) -> Result<Vec<UserId>> {
    let words = children(words);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    scope.require(Permission::GuardiansManage)?;
    let students: Vec<Student> = work
        .tx
        .all(
            sql!(
                "select m.user_id, u.username_key, m.number
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.status = 'active' and m.role = 'student'
                   and (m.number <> '' or u.username_key in (select value from {list $2}))
                 order by m.user_id"
            ),
            args![scope.school_id(), list(&words)],
        )
        .await?;
    let unknown: Vec<&str> = words.iter().map(String::as_str).filter(|word| one(&students, word).is_none()).collect();
    if !unknown.is_empty() {
        return Err(Error::clash("children", Problem::NoSuchStudent, &unknown.join(", ")).into());
    }
    let mut all: Vec<UserId> = words.iter().filter_map(|word| one(&students, word)).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The only student of that username or that number: usernames are chosen freely, and one can be another's number.
fn one(students: &[Student], word: &str) -> Option<UserId> {
    let mut all = students.iter().filter(|it| it.username_key == word || fold(&it.number) == word);
    all.next().filter(|_| all.next().is_none()).map(|it| it.user_id)
}

/// The ids in one text, as the database joins them.
pub(super) fn joined(children: &[UserId]) -> String {
    children.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

pub(super) async fn insert(work: &mut Work, school: SchoolId, invitation: InvitationId, children: &[UserId]) -> Result<()> {
    if children.is_empty() {
        return Ok(());
    }
    work.tx
        .run(
            sql!(
                "insert into invitation_children (school_id, invitation_id, child_id)
                 select cast($1 as text), cast($2 as text), value from {list $3}"
            ),
            args![school, invitation, list(children)],
        )
        .await?;
    Ok(())
}
