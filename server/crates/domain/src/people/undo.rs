//! Taking a change of members back: once, within ten minutes, by who made it, and only while all is as it left it.

use std::collections::{HashMap, HashSet};

use model::ids::{ClassId, SchoolId, UndoId, UserId};
use model::{At, Error, Permission, Problem};
use serde_json::{Value, json};
use store::{args, sql};

use super::change::{self, Before, InClass, Member};
use super::{moving, numbers, offered, places, placing, policy};
use crate::courses::left::Enrolled;
use crate::hub::Event;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, Work};

/// Puts everything back as it was. Undone already is fine: the second of two clicks.
///
/// # Errors
/// `NotFound` for the change of somebody else, `Forbidden` and `Beyond` for what the caller may no longer change,
/// `Conflict` when it is too late, when somebody has changed it meanwhile, or when the school would be left without an
/// admin.
pub async fn undo(scope: &Scope, id: UndoId) -> Result<()> {
    scope.require(Permission::MembersManage)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    admins::lock(&mut work, school).await?;
    let found: Option<(String, At, Option<At>)> = work
        .tx
        .maybe(
            sql!("select body, expires_at, undone_at from undos where school_id = $1 and id = $2 and user_id = $3"),
            args![school, id, scope.user_id()],
        )
        .await?;
    let (body, expires_at, undone_at) = found.ok_or(Error::NotFound)?;
    if undone_at.is_some() {
        return Ok(());
    }
    if expires_at <= scope.now {
        return Err(Error::Conflict(Problem::UndoExpired).into());
    }
    let scope = &admins::as_now(&mut work, scope).await?;
    scope.require(Permission::MembersManage)?;
    let before = offered::replaced(&body)?;
    if !stands(&mut work, scope, &before).await? {
        return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
    }
    put_members_back(&mut work, scope, &before).await?;
    numbers::give_back(&mut work, school, &before.numbers).await?;
    if let Some(class) = before.class {
        crate::classes::policy::may_manage(scope.permissions(), None)?;
        put_class_back(&mut work, school, class, &before).await?;
    }
    if !before.places.is_empty() {
        for (class, people) in places::by_class(&before.places) {
            change::write_class(&mut work, school, class, &people).await?;
        }
        return_to_courses(&mut work, school, &before.left).await?;
    }
    work.tx.run(sql!("update undos set undone_at = $3 where school_id = $1 and id = $2"), args![school, id, scope.now]).await?;
    work.audit_each("member.undone", details(&before)).await?;
    for user in before.people() {
        work.tell(Event::AccessChanged { user });
    }
    work.commit().await
}

/// Whether all is as the change left it: the places, and the classes, which are locked for that.
pub(super) async fn stands(work: &mut Work, scope: &Scope, before: &Before) -> Result<bool> {
    let school = scope.school_id();
    let ids: Vec<UserId> = before.members.iter().map(|(was, _)| was.user_id).collect();
    let now = change::named(work, scope, &ids).await?;
    let now: HashMap<UserId, Member> = now.into_iter().map(|it| (it.user_id, it)).collect();
    if before.members.iter().any(|(_, is)| now.get(&is.user_id) != Some(is)) {
        return Ok(false);
    }
    let Some(class) = before.class else { return places::are_gone(work, school, &before.places).await };
    let to = before.to.unwrap_or(class);
    moving::lock(work, school, [class, to]).await?;
    // Who was moved comes back only while both classes are in use.
    if before.to.is_some() && !moving::are_in_use(work, school, &[class, to]).await? {
        return Ok(false);
    }
    let now = change::in_class(work, school, to).await?;
    let stayed = before.added.iter().all(|it| now.contains(it));
    let there: HashSet<UserId> = change::in_class(work, school, class).await?.iter().map(|it| it.user_id).collect();
    Ok(stayed && before.removed.iter().all(|it| !there.contains(&it.user_id)))
}

async fn put_members_back(work: &mut Work, scope: &Scope, before: &Before) -> Result<()> {
    for (was, is) in &before.members {
        policy::may_make(scope.permissions(), was.user_id == scope.user_id(), is.held(), was.held())?;
    }
    // Who becomes an admin again is locked as one who becomes one.
    admins::lock_newcomers(
        work,
        before.members.iter().filter(|(was, is)| was.is_admin() && !is.is_admin()).map(|(it, _)| it.user_id),
    )
    .await?;
    placing::write_places(work, scope.school_id(), before.members.iter().map(|(was, _)| was)).await?;
    if before.members.iter().any(|(was, is)| is.is_admin() && !was.is_admin()) {
        admins::keep_one(work, scope.school_id()).await?;
    }
    Ok(())
}

async fn put_class_back(work: &mut Work, school: SchoolId, class: ClassId, before: &Before) -> Result<()> {
    // They come back before they go, so that nobody leaves a course that both classes take.
    change::write_class(work, school, class, &before.removed).await?;
    let came = before.added.iter().map(|it| it.user_id);
    change::leave_class(work, school, before.to.unwrap_or(class), came).await?;
    leave_courses(work, school, &before.enrolled).await?;
    return_to_courses(work, school, &before.left).await
}

async fn leave_courses(work: &mut Work, school: SchoolId, enrolled: &[Enrolled]) -> Result<()> {
    work.tx
        .run(
            // Another class may have led into the course since.
            sql!(
                "delete from enrollments
                 where school_id = $1 and course_id || ' ' || user_id in (select value from {list $2})
                   and not exists (select 1 from course_classes o
                                   join class_members m on m.school_id = o.school_id and m.class_id = o.class_id
                                   where o.school_id = $1 and o.course_id = enrollments.course_id
                                     and m.user_id = enrollments.user_id and m.role = 'student')"
            ),
            args![school, store::list(enrolled.iter().map(|it| format!("{} {}", it.course_id, it.user_id)))],
        )
        .await?;
    Ok(())
}

async fn return_to_courses(work: &mut Work, school: SchoolId, left: &[Enrolled]) -> Result<()> {
    let rows: Vec<Value> = left.iter().map(|it| json!([it.course_id, it.user_id, it.enrolled_at])).collect();
    work.tx
        .run(
            sql!(
                "insert into enrollments (school_id, course_id, user_id, enrolled_at)
                 select cast($1 as text), value ->> 0, value ->> 1, cast(value ->> 2 as bigint) from {rows $2} where true
                 on conflict (school_id, course_id, user_id) do nothing"
            ),
            args![school, Value::Array(rows).to_string()],
        )
        .await?;
    Ok(())
}

fn details(before: &Before) -> Vec<(UserId, Value)> {
    let place = |(was, is): &(Member, Member)| {
        let (from, to) =
            if was.role == is.role { (json!(is.standing()), json!(was.standing())) } else { (json!(is.role), json!(was.role)) };
        (was.user_id, json!({ "before": from, "after": to }))
    };
    let in_class = |class: Option<ClassId>| move |it: &InClass| (it.user_id, json!({ "class": class }));
    let added = before.added.iter().map(in_class(before.to.or(before.class)));
    let classes = added.chain(before.removed.iter().map(in_class(before.class)));
    before.members.iter().map(place).chain(classes).chain(places::details(&before.places)).collect()
}
