//! One's own places in schools: the list of them, the one to start in, and leaving.

use model::profile::MembershipCard;
use model::schools::{MembershipStatus, TeacherLabel};
use model::{At, Role};
use serde_json::json;
use store::{args, sql};

use crate::accounts::links;
use crate::courses::left;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Result, Scope, announcements};

#[derive(sqlx::FromRow)]
struct Row {
    slug: String,
    name: String,
    role: Role,
    teacher_label: TeacherLabel,
    status: MembershipStatus,
    created_at: At,
    is_primary: bool,
    last_admin: bool,
}

/// The schools one is in, or waits for.
///
/// # Errors
/// As the database answers.
pub async fn list(person: &Person) -> Result<Vec<MembershipCard>> {
    person.require_self()?;
    let rows: Vec<Row> = person
        .db
        .all(
            sql!(
                "select s.slug, s.name, m.role, s.teacher_label, m.status, m.created_at,
                        (coalesce(u.primary_school_id, '') = s.id) as is_primary,
                        (m.role = 'school_admin' and m.status = 'active' and not exists (
                           select 1 from memberships o
                           join users x on x.id = o.user_id and x.status in ('pending', 'active')
                           where o.school_id = m.school_id and o.user_id <> m.user_id
                           and o.role = 'school_admin' and o.status = 'active')) as last_admin
                 from memberships m join schools s on s.id = m.school_id join users u on u.id = m.user_id
                 where m.user_id = $1 and m.status in ('active', 'waiting') order by s.name_key, s.id"
            ),
            args![person.me.user_id],
        )
        .await?;
    let card = |row: Row| MembershipCard {
        slug: row.slug,
        name: row.name,
        role: row.role,
        teacher_label: row.teacher_label,
        status: row.status,
        since: person.when(row.created_at),
        primary: row.is_primary,
        last_admin: row.last_admin,
    };
    Ok(rows.into_iter().map(card).collect())
}

/// Makes this the school that log-in leads to.
///
/// # Errors
/// As the database answers.
pub async fn make_primary(scope: &Scope) -> Result<()> {
    let (user, school) = (scope.user_id(), scope.school_id());
    let mut work = scope.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let (before,): (Option<String>,) =
        work.tx.one(sql!("select primary_school_id from users where id = $1"), args![user]).await?;
    let after = school.to_string();
    if before.as_ref() == Some(&after) {
        return Ok(());
    }
    work.tx.run(sql!("update users set primary_school_id = $2 where id = $1"), args![user, school]).await?;
    work.audit("profile.primary_school", user, json!({ "before": before, "after": after })).await?;
    work.commit().await
}

/// Leaves the school with all its classes. What one has handed in and written stays with the school.
///
/// # Errors
/// `Conflict` with [`Problem::LastAdmin`] for the only one who looks after it.
pub async fn leave(scope: &Scope) -> Result<()> {
    let (user, school) = (scope.user_id(), scope.school_id());
    let mut work = scope.begin().await?;
    // Of two last admins who leave at once the second waits here, and stays.
    super::admins::lock(&mut work, school).await?;
    let own: Option<(Role,)> = work
        .tx
        .maybe(
            sql!("select role from memberships where school_id = $1 and user_id = $2 and status = 'active'"),
            args![school, user],
        )
        .await?;
    // The first of two clicks has done so.
    let Some((role,)) = own else { return Ok(()) };
    left::leave_all(&mut work, school, user).await?;
    let classes =
        work.tx.run(sql!("delete from class_members where school_id = $1 and user_id = $2"), args![school, user]).await?;
    work.tx
        .run(
            sql!("update memberships set status = 'ended', ended_at = $3 where school_id = $1 and user_id = $2"),
            args![school, user, scope.now],
        )
        .await?;
    if role == Role::SchoolAdmin {
        super::admins::keep_one(&mut work, school).await?;
    }
    announcements::put_back(&mut work, school, scope.now, [user], None).await?;
    // Whoever has left waits for nothing here.
    work.tx
        .run(sql!("delete from class_requests where school_id = $1 and user_id = $2 and status = 'waiting'"), args![school, user])
        .await?;
    work.tx
        .run(sql!("update users set primary_school_id = null where id = $1 and primary_school_id = $2"), args![user, school])
        .await?;
    super::choose_primary(&mut work.tx, user).await?;
    let (before, after) = (MembershipStatus::Active, MembershipStatus::Ended);
    work.audit("membership.left", user, json!({ "role": role, "classes": classes, "before": before, "after": after })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await
}
