//! One act done to some members, in one transaction: who they are, who of them it reaches, the rows, the audit rows and
//! what it takes to undo it.

use std::collections::HashSet;

use model::classes::ClassRole;
use model::ids::{ClassId, SchoolId, UndoId, UserId};
use model::people::{Change, Standing, UNDO_MINUTES};
use model::schools::MembershipStatus;
use model::{At, Error, Permissions, Role};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Sql, args, list, sql};

use super::placing::{self, By};
use super::policy::{self, Held};
use super::{moving, numbers, offered, places, undo};
use crate::accounts::links;
use crate::classes::seats;
use crate::courses::left::{self, Enrolled};
use crate::hub::Event;
use crate::schools::admins;
use crate::{Result, Scope, Work, announcements, bounds, twice};

/// A member's place as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Member {
    pub user_id: UserId,
    pub role: Role,
    pub status: MembershipStatus,
    pub ended_at: Option<At>,
    pub suspended_at: Option<At>,
    pub granted: String,
    pub revoked: String,
}

impl Member {
    pub fn standing(&self) -> Standing {
        Standing::of(self.status, self.suspended_at)
    }

    pub fn held(&self) -> Held {
        Held { role: self.role, permissions: Permissions::of_member(self.role, &self.granted, &self.revoked) }
    }

    /// Whether they are one of the admins who keep the school open.
    pub fn is_admin(&self) -> bool {
        self.role == Role::SchoolAdmin && self.status == MembershipStatus::Active
    }

    /// The place after the act, if the act changes it. Acts on classes leave it as it is.
    pub fn after(&self, change: Change, now: At) -> Option<Member> {
        let standing = self.standing();
        let mut after = self.clone();
        match change {
            Change::Role(role) if role != self.role && standing != Standing::Ended => after.role = role,
            Change::Suspend if standing == Standing::Active => {
                after.status = MembershipStatus::Ended;
                after.suspended_at = Some(now);
            }
            Change::Reinstate if matches!(standing, Standing::Suspended | Standing::Ended) => {
                after.status = MembershipStatus::Active;
                (after.ended_at, after.suspended_at) = (None, None);
            }
            Change::End if standing != Standing::Ended => {
                after.status = MembershipStatus::Ended;
                // Who still waits never came, or left before.
                if standing != Standing::Waiting {
                    after.ended_at = Some(now);
                }
                after.suspended_at = None;
            }
            _ => return None,
        }
        Some(after)
    }

    /// What a class makes of them; nothing for those who neither learn nor teach.
    pub fn class_role(&self) -> Option<ClassRole> {
        ClassRole::of(self.role)
    }

    /// What they come into a class as.
    pub fn joining(&self) -> Option<ClassRole> {
        ClassRole::joining(self.role)
    }
}

/// Somebody's place in a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct InClass {
    pub user_id: UserId,
    pub role: ClassRole,
    pub joined_at: At,
}

/// What an act replaced.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Before {
    /// Places that changed, before and after.
    pub members: Vec<(Member, Member)>,
    pub class: Option<ClassId>,
    /// The class they were moved to; without one the places that were made are in `class` too.
    #[serde(default)]
    pub to: Option<ClassId>,
    /// Places in the class that were made.
    pub added: Vec<InClass>,
    /// Places in the class that were taken.
    pub removed: Vec<InClass>,
    pub enrolled: Vec<Enrolled>,
    pub left: Vec<Enrolled>,
    /// Places in classes that ended because the new role does not fit them.
    #[serde(default)]
    pub places: Vec<places::Place>,
    /// Numbers that ended because the new role has another kind of them, or none.
    #[serde(default)]
    pub numbers: Vec<numbers::Numbered>,
}

impl Before {
    pub fn people(&self) -> HashSet<UserId> {
        let in_class = self.added.iter().chain(&self.removed).map(|it| it.user_id);
        self.members.iter().map(|(member, _)| member.user_id).chain(in_class).collect()
    }
}

/// Does the act to those of the members it reaches and commits, for the reason given, if there is one. Answers what takes
/// it back; nothing when nobody was reached.
pub(super) async fn apply(
    mut work: Work,
    scope: &Scope,
    change: Change,
    members: Vec<Member>,
    form_key: &str,
    reason: &str,
) -> Result<Option<UndoId>> {
    let before = match change {
        Change::AddClass(class) => add_to_class(&mut work, scope, class, &members).await?,
        Change::RemoveClass(class) => remove_from_class(&mut work, scope, class, &members).await?,
        Change::MoveClass(from, to) => moving::move_class(&mut work, scope, from, to, &members).await?,
        _ => placing::move_places(&mut work, By::of(scope), change, members).await?,
    };
    let people = before.people().len();
    if people == 0 {
        return Ok(None);
    }
    note(&mut work, change, &before, reason).await?;
    let undo = keep(&mut work, scope, change, &before, people, form_key).await?;
    work.commit().await?;
    Ok(Some(undo))
}

