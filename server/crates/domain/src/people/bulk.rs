//! Many members at once (product.md section 4): those ticked, or all that match. First counted, then done.

use std::collections::HashSet;

use model::ids::{ClassId, UndoId};
use model::people::{Act, BulkForm, BulkPreview, ClassChoice, ClassPlaces, PeopleFilter, Reached, Standing};
use model::{Error, Feature, Permission, Problem};
use serde::Serialize;
use store::{Sql, args, sql};

use super::change::{self, Member, may};
use super::search::{arguments, matching};
use super::{moving, policy};
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds, drawn, names, secrets};

/// People whom the preview names.
const NAMED: i64 = 12;

/// Whether many may be changed at once here.
fn may_bulk(scope: &Scope) -> Result<()> {
    scope.require(Permission::MembersManage)?;
    if scope.place.has(Feature::BulkOperations) { Ok(()) } else { Err(Error::Forbidden.into()) }
}

fn all_matching() -> Sql {
    sql!(concat!(
        "select m.user_id, m.role, m.status, m.ended_at, m.suspended_at, m.granted, m.revoked from memberships m where ",
        matching!(),
        " order by m.user_id"
    ))
}

/// What the act would do, before it is done. Role and class may still be open; no act is done to nobody.
///
/// # Errors
/// `Forbidden` for those who may not change many.
pub async fn preview(scope: &Scope, form: &BulkForm) -> Result<BulkPreview> {
    may_bulk(scope)?;
    let Ok(act) = form.act.parse::<Act>() else { return Ok(BulkPreview::nobody(scope.place.teacher_label)) };
    if act.wants_class() {
        crate::classes::policy::may_manage(scope.permissions(), None)?;
    }
    let chosen: Vec<Member> = if form.all {
        scope.db.all(all_matching(), arguments(scope, &form.filter)).await?
    } else {
        scope.db.all(change::those(), args![scope.school_id(), store::list(form.ids()), scope.people_reach()]).await?
    };
    let from = if act == Act::MoveClass { looked_for(scope, &form.filter).await? } else { None };
    let (free, kept): (Vec<_>, Vec<_>) = chosen.iter().partition(|member| is_free(scope, member));
    let reached: Vec<&Member> =
        free.into_iter().filter(|member| could(act, member) && (act != Act::MoveClass || from.is_some())).collect();
    let first: Vec<Reached> = scope
        .db
        .all(
            sql!(
                "select u.name, u.username, m.role from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.user_id in (select value from {list $2})
                 order by m.search_key, m.user_id limit $3"
            ),
            args![scope.school_id(), store::list(reached.iter().map(|it| it.user_id)), NAMED],
        )
        .await?;
    Ok(BulkPreview {
        chosen: count(chosen.len()),
        reached: count(reached.len()),
        kept: count(kept.len()),
        seal: drawn::together(reached.iter().map(|it| it.user_id)),
        first,
        places: if act == Act::Role { places(scope, &reached).await? } else { ClassPlaces::default() },
        classes: if act.wants_class() { classes(scope, from.as_ref()).await? } else { Vec::new() },
        from,
        roles: if act == Act::Role { policy::roles(scope.permissions()) } else { Vec::new() },
        teacher_label: scope.place.teacher_label,
    })
}

