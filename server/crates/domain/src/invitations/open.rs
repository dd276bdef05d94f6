//! The invitations of a school: shown, sent again, withdrawn.

use std::collections::BTreeSet;

use model::ids::{InvitationId, UserId};
use model::invitations::{ClassChoice, InvitationCard, InvitationFilter, InvitationState, InvitationsPage, PAGE, can_invite};
use model::people::CLASSES_AT_ONCE;
use model::{At, Error, Permission, Problem, Role};
use serde_json::json;
use store::{args, sql};

use super::search::{self, address, matching, member};
use super::{DAYS, LEFT_OUT, Sent, children, policy, send, withdrawing};
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds, mail, names, pages, secrets, twice};

#[derive(sqlx::FromRow)]
struct Row {
    id: InvitationId,
    email: String,
    name: String,
    role: Role,
    class: Option<String>,
    children: Option<String>,
    by_name: String,
    link: String,
    sent_at: At,
    expires_at: At,
    accepted_at: Option<At>,
    withdrawn_at: Option<At>,
    member: Option<UserId>,
    member_name: Option<String>,
}

impl Row {
    fn state(&self, now: At) -> InvitationState {
        match (self.accepted_at, self.withdrawn_at) {
            (Some(_), _) => InvitationState::Accepted,
            (None, Some(_)) => InvitationState::Withdrawn,
            (None, None) if self.expires_at <= now => InvitationState::Expired,
            (None, None) => InvitationState::Open,
        }
    }
}

/// The first page of those who were invited and have not come, and what a new one can be made of.
///
/// # Errors
/// `Forbidden` without `members.manage`.
pub async fn list(scope: &Scope) -> Result<InvitationsPage> {
    list_after(scope, &InvitationFilter::default(), "").await
}

/// A page of those that are asked for, with the names of those who were left out of the last ones: their ids, by commas.
/// Whom the caller does not reach is counted.
///
/// # Errors
/// As [`list`].
pub async fn list_after(scope: &Scope, filter: &InvitationFilter, left_out: &str) -> Result<InvitationsPage> {
    scope.require(Permission::MembersManage)?;
    let (left_out, unnamed) = names_of(scope, left_out).await?;
    let found = search::by_words(scope, filter).await?;
    let total = match &found {
        Some(found) => found.len() as i64,
        None => search::count(scope, filter).await?,
    };
    let page = pages::within(filter.page, total, PAGE);
    let mut wanted = search::arguments(scope, filter);
    wanted.extend(args![found.is_none(), store::list(found.unwrap_or_default()), PAGE, (page - 1) * PAGE]);
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select i.id, ",
                address!(),
                " as email, i.name, i.role, g.name as class, ",
                children::names!(),
                " as children, u.name as by_name, i.link, i.sent_at, i.expires_at, i.accepted_at, i.withdrawn_at,
                        am.user_id as member, au.name as member_name
                 from invitations i
                 join users u on u.id = i.invited_by
                 left join class_groups g on g.school_id = i.school_id and g.id = i.class_id ",
                member!(),
                " where ",
                matching!(),
                " and ($6 or i.id in (select value from {list $7}))
                  order by i.invited_at desc, i.id desc limit $8 offset $9"
            )),
            wanted,
        )
        .await?;
    // One more than are offered tells that they are many.
    let mut classes: Vec<ClassChoice> = scope
        .db
        .all(
            sql!(concat!(
                "select id, name from class_groups where school_id = $1 and archived_at is null and ",
                bounds::class!("class_groups.id", "$2"),
                " order by name_key, id limit $3"
            )),
            args![scope.school_id(), scope.people_reach(), CLASSES_AT_ONCE as i64 + 1],
        )
        .await?;
    let many_classes = classes.len() > CLASSES_AT_ONCE;
    if many_classes {
        classes.clear();
    }
    names::sort(&mut classes, |class| class.name.as_str());
    let roles = Role::ALL.iter().copied().filter(|role| can_invite(scope.permissions(), *role)).collect();
    let cards = rows.into_iter().map(|row| card(scope, row)).collect();
    let withdrawable = withdrawing::preview(scope, filter).await?;
    let may_link = scope.can(Permission::GuardiansManage);
    let teacher_label = scope.place.teacher_label;
    Ok(InvitationsPage {
        cards,
        total,
        page,
        withdrawable,
        roles,
        teacher_label,
        classes,
        many_classes,
        may_link,
        left_out,
        unnamed,
    })
}

fn card(scope: &Scope, row: Row) -> InvitationCard {
    let state = row.state(scope.now);
    InvitationCard {
        id: row.id,
        role: row.role,
        class: row.class,
        children: row.children,
        by: row.by_name,
        sent: scope.when(row.sent_at),
        expires: scope.when(row.expires_at),
        state,
        settled: row.accepted_at.or(row.withdrawn_at).map(|at| scope.when(at)),
        member: row.member.filter(|_| scope.can(Permission::MembersRead)),
        // A link that gives a role is for those who may give it.
        link: match state.is_waiting() && can_invite(scope.permissions(), row.role) {
            true => format!("{}/invited/{}", scope.settings.public_url, row.link),
            false => String::new(),
        },
        email: row.email,
        name: row.member_name.unwrap_or(row.name),
    }
}

