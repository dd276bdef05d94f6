//! One member: their page, and what is done to them alone.

use model::classes::ClassRole;
use model::ids::{ClassId, UndoId, UserId};
use model::people::{Change, ClassChoice, LogInHelp, MemberClass, MemberForm, MemberPage, NumberKind, Standing, SuggestedName};
use model::{At, Day, Error, Permission, Permissions};
use serde_json::json;
use store::{args, sql};

use super::change::{self, Member};
use super::log_in::alone_here;
use super::naming::unused_here;
use super::{bulk, family, history, log_in, moving, numbers, offered, policy};
use crate::accounts::log_in::{key_of, waits_until};
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, bounds, drawn, names, viewing};

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    member: Member,
    name: String,
    username: String,
    email: String,
    phone: String,
    photo: String,
    bio: String,
    organization: String,
    number: String,
    joined_on: Option<Day>,
    created_at: At,
    unused: bool,
    is_open: bool,
    alone: bool,
    failures: Option<i64>,
    failed_at: Option<At>,
    suggested: Option<String>,
    suggested_by: Option<String>,
    suggested_until: Option<At>,
}

impl Row {
    /// How the reader may help them to log in.
    fn log_in(&self, scope: &Scope) -> Option<LogInHelp> {
        let help = log_in::offered(scope, &self.member, self.alone)?;
        let waits = self.failures.zip(self.failed_at).and_then(|(failures, at)| waits_until(failures, at, scope.now));
        self.is_open.then(|| LogInHelp { waits_until: waits.map(|at| scope.when(at)), ..help })
    }

    /// The name that is suggested to them.
    fn suggested(&mut self, scope: &Scope) -> Option<SuggestedName> {
        let (name, by) = (self.suggested.take()?, self.suggested_by.take()?);
        Some(SuggestedName { name, by, until: scope.when(self.suggested_until?) })
    }
}

/// A class of the school with the member's place in it, if they have one.
#[derive(sqlx::FromRow)]
struct Class {
    id: ClassId,
    name: String,
    role: Option<ClassRole>,
}

/// A member's page, as far as the reader may see it. `undo` names the change just made, to offer taking it back; without
/// it the caller's newest one that changed this member and still can be is offered.
///
/// # Errors
/// `Forbidden` without `members.read`, but for oneself; `NotFound` for those who never belonged to the school, and for
/// those out of reach.
pub async fn show(scope: &Scope, id: UserId, undo: Option<UndoId>) -> Result<MemberPage> {
    let own = id == scope.user_id();
    if !own {
        scope.require(Permission::MembersRead)?;
    }
    let row: Option<Row> = scope
        .db
        .maybe(
            sql!(concat!(
                "select m.user_id, m.role, m.status, m.ended_at, m.suspended_at, m.granted, m.revoked, u.name, u.username,
                        u.email, u.phone, u.photo, u.bio, u.organization, m.number, m.joined_on, m.created_at, ",
                unused_here!(),
                " as unused, (u.status in ('pending', 'active')) as is_open, ",
                alone_here!(),
                " as alone, f.failures, f.last_at as failed_at, k.name as suggested, y.name as suggested_by,
                        k.expires_at as suggested_until
                 from memberships m join users u on u.id = m.user_id
                 left join log_in_failures f on f.account_key = $5
                 left join name_suggestions k on k.school_id = m.school_id and k.user_id = m.user_id and k.expires_at > $4
                 left join users y on y.id = k.suggested_by
                 where m.school_id = $1 and m.user_id = $2 and m.search_key <> '' and ",
                bounds::person!("m.user_id", "$3")
            )),
            args![scope.school_id(), id, scope.people_reach(), scope.now, key_of(id)],
        )
        .await?;
    let mut row = row.ok_or(Error::NotFound)?;
    let suggested = row.suggested(scope);
    let log_in = row.log_in(scope);
    let Row { member, name, username, email, phone, photo, bio, organization, number, joined_on, created_at, unused, .. } = row;
    let by = scope.permissions();
    let may_change = policy::may_change(by, member.held()).is_ok();
    let may_class = may_change && crate::classes::policy::may_manage(by, None).is_ok();
    let own = own && scope.me.viewer.is_none();
    let is_here = may_change && member.standing().shows_contact();
    let may_suggest = is_here && !unused && id != scope.user_id() && member.standing() == Standing::Active;
    let managed = scope.can(Permission::MembersManage) && member.standing().shows_contact();
    let next_number = match NumberKind::of(member.role) {
        Some(kind) if may_change && number.is_empty() => numbers::next(scope, kind).await?,
        _ => String::new(),
    };
    let mut page = MemberPage {
        user_id: id,
        name,
        username,
        photo,
        bio,
        organization,
        contact: (own || managed).then_some((email, phone)),
        role: member.role,
        teacher_label: scope.place.teacher_label,
        standing: member.standing(),
        number,
        next_number,
        joined_on,
        joined: scope.when(created_at),
        granted: named(&member.granted),
        revoked: named(&member.revoked),
        classes: Vec::new(),
        family: None,
        departments: Vec::new(),
        history: if scope.can(Permission::AuditRead) { Some(history::of(scope, id).await?) } else { None },
        other_classes: Vec::new(),
        roles: if may_change && member.standing() != Standing::Ended { policy::roles(by) } else { Vec::new() },
        may_change,
        may_rename: is_here && unused,
        may_suggest,
        may_take_down: is_here && id != scope.user_id(),
        suggested: suggested.filter(|_| may_suggest),
        log_in,
        may_class,
        may_grant: policy::may_grant(by, member.held(), member.held().permissions).is_ok(),
        may_view: viewing::may_view(scope, id).await?,
        gives: by,
        undo: offered::offer(scope, undo, Some(id)).await?,
    };
    let may_add = may_class && member.standing() == Standing::Active && member.joining().is_some();
    for Class { id, name, role } in classes(scope, id, may_add).await? {
        match role {
            Some(role) => page.classes.push(MemberClass { id, name, role }),
            None => page.other_classes.push(ClassChoice { id, name }),
        }
    }
    names::sort(&mut page.other_classes, |class| class.name.as_str());
    family::add(scope, &mut page).await?;
    Ok(page)
}

