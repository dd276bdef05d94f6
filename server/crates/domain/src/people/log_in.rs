//! Help for a member who cannot log in. Whoever has a link for a new password can log in with it, so it is handed over
//! only where the account opens this one school and no more than whoever helps may do; every other is sent one by mail.

use model::ids::UserId;
use model::people::{HelpAct, LogInHelp, Standing};
use model::{Error, Permission, Role};
use serde_json::json;
use store::{args, sql};

use super::change::Member;
use super::policy;
use crate::accounts::sessions::rights;
use crate::accounts::{log_in, reset};
use crate::hub::Event;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds, mail, schools, twice};

/// The account `u` opens nothing but the school `$1`: no place and no child in another one, and not the platform. What
/// has ended elsewhere opens nothing, but a child that is still linked there.
macro_rules! alone_here {
    () => {
        "(u.platform_role <> 'super_admin'
          and not exists (select 1 from memberships o
                          where o.user_id = u.id and o.school_id <> $1
                            and (o.status <> 'ended' or o.suspended_at is not null
                                 or exists (select 1 from guardians w
                                            where w.school_id = o.school_id and o.user_id in (w.parent_id, w.child_id)))))"
    };
}
pub(super) use alone_here;

/// How somebody may help a member; nothing for those who may not change them, for oneself, and for who is not in the
/// school now. How long they wait is not said here. Staff may reach further than whoever's role ends at departments.
pub(super) fn offered(by: &Scope, member: &Member, alone: bool) -> Option<LogInHelp> {
    let may_change = policy::may_change(by.permissions(), member.held()).is_ok();
    let may = may_change && member.user_id != by.user_id() && member.standing() == Standing::Active;
    let within = !by.is_bounded() || matches!(member.role, Role::Student | Role::Parent);
    let hands_over = alone && within && policy::may_hand_over(by.permissions(), member.held()).is_ok();
    may.then_some(LogInHelp { hands_over, alone, waits_until: None })
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    member: Member,
    name: String,
    email: String,
    alone: bool,
}

/// Helps a member to log in. Answers the address of the link that is to be handed over: it is in the log nowhere, and not
/// to be had again. Of two clicks on that the second has the link that works.
///
/// # Errors
/// `NotFound`, also for an account that the platform has closed; `Forbidden` for those who may not change the member, for
/// oneself and for who is not in the school now; `Beyond` for what is not offered for this member; `TooMany` when they have
/// had many mails already.
pub async fn help(scope: &Scope, id: UserId, act: HelpAct) -> Result<Option<String>> {
    scope.require(Permission::MembersManage)?;
    let mut work = scope.begin().await?;
    // Whoever changes the role or ends the place waits here, or has done so.
    schools::lock_place(&mut work, scope.school_id(), id).await?;
    let row: Option<Row> = work
        .tx
        .maybe(
            sql!(concat!(
                "select m.user_id, m.role, m.status, m.ended_at, m.suspended_at, m.granted, m.revoked, u.name, u.email, ",
                alone_here!(),
                " as alone
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.user_id = $2 and m.search_key <> '' and u.status in ('pending', 'active') and ",
                bounds::person!("m.user_id", "$3")
            )),
            args![scope.school_id(), id, scope.people_reach()],
        )
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    let by = admins::as_now(&mut work, scope).await?;
    policy::may_change(by.permissions(), row.member.held())?;
    let offered = offered(&by, &row.member, row.alone).ok_or(Error::Forbidden)?;
    if !offered.offers(act) {
        return Err(Error::Beyond.into());
    }
    match act {
        HelpAct::HandOver => hand_over(work, scope, &row).await.map(Some),
        HelpAct::Mail => send(work, scope, &row).await.map(|()| None),
        HelpAct::LogOut => log_out(work, id).await.map(|()| None),
        HelpAct::EndWait => end_wait(work, id).await.map(|()| None),
    }
}

async fn hand_over(mut work: Work, scope: &Scope, row: &Row) -> Result<String> {
    let id = row.member.user_id;
    // Nobody changes them meanwhile.
    let rights = rights::read(scope, id).await?;
    let clicked = was_done(&mut work, scope, id, "member.link_made").await?;
    let link = reset::make_for(&mut work, scope, id, Some(&rights)).await?;
    if !clicked {
        mail::send_link_made(&mut work, scope, &mail::Helped { to: &row.email, name: &row.name, by: scope }).await?;
        work.audit("member.link_made", id, json!({})).await?;
    }
    work.commit().await?;
    Ok(link)
}

/// The second of two clicks would void the link of the first.
async fn send(mut work: Work, scope: &Scope, row: &Row) -> Result<()> {
    let id = row.member.user_id;
    if was_done(&mut work, scope, id, "member.link_sent").await? && reset::is_on_its_way(&mut work, id, scope.now).await? {
        return Ok(());
    }
    if !mail::may_send(&mut work, scope.now, &row.email).await? {
        return Err(Error::TooMany(3600).into());
    }
    let link = reset::make_for(&mut work, scope, id, None).await?;
    mail::send_link(&mut work, scope, &mail::Helped { to: &row.email, name: &row.name, by: scope }, &link).await?;
    work.audit("member.link_sent", id, json!({})).await?;
    work.commit().await
}

/// Whether the caller has done so a moment ago.
async fn was_done(work: &mut Work, scope: &Scope, id: UserId, action: &'static str) -> Result<bool> {
    let (done,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from audit where school_id = $1 and at > $2 and actor_id = $3 and action = $4
                                and subject = $5) as done"
            ),
            args![scope.school_id(), twice::since(scope.now), scope.user_id(), action, id],
        )
        .await?;
    Ok(done)
}

async fn log_out(mut work: Work, id: UserId) -> Result<()> {
    let ended = work.tx.run(sql!("delete from sessions where user_id = $1"), args![id]).await?;
    if ended == 0 {
        return Ok(());
    }
    work.audit("member.logged_out", id, json!({ "ended": ended })).await?;
    work.tell(Event::AccessChanged { user: id });
    work.commit().await
}

async fn end_wait(mut work: Work, id: UserId) -> Result<()> {
    let ended = work.tx.run(sql!("delete from log_in_failures where account_key = $1"), args![log_in::key_of(id)]).await?;
    if ended == 0 {
        return Ok(());
    }
    work.audit("member.wait_ended", id, json!({})).await?;
    work.commit().await
}