/// The names of the members of the school among these, as far as the caller reaches, and how many others they are.
async fn names_of(scope: &Scope, ids: &str) -> Result<(Vec<String>, usize)> {
    let ids: BTreeSet<UserId> = ids.split(',').filter_map(|id| id.parse().ok()).take(LEFT_OUT).collect();
    if ids.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let all = ids.len();
    let names: Vec<(String,)> = scope
        .db
        .all(
            sql!(concat!(
                "select u.name from memberships m
                 join users u on u.id = m.user_id
                 where m.school_id = $1 and m.status = 'active' and m.user_id in (select value from {list $2}) and ",
                bounds::person!("m.user_id", "$3"),
                " order by u.name_key, u.id"
            )),
            args![scope.school_id(), store::list(ids), scope.people_reach()],
        )
        .await?;
    let unnamed = all.saturating_sub(names.len());
    Ok((names.into_iter().map(|(name,)| name).collect(), unnamed))
}

#[derive(sqlx::FromRow)]
struct Open {
    email: String,
    name: String,
    role: Role,
    note: String,
    sent_at: At,
    /// Whether it names some.
    children: bool,
}

/// An open invitation that the caller may give, locked; nothing for one that was accepted or withdrawn.
async fn find(work: &mut Work, scope: &Scope, id: InvitationId) -> Result<Option<Open>> {
    work.tx.run(sql!("update invitations set id = id where school_id = $1 and id = $2"), args![scope.school_id(), id]).await?;
    let row: Option<(Role,)> = work
        .tx
        .maybe(sql!("select role from invitations where school_id = $1 and id = $2"), args![scope.school_id(), id])
        .await?;
    let (role,) = row.ok_or(Error::NotFound)?;
    let by = admins::as_now(work, scope).await?.permissions();
    policy::may_invite(by, role)?;
    Ok(work
        .tx
        .maybe(
            sql!(
                "select email, name, role, note, sent_at,
                        exists (select 1 from invitation_children k
                                where k.school_id = invitations.school_id and k.invitation_id = invitations.id) as children
                 from invitations
                 where school_id = $1 and id = $2 and accepted_at is null and withdrawn_at is null"
            ),
            args![scope.school_id(), id],
        )
        .await?)
}

/// Sends the mail again, with a new link and 14 days from now. The second of two clicks sends nothing.
///
/// # Errors
/// `Forbidden` without `members.manage`, and without `guardians.manage` for one that names children; `Beyond` for a role
/// that holds more than the caller; `NotFound` for what is no invitation of the school; `Conflict` for one that was
/// accepted or withdrawn.
pub async fn send_again(scope: &Scope, id: InvitationId) -> Result<()> {
    scope.require(Permission::MembersManage)?;
    let mut work = scope.begin().await?;
    let row = find(&mut work, scope, id).await?.ok_or(Error::Conflict(Problem::ChangedMeanwhile))?;
    if row.sent_at > twice::since(scope.now) {
        return Ok(());
    }
    if row.children && !scope.can(Permission::GuardiansManage) {
        return Err(Error::Forbidden.into());
    }
    if !mail::may_send(&mut work, scope.now, &row.email).await? {
        return Err(Error::TooMany(3600).into());
    }
    let (token, expires_at) = (secrets::token(), scope.now.plus_days(DAYS));
    work.tx
        .run(
            sql!(
                "update invitations set mail_hash = $3, sent_at = $4, expires_at = $5, invited_by = $6
                 where school_id = $1 and id = $2"
            ),
            args![scope.school_id(), id, secrets::hash(&token), scope.now, expires_at, scope.user_id()],
        )
        .await?;
    let sent = Sent { email: &row.email, name: &row.name, role: row.role, note: &row.note, expires_at };
    send(&mut work, scope, &sent, &token).await?;
    work.audit("member.invited_again", id, json!({ "email": row.email })).await?;
    work.commit().await
}

/// Withdraws an invitation: its links stop working. One that is withdrawn stays so.
///
/// # Errors
/// As [`send_again`], but withdrawn already is fine.
pub async fn withdraw(scope: &Scope, id: InvitationId) -> Result<()> {
    scope.require(Permission::MembersManage)?;
    let mut work = scope.begin().await?;
    let Some(row) = find(&mut work, scope, id).await? else { return Ok(()) };
    work.tx
        .run(
            sql!("update invitations set withdrawn_at = $3 where school_id = $1 and id = $2"),
            args![scope.school_id(), id, scope.now],
        )
        .await?;
    work.audit("member.invitation_withdrawn", id, json!({ "email": row.email, "role": row.role.text() })).await?;
    work.commit().await
}