/// Writes into the log what an act did, and tells it to those it was done to.
pub(super) async fn note(work: &mut Work, change: Change, before: &Before, reason: &str) -> Result<()> {
    if !before.places.is_empty() {
        work.audit_each("member.class_removed", places::details(&before.places)).await?;
    }
    if !before.numbers.is_empty() {
        work.audit_each("member.details_changed", numbers::details(&before.numbers)).await?;
    }
    for (action, mut details) in told(change, before) {
        if !reason.is_empty() {
            details.iter_mut().for_each(|(_, detail)| detail["reason"] = json!(reason));
        }
        work.audit_each(action, details).await?;
    }
    for user in before.people() {
        work.tell(Event::AccessChanged { user });
    }
    Ok(())
}

async fn add_to_class(work: &mut Work, scope: &Scope, class: ClassId, members: &[Member]) -> Result<Before> {
    let school = scope.school_id();
    seats::lock(work, school, class).await?;
    let there: HashSet<UserId> = in_class(work, school, class).await?.into_iter().map(|it| it.user_id).collect();
    let active = members.iter().filter(|it| it.standing() == Standing::Active && !there.contains(&it.user_id));
    let added: Vec<InClass> =
        active.filter_map(|it| Some(InClass { user_id: it.user_id, role: it.joining()?, joined_at: scope.now })).collect();
    write_class(work, school, class, &added).await?;
    let enrolled = enroll(work, school, class, &added, scope.now).await?;
    Ok(Before { class: Some(class), added, enrolled, ..Before::default() })
}

/// Enrols the students among those who came in the courses of the class, since they first came; answers where they were not
/// yet.
pub(super) async fn enroll(
    work: &mut Work,
    school: SchoolId,
    class: ClassId,
    added: &[InClass],
    now: At,
) -> Result<Vec<Enrolled>> {
    let students = added.iter().filter(|it| it.role == ClassRole::Student).map(|it| it.user_id);
    Ok(work
        .tx
        .all(
            sql!(
                "insert into enrollments (school_id, course_id, user_id, enrolled_at)
                 select k.school_id, k.course_id, s.value, cast($4 as bigint)
                 from course_classes k cross join (select value from {list $3}) as s
                 where k.school_id = $1 and k.class_id = $2
                 on conflict (school_id, course_id, user_id) do nothing
                 returning user_id, course_id, enrolled_at"
            ),
            args![school, class, list(students), now],
        )
        .await?)
}

async fn remove_from_class(work: &mut Work, scope: &Scope, class: ClassId, members: &[Member]) -> Result<Before> {
    let school = scope.school_id();
    seats::lock(work, school, class).await?;
    let chosen: HashSet<UserId> = members.iter().map(|it| it.user_id).collect();
    let removed: Vec<InClass> =
        in_class(work, school, class).await?.into_iter().filter(|it| chosen.contains(&it.user_id)).collect();
    let left = leave_class(work, school, class, removed.iter().map(|it| it.user_id)).await?;
    left::remember(work, school, &left).await?;
    announcements::put_back(work, school, scope.now, removed.iter().map(|it| it.user_id), None).await?;
    Ok(Before { class: Some(class), removed, left, ..Before::default() })
}

pub(super) async fn in_class(work: &mut Work, school: SchoolId, class: ClassId) -> Result<Vec<InClass>> {
    Ok(work
        .tx
        .all(
            sql!("select user_id, role, joined_at from class_members where school_id = $1 and class_id = $2 order by user_id"),
            args![school, class],
        )
        .await?)
}

pub(super) async fn write_class(work: &mut Work, school: SchoolId, class: ClassId, people: &[InClass]) -> Result<()> {
    let rows: Vec<Value> = people.iter().map(|it| json!([it.user_id, it.role, it.joined_at])).collect();
    work.tx
        .run(
            sql!(
                "insert into class_members (school_id, class_id, user_id, role, joined_at)
                 select cast($1 as text), cast($2 as text), value ->> 0, value ->> 1, cast(value ->> 2 as bigint)
                 from {rows $3} where true
                 on conflict (school_id, class_id, user_id) do nothing"
            ),
            args![school, class, Value::Array(rows).to_string()],
        )
        .await?;
    Ok(())
}

/// Takes people out of a class and out of the courses that no other class of theirs takes; answers those.
pub(super) async fn leave_class(
    work: &mut Work,
    school: SchoolId,
    class: ClassId,
    people: impl Iterator<Item = UserId>,
) -> Result<Vec<Enrolled>> {
    let people = list(people);
    work.tx
        .run(
            sql!(
                "delete from class_members where school_id = $1 and class_id = $2
                 and user_id in (select value from {list $3})"
            ),
            args![school, class, people.clone()],
        )
        .await?;
    Ok(work
        .tx
        .all(
            sql!(
                "delete from enrollments where school_id = $1 and user_id in (select value from {list $3})
                 and course_id in (select k.course_id from course_classes k where k.school_id = $1 and k.class_id = $2)
                 and not exists (select 1 from course_classes o
                                 join class_members m on m.school_id = o.school_id and m.class_id = o.class_id
                                 where o.school_id = $1 and o.course_id = enrollments.course_id
                                   and m.user_id = enrollments.user_id and m.role = 'student')
                 returning user_id, course_id, enrolled_at"
            ),
            args![school, class, people],
        )
        .await?)
}

