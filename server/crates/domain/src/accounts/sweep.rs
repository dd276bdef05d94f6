//! Accounts that registered themselves and were neither proven nor used for a day (product.md section 3). Their places
//! end, and their name and address are free for whoever they belong to. The row stays without them, as the audit log
//! refers to it. Nobody is swept who was invited, imported, was made an admin, or waits to be let into a class.

use model::ids::{SchoolId, UserId};
use serde_json::json;
use store::{args, sql};

use crate::scope::Actor;
use crate::{Result, System};

/// Hours an account may wait for its first use.
const HOURS: i64 = 24;
/// Milliseconds by which the clocks of two nodes may differ.
const SKEW: i64 = 3_600_000;

/// Ends the accounts that nobody proved and nobody used. Who founded a school, or did anything that is in the audit log,
/// such as saying a word in a chat, has used theirs; so has who opened a page a minute later. What a family code did at
/// the registration is part of it.
pub(crate) async fn sweep(system: &System) -> Result<()> {
    let unused: Vec<(UserId, SchoolId)> = system
        .db
        .all(
            sql!(
                "select u.id, m.school_id from users u
                 join memberships m on m.user_id = u.id
                      and (m.status = 'active' or m.status = 'ended' and m.suspended_at is null
                           and coalesce(m.ended_at, (select max(d.decided_at) from class_requests d
                                                     where d.school_id = m.school_id and d.user_id = m.user_id), m.created_at) <= $1)
                 where u.status = 'pending' and u.verified_at is null and u.created_at <= $1 and m.role <> 'school_admin'
                   and u.platform_role <> 'super_admin'
                   and exists (select 1 from audit a where a.school_id = m.school_id and a.at = u.created_at
                               and a.actor_id = u.id and a.action = 'account.joined')
                   and not exists (select 1 from audit a where (a.school_id = m.school_id or a.school_id is null)
                                   and a.at >= u.created_at - $3 and a.actor_id = u.id and a.action <> 'account.joined'
                                   and not (a.at = u.created_at and a.action in ('guardian.code_used', 'guardian.linked')))
                   and not exists (select 1 from memberships o where o.user_id = u.id and o.school_id <> m.school_id)
                   and not exists (select 1 from class_requests q where q.user_id = u.id and q.status = 'waiting')
                   and not exists (select 1 from sessions s where s.user_id = u.id and s.expires_at > $2)
                 order by u.id"
            ),
            args![system.now.plus_hours(-HOURS), system.now, SKEW],
        )
        .await?;
    let mut outcome = Ok(());
    for (user, school) in unused {
        if let Err(error) = end(system, user, school).await {
            tracing::warn!(%user, ?error, "an unused account could not be swept");
            outcome = outcome.and(Err(error));
        }
    }
    outcome
}

async fn end(system: &System, user: UserId, school: SchoolId) -> Result<()> {
    let mut work = system.begin().await?;
    work.concerns(None, Some(school));
    // Who is just being made an admin somewhere is one, or not yet, when all is asked below.
    work.tx.run(sql!("update users set id = id where id = $1"), args![user]).await?;
    // All is asked once more: it may have been used since it was listed. The keys are unique; an id can be neither a
    // username nor an address.
    let ended = work
        .tx
        .run(
            sql!(
                "update users set username = '', username_key = id, email = '', email_key = id, email_search = '', name = '',
                                  name_key = '', password_hash = '', status = 'inactive'
                 where id = $1 and status = 'pending' and verified_at is null and platform_role <> 'super_admin'
                   and not exists (select 1 from sessions s where s.user_id = $1 and s.expires_at > $2)
                   and not exists (select 1 from memberships o where o.user_id = $1
                                   and (o.school_id <> $3 or o.role = 'school_admin'))
                   and not exists (select 1 from class_requests q where q.user_id = $1 and q.status = 'waiting')
                   and not exists (select 1 from audit a where (a.school_id = $3 or a.school_id is null)
                                   and a.at >= users.created_at - $4 and a.actor_id = $1 and a.action <> 'account.joined'
                                   and not (a.at = users.created_at
                                            and a.action in ('guardian.code_used', 'guardian.linked')))"
            ),
            args![user, system.now, school, SKEW],
        )
        .await?;
    if ended == 0 {
        // Used at this very moment.
        return Ok(());
    }
    work.tx.run(sql!("delete from sessions where user_id = $1"), args![user]).await?;
    work.tx.run(sql!("delete from tokens where user_id = $1"), args![user]).await?;
    work.tx.run(sql!("delete from notifications where user_id = $1"), args![user]).await?;
    work.tx.run(sql!("delete from enrollments where school_id = $1 and user_id = $2"), args![school, user]).await?;
    work.tx.run(sql!("delete from left_courses where school_id = $1 and user_id = $2"), args![school, user]).await?;
    work.tx.run(sql!("delete from class_requests where school_id = $1 and user_id = $2"), args![school, user]).await?;
    work.tx.run(sql!("delete from class_members where school_id = $1 and user_id = $2"), args![school, user]).await?;
    work.tx
        .run(sql!("delete from guardians where school_id = $1 and (parent_id = $2 or child_id = $2)"), args![school, user])
        .await?;
    // Whoever it was meant for can come with it once more, while it is not too old.
    work.tx
        .run(
            sql!("update family_codes set used_at = null, used_by = null where school_id = $1 and used_by = $2"),
            args![school, user],
        )
        .await?;
    work.tx
        .run(
            sql!("update memberships set status = 'ended', ended_at = $3 where school_id = $1 and user_id = $2"),
            args![school, user, system.now],
        )
        .await?;
    work.audit("account.swept", user, json!({})).await?;
    work.commit().await
}