fn named(names: &str) -> Permissions {
    names.split_whitespace().filter_map(|name| name.parse().ok()).collect()
}

/// The classes in use that they are in; the others too where they may be added to them.
async fn classes(scope: &Scope, id: UserId, others: bool) -> Result<Vec<Class>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select g.id, g.name, k.role from class_groups g
                 left join class_members k on k.school_id = g.school_id and k.class_id = g.id and k.user_id = $2
                 where g.school_id = $1 and g.archived_at is null and (k.user_id is not null or $3)
                   and ($2 = $4 or ",
                bounds::class!("g.id", "$5"),
                ")
                 order by g.name_key, g.id"
            )),
            args![scope.school_id(), id, others, scope.user_id(), scope.people_reach()],
        )
        .await?)
}

/// Does an act to one member. Answers what takes it back, if it changed anything.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Beyond` for a member or a role that holds more than the caller, `Conflict` when the school
/// would be left without an admin.
pub async fn change_one(scope: &Scope, id: UserId, change: Change) -> Result<Option<UndoId>> {
    policy::may_do(scope.permissions(), change)?;
    let form_key = bulk::key(&format!("{id} {change:?}"))?;
    let mut work = scope.begin().await?;
    admins::lock(&mut work, scope.school_id()).await?;
    if let Some(undo) = change::twin(&mut work, scope, &form_key).await? {
        return Ok(Some(undo));
    }
    let scope = &admins::as_now(&mut work, scope).await?;
    policy::may_do(scope.permissions(), change)?;
    let members = change::named(&mut work, scope, &[id]).await?;
    let member = members.first().ok_or(Error::NotFound)?;
    policy::may_change(scope.permissions(), member.held())?;
    moving::has_classes(&mut work, scope.school_id(), change).await?;
    change::apply(work, scope, change, members, &form_key, "").await
}

#[derive(sqlx::FromRow)]
struct Details {
    #[sqlx(flatten)]
    member: Member,
    number: String,
    joined_on: Option<String>,
}

/// Notes a member's number, where their role has one, and the day they came to the school.
///
/// # Errors
/// `Invalid` field by field, also for a number that somebody else has, `NotFound`, `Forbidden`; `Conflict` when somebody changed them since the form was drawn.
pub async fn save(scope: &Scope, id: UserId, form: &MemberForm) -> Result<()> {
    let joined_on = form.validate()?.map(|day| day.to_string());
    scope.require(Permission::MembersManage)?;
    let mut work = scope.begin().await?;
    // The row itself is the lock.
    let row: Option<Details> = work
        .tx
        .maybe(
            sql!(concat!(
                "update memberships set status = status where school_id = $1 and user_id = $2 and search_key <> '' and ",
                bounds::person!("user_id", "$3"),
                " returning user_id, role, status, ended_at, suspended_at, granted, revoked, number, joined_on"
            )),
            args![scope.school_id(), id, scope.people_reach()],
        )
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    let by = admins::as_now(&mut work, scope).await?.permissions();
    policy::may_change(by, row.member.held())?;
    // The page of those whose role has no number does not ask for one.
    let number = if NumberKind::of(row.member.role).is_some() { form.number.trim() } else { "" };
    if row.number == number && row.joined_on == joined_on {
        return Ok(());
    }
    drawn::check(&form.drawn, &MemberForm::drawn_from(&row.number, row.joined_on.as_deref().unwrap_or_default()))?;
    work.tx
        .run(
            sql!("update memberships set number = $3, joined_on = $4 where school_id = $1 and user_id = $2"),
            args![scope.school_id(), id, number, joined_on.clone()],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "number"))?;
    let before = json!([row.number, row.joined_on]);
    work.audit("member.details_changed", id, json!({ "before": before, "after": [number, joined_on] })).await?;
    work.commit().await
}
