//! Who is in a class: members of the school are added, given another role in it, removed, and leave by themselves. Their
//! enrolments follow; what they handed in, and its marks, stays.

use model::classes::{Candidate, ClassRole, PEOPLE_PAGE, PeoplePage};
use model::ids::{ClassId, UserId};
use model::{Error, Permission, Problem, Role};
use serde_json::json;
use store::{Arg, args, list, sql};

use super::members::looks_after;
use super::{life, own_role, policy};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, Work, announcements, bounds, courses, search};

/// People who are found for some words.
const FOUND: i64 = 20;

/// The class with a page of its people, for those who manage them, and the members of the school whom the words find by
/// name, username or number. A page past the end is the last.
///
/// # Errors
/// `NotFound` for a class that is not the caller's; `Forbidden` for those who do not manage it.
pub async fn show(scope: &Scope, id: ClassId, q: &str, page: i64) -> Result<PeoplePage> {
    let class = super::with_people(scope, id, PEOPLE_PAGE, page).await?;
    if !class.may_manage {
        return Err(Error::Forbidden.into());
    }
    let words = search::words(q);
    let asked = !class.archived && words.iter().any(Option::is_some);
    let found = if asked { candidates(scope, id, words).await? } else { Vec::new() };
    Ok(PeoplePage { class, q: q.trim().to_owned(), found, teacher_label: scope.place.teacher_label })
}

/// Those whose role lets them into a class. Who is out of the caller's reach is not found.
async fn candidates(scope: &Scope, id: ClassId, words: [Option<String>; 4]) -> Result<Vec<Candidate>> {
    let mut args = args![scope.school_id(), id, FOUND];
    args.extend(words.map(Arg::from));
    let fitting = Role::ALL.iter().filter(|role| ClassRole::joining(**role).is_some());
    args.extend(args![scope.people_reach(), list(fitting)]);
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select u.id as user_id, u.name, u.username, u.photo, p.role
                 from memberships p
                 join users u on u.id = p.user_id
                 where p.school_id = $1 and p.search_key <> '' and p.status = 'active'
                   and p.role in (select value from {list $9}) and ",
                bounds::person!("p.user_id", "$8"),
                " and not exists (select 1 from class_members m
                                  where m.school_id = p.school_id and m.class_id = $2 and m.user_id = p.user_id)
                   and ",
                search::fits!("$4", "$5", "$6", "$7", "p.search_key"),
                " order by p.search_key, p.user_id limit $3"
            )),
            args,
        )
        .await?)
}