/// Their places in classes in use, some of which a new role may end.
async fn places(scope: &Scope, people: &[&Member]) -> Result<ClassPlaces> {
    let (students, teachers): (i64, i64) = scope
        .db
        .one(
            sql!(
                "select cast(coalesce(sum(case when k.role = 'student' then 1 else 0 end), 0) as bigint) as students,
                        cast(coalesce(sum(case when k.role = 'teacher' then 1 else 0 end), 0) as bigint) as teachers
                 from class_members k
                 join class_groups g on g.school_id = k.school_id and g.id = k.class_id and g.archived_at is null
                 where k.school_id = $1 and k.user_id in (select value from {list $2})"
            ),
            args![scope.school_id(), store::list(people.iter().map(|it| it.user_id))],
        )
        .await?;
    Ok(ClassPlaces { students, teachers })
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The class in use that people were looked for by, if it is one.
async fn looked_for(scope: &Scope, filter: &PeopleFilter) -> Result<Option<ClassChoice>> {
    let found: Vec<(ClassId, String)> = scope
        .db
        .all(
            sql!(concat!(
                "select g.id, g.name from class_groups g
                 where g.school_id = $1 and g.archived_at is null and (g.id = $2 or g.name_key = $3) and ",
                bounds::class!("g.id", "$4"),
                " order by g.id limit 2"
            )),
            args![scope.school_id(), filter.class(), filter.class_name().map(names::key), scope.people_reach()],
        )
        .await?;
    let mut found = found.into_iter().map(|(id, name)| ClassChoice { id, name });
    Ok(found.next().filter(|_| found.next().is_none()))
}

/// Those that may be chosen: all in use but the one that people are moved out of.
async fn classes(scope: &Scope, but: Option<&ClassChoice>) -> Result<Vec<ClassChoice>> {
    let rows: Vec<(ClassId, String)> = scope
        .db
        .all(
            sql!("select id, name from class_groups where school_id = $1 and archived_at is null order by name_key, id"),
            args![scope.school_id()],
        )
        .await?;
    let rows = rows.into_iter().filter(|(id, _)| but.is_none_or(|it| it.id != *id));
    let mut choices: Vec<ClassChoice> = rows.map(|(id, name)| ClassChoice { id, name }).collect();
    names::sort(&mut choices, |class| class.name.as_str());
    Ok(choices)
}

/// Nobody changes themselves among many, nor those whom only others may change.
fn is_free(scope: &Scope, member: &Member) -> bool {
    member.user_id != scope.user_id() && may(scope, member)
}

/// Whether the act can be done to a member, whatever role or class it will name.
fn could(act: Act, member: &Member) -> bool {
    match (act, member.standing()) {
        (Act::Role | Act::End, standing) => standing != Standing::Ended,
        (Act::Suspend, standing) => standing == Standing::Active,
        (Act::Reinstate, standing) => matches!(standing, Standing::Suspended | Standing::Ended),
        (Act::AddClass | Act::MoveClass, standing) => standing == Standing::Active && member.joining().is_some(),
        (Act::RemoveClass, _) => true,
    }
}

/// Does the act to all of the chosen whom it reaches, in one transaction. Answers what takes it back, if anybody was
/// reached; the second of two clicks answers like the first.
///
/// # Errors
/// `Forbidden`, `Beyond` for a role that holds more than the caller, `Invalid` without a role or a class or for a reason
/// that is no line, `NotFound` for a class of another school, `Conflict` when others match than were shown, or when the
/// school would be left without an admin. Then nothing is changed.
pub async fn change(scope: &Scope, form: &BulkForm) -> Result<Option<UndoId>> {
    let change = form.validate()?;
    may_bulk(scope)?;
    policy::may_do(scope.permissions(), change)?;
    let form_key = key(form)?;
    let mut work = scope.begin().await?;
    admins::lock(&mut work, scope.school_id()).await?;
    if let Some(undo) = change::twin(&mut work, scope, &form_key).await? {
        return Ok(Some(undo));
    }
    let scope = &admins::as_now(&mut work, scope).await?;
    may_bulk(scope)?;
    policy::may_do(scope.permissions(), change)?;
    moving::has_classes(&mut work, scope.school_id(), change).await?;
    let chosen = chosen(&mut work, scope, form).await?;
    let counted = count(chosen.len());
    let reached: Vec<Member> =
        chosen.into_iter().filter(|member| is_free(scope, member) && could(change.act(), member)).collect();
    if counted != form.count || form.all && drawn::together(reached.iter().map(|it| it.user_id)) != form.seal {
        return Err(Error::Conflict(Problem::OthersMatch).into());
    }
    change::apply(work, scope, change, reached, &form_key, form.reason.trim()).await
}

async fn chosen(work: &mut Work, scope: &Scope, form: &BulkForm) -> Result<Vec<Member>> {
    if form.all {
        return Ok(work.tx.all(all_matching(), arguments(scope, &form.filter)).await?);
    }
    let ids: HashSet<_> = form.ids().into_iter().collect();
    change::named(work, scope, &ids.into_iter().collect::<Vec<_>>()).await
}

/// What a form is known by when it comes twice.
pub(super) fn key(form: &impl Serialize) -> Result<String> {
    Ok(secrets::hash(&serde_json::to_string(form)?))
}