/// What the log tells of it.
fn told(change: Change, before: &Before) -> Vec<(&'static str, Vec<(UserId, Value)>)> {
    let place = |(member, after): &(Member, Member)| match change {
        Change::Role(_) => (member.user_id, json!({ "before": member.role, "after": after.role })),
        _ => (member.user_id, json!({ "before": member.standing(), "after": after.standing() })),
    };
    let moved = || -> Vec<(UserId, Value)> { before.members.iter().map(place).collect() };
    let in_class = |class: ClassId, people: &[InClass]| -> Vec<(UserId, Value)> {
        people.iter().map(|it| (it.user_id, json!({ "class": class, "role": it.role }))).collect()
    };
    match change {
        Change::Role(_) => vec![("member.role_changed", moved())],
        Change::Suspend => vec![("member.suspended", moved())],
        Change::Reinstate => vec![("member.reinstated", moved())],
        Change::End => vec![("member.ended", moved())],
        Change::AddClass(class) => vec![("member.class_added", in_class(class, &before.added))],
        Change::RemoveClass(class) => vec![("member.class_removed", in_class(class, &before.removed))],
        Change::MoveClass(from, to) => {
            vec![("member.class_removed", in_class(from, &before.removed)), ("member.class_added", in_class(to, &before.added))]
        }
    }
}

/// Keeps what was replaced, and forgets what can no longer be undone.
async fn keep(work: &mut Work, scope: &Scope, change: Change, before: &Before, people: usize, form_key: &str) -> Result<UndoId> {
    let (school, id) = (scope.school_id(), UndoId::new());
    let body = offered::body(work, scope, change, before).await?;
    work.tx.run(sql!("delete from undos where school_id = $1 and expires_at < $2"), args![school, scope.now]).await?;
    work.tx
        .run(
            sql!(
                "insert into undos (school_id, id, user_id, action, form_key, people, body, created_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            args![
                school,
                id,
                scope.user_id(),
                change.act().text(),
                form_key,
                i64::try_from(people).unwrap_or(i64::MAX),
                body,
                scope.now,
                scope.now.plus_minutes(UNDO_MINUTES)
            ],
        )
        .await?;
    Ok(id)
}

/// The change of the same form a moment ago, if it is the last thing this person changed and all is as it left it: a
/// double click. Where it was undone, or somebody has changed those people since, the same wish is a wish again.
pub(super) async fn twin(work: &mut Work, scope: &Scope, form_key: &str) -> Result<Option<UndoId>> {
    let last: Option<(UndoId, Option<String>)> = work
        .tx
        .maybe(
            sql!(
                "select id, case when form_key = $4 and undone_at is null then body end as body from undos
                 where school_id = $1 and user_id = $2 and created_at > $3 order by created_at desc, id desc limit 1"
            ),
            args![scope.school_id(), scope.user_id(), twice::since(scope.now), form_key],
        )
        .await?;
    let Some((id, Some(body))) = last else { return Ok(None) };
    let stands = undo::stands(work, scope, &offered::replaced(&body)?).await?;
    Ok(stands.then_some(id))
}

/// The members named, as they are now; those of other schools, and those out of reach, are not there.
pub(super) async fn named(work: &mut Work, scope: &Scope, ids: &[UserId]) -> Result<Vec<Member>> {
    Ok(work.tx.all(those(), args![scope.school_id(), list(ids), scope.people_reach()]).await?)
}

/// One of them, whose account waits for the end of the work, and whom the caller may change as both stand now.
///
/// # Errors
/// `NotFound`; `Forbidden` and `Beyond` for those who may not change the member.
pub(super) async fn hold(work: &mut Work, scope: &Scope, id: UserId) -> Result<Member> {
    links::lock(&mut work.tx, id).await?;
    let member = named(work, scope, &[id]).await?.pop().ok_or(Error::NotFound)?;
    let by = admins::as_now(work, scope).await?.permissions();
    policy::may_change(by, member.held())?;
    Ok(member)
}

/// Reads the members of a list.
pub(super) fn those() -> Sql {
    sql!(concat!(
        "select user_id, role, status, ended_at, suspended_at, granted, revoked from memberships
         where school_id = $1 and search_key <> '' and user_id in (select value from {list $2}) and ",
        bounds::person!("user_id", "$3"),
        " order by user_id"
    ))
}

/// Whether the caller may do this to the member.
pub(super) fn may(scope: &Scope, member: &Member) -> bool {
    policy::may_change(scope.permissions(), member.held()).is_ok()
}