/// Adds a member of the school to a class. The second of two clicks finds them there.
///
/// # Errors
/// `NotFound` for a class that is not the caller's and for somebody who is no active member or out of reach; `Forbidden`
/// for those who do not manage it, and where it is archived; `Invalid` for a place that their role does not fit.
pub async fn add(scope: &Scope, id: ClassId, user: UserId, role: ClassRole) -> Result<()> {
    let mut work = open(scope, id).await?;
    if role_of(&mut work, scope, id, user).await?.is_some() {
        return Ok(());
    }
    let held: Option<(Role,)> = work
        .tx
        .maybe(
            sql!(concat!(
                "select p.role from memberships p
                 where p.school_id = $1 and p.user_id = $2 and p.status = 'active' and p.role <> 'parent' and ",
                bounds::person!("p.user_id", "$3")
            )),
            args![scope.school_id(), user, scope.people_reach()],
        )
        .await?;
    fit(role, held.ok_or(Error::NotFound)?.0)?;
    work.tx
        .run(
            sql!("insert into class_members (school_id, class_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5)"),
            args![scope.school_id(), id, user, role.text(), scope.now],
        )
        .await?;
    if role == ClassRole::Student {
        courses::enroll_newcomer(&mut work, scope.school_id(), id, user, scope.now).await?;
    }
    work.audit("class.member_added", id, json!({ "member": user, "role": role.text() })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await
}

/// Gives somebody the place in the class that fits their role in the school.
///
/// # Errors
/// As [`add`]; `Conflict` where nobody else could look after the class.
pub async fn set_role(scope: &Scope, id: ClassId, user: UserId, role: ClassRole) -> Result<()> {
    let mut work = open(scope, id).await?;
    let before = role_of(&mut work, scope, id, user).await?.ok_or(Error::NotFound)?;
    if before == role {
        return Ok(());
    }
    let (held,): (Role,) = work
        .tx
        .one(sql!("select role from memberships where school_id = $1 and user_id = $2"), args![scope.school_id(), user])
        .await?;
    fit(role, held)?;
    if keeps_place(before, held) {
        return Err(Error::form(Problem::RoleDoesNotLearn).into());
    }
    work.tx
        .run(
            sql!("update class_members set role = $4 where school_id = $1 and class_id = $2 and user_id = $3"),
            args![scope.school_id(), id, user, role.text()],
        )
        .await?;
    match role {
        ClassRole::Student => {
            stay_looked_after(&mut work, scope, id).await?;
            announcements::put_back(&mut work, scope.school_id(), scope.now, [user], None).await?;
            courses::enroll_newcomer(&mut work, scope.school_id(), id, user, scope.now).await?;
        }
        ClassRole::Teacher => courses::drop_out(&mut work, scope.school_id(), id, user).await?,
    }
    let changed = json!({ "member": user, "before": { "role": before.text() }, "after": { "role": role.text() } });
    work.audit("class.member_changed", id, changed).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await
}

/// Takes somebody out of the class. The second of two clicks finds them gone.
///
/// # Errors
/// As [`set_role`].
pub async fn remove(scope: &Scope, id: ClassId, user: UserId) -> Result<()> {
    let mut work = open(scope, id).await?;
    let is_member = work
        .tx
        .maybe::<(bool,)>(
            sql!("select (status = 'active') as active from memberships where school_id = $1 and user_id = $2"),
            args![scope.school_id(), user],
        )
        .await?;
    is_member.ok_or(Error::NotFound)?;
    take_out(work, scope, id, user, "class.member_removed").await
}

/// Leaves a class oneself, archived or not.
///
/// # Errors
/// `NotFound` for a class that is not the caller's; `Conflict` where nobody else could look after it.
pub async fn leave(scope: &Scope, id: ClassId) -> Result<()> {
    own_role(scope, id).await?;
    let mut work = scope.begin().await?;
    life::lock(&mut work, scope, id).await?;
    take_out(work, scope, id, scope.user_id(), "class.left").await
}

async fn take_out(mut work: Work, scope: &Scope, id: ClassId, user: UserId, action: &str) -> Result<()> {
    let Some(before) = role_of(&mut work, scope, id, user).await? else { return Ok(()) };
    work.tx
        .run(
            sql!("delete from class_members where school_id = $1 and class_id = $2 and user_id = $3"),
            args![scope.school_id(), id, user],
        )
        .await?;
    if before == ClassRole::Teacher {
        stay_looked_after(&mut work, scope, id).await?;
        announcements::put_back(&mut work, scope.school_id(), scope.now, [user], None).await?;
    }
    courses::drop_out(&mut work, scope.school_id(), id, user).await?;
    work.audit(action, id, json!({ "member": user, "role": before.text() })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await
}

/// Whether somebody's place stays as it is: who looks after the class without teaching has no way back to the place they do
/// it from.
pub(super) fn keeps_place(place: ClassRole, held: Role) -> bool {
    place == ClassRole::Teacher && ClassRole::of(held).is_none() && held.can(Permission::ClassesManage)
}

/// Whether the place is what somebody of the role comes into a class as.
fn fit(place: ClassRole, held: Role) -> Result<()> {
    if ClassRole::joining(held) == Some(place) { Ok(()) } else { Err(Error::form(place.refusal()).into()) }
}

/// Opens a change of the class's people for those who manage them.
async fn open(scope: &Scope, id: ClassId) -> Result<Work> {
    policy::may_manage(scope.permissions(), own_role(scope, id).await?)?;
    let mut work = scope.begin().await?;
    let (_, archived) = life::lock(&mut work, scope, id).await?;
    if archived { Err(Error::Forbidden.into()) } else { Ok(work) }
}

async fn role_of(work: &mut Work, scope: &Scope, id: ClassId, user: UserId) -> Result<Option<ClassRole>> {
    let role: Option<(ClassRole,)> = work
        .tx
        .maybe(
            sql!("select role from class_members where school_id = $1 and class_id = $2 and user_id = $3"),
            args![scope.school_id(), id, user],
        )
        .await?;
    Ok(role.map(|(role,)| role))
}

/// The class still has a teacher who can do something in it, or somebody in the school manages every class.
async fn stay_looked_after(work: &mut Work, scope: &Scope, id: ClassId) -> Result<()> {
    let everywhere = Role::ALL.iter().filter(|role| role.can(Permission::ClassesReadAll) && role.can(Permission::ClassesManage));
    let (looked_after,): (bool,) = work
        .tx
        .one(
            sql!(concat!(
                "select (exists (select 1 from class_members m
                                 where m.school_id = $1 and m.class_id = $2 and ",
                looks_after!("m"),
                ")
                         or exists (select 1 from memberships p where p.school_id = $1 and p.status = 'active'
                                    and p.role in (select value from {list $3}))) as looked_after"
            )),
            args![scope.school_id(), id, list(everywhere)],
        )
        .await?;
    if looked_after { Ok(()) } else { Err(Error::Conflict(Problem::LastTeacher).into()) }
}
