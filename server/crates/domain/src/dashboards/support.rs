//! For IT support and security: accounts, sessions, access, what was done last.

use std::collections::HashMap;

use model::dashboards::{FailedLogIn, MemberSession, People, SupportBoard};
use model::device::Device;
use model::{At, Permission};
use store::{args, sql};

use super::Part;
use crate::accounts::log_in::{MANY, SHOWN_DAYS, key_of};
use crate::classes::members::never_came;
use crate::{Result, Scope, audit};

/// Sessions, people and entries in a list.
const SHOWN: i64 = 10;

pub(super) async fn board(scope: &Scope) -> Result<SupportBoard> {
    let reader = scope.reader();
    let mut board = SupportBoard::default();
    let mut barred = People::default();
    for part in parts(scope).await? {
        match (part.part.as_str(), part.name.as_str()) {
            ("status", "active") => board.active = part.amount,
            ("status", "waiting") => board.waiting = part.amount,
            ("status", "suspended") => board.suspended = part.amount,
            ("status", _) => board.ended = part.amount,
            ("barred", _) => part.join(&mut barred, &reader)?,
            _ => board.sessions.push(MemberSession {
                user_id: part.id()?,
                device: Device::of(&part.note),
                seen: reader.when(part.at.unwrap_or_default()),
                name: part.name,
            }),
        }
    }
    board.barred = barred.first;
    board.failed = failed(scope).await?;
    if scope.can(Permission::AuditRead) {
        board.log = Some(audit::newest(scope, SHOWN).await?);
    }
    Ok(board)
}

async fn parts(scope: &Scope) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (
                   select parts.*, row_number() over (partition by part order by at desc nulls last, id) as nth
                   from (
                     select cast('status' as text) as part, s.status as id, s.status as name, cast('' as text) as note,
                            count(*) as amount, cast(0 as bigint) as most, cast(null as bigint) as at
                     from (select case when m.suspended_at is not null then 'suspended' else m.status end as status
                           from memberships m where m.school_id = $1 and not ",
                never_came!("m"),
                ") as s
                     group by s.status
                     union all
                     select 'session', u.id, u.name, max(n.device), 0, 0, max(n.seen_at)
                     from sessions n
                     join memberships m on m.user_id = n.user_id and m.school_id = $1 and m.status = 'active'
                     join users u on u.id = m.user_id
                     where n.seen_at >= $2 and n.view_user_id is null
                     group by u.id, u.name
                     union all
                     select 'barred', u.id, u.name, u.username, 0, 0, m.suspended_at
                     from memberships m join users u on u.id = m.user_id
                     where m.school_id = $1 and m.suspended_at is not null
                   ) as parts
                 ) as numbered where nth <= $3 order by part, nth, id"
            )),
            args![scope.school_id(), scope.now.plus_days(-1), SHOWN],
        )
        .await?)
}

/// Members who tried several times and have not come in since. Tries are kept by a hash, which only those can read who know whom
/// to look for.
async fn failed(scope: &Scope) -> Result<Vec<FailedLogIn>> {
    let parts: Vec<Part> = scope
        .db
        .all(
            sql!(
                "select part, id, name, note, amount, most, at from (
                   select cast('a try' as text) as part, f.account_key as id, cast('' as text) as name, cast('' as text) as note,
                          f.failures as amount, cast(0 as bigint) as most, f.last_at as at
                   from log_in_failures f where f.last_at >= $2 and f.failures >= $3
                   union all
                   select 'a member', u.id, u.name, '', 0, 0, cast(null as bigint)
                   from memberships m join users u on u.id = m.user_id
                   where m.school_id = $1 and m.status = 'active'
                     and exists (select 1 from log_in_failures f where f.last_at >= $2 and f.failures >= $3)
                 ) as parts order by at desc nulls last, id"
            ),
            args![scope.school_id(), scope.now.plus_days(-SHOWN_DAYS), MANY],
        )
        .await?;
    let (tries, members): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.at.is_some());
    let tries: HashMap<String, (i64, At)> = tries.into_iter().filter_map(|it| Some((it.id, (it.amount, it.at?)))).collect();
    let mut failed = Vec::new();
    for member in members {
        let user_id = member.id()?;
        if let Some((tries, at)) = tries.get(&key_of(user_id)).copied() {
            failed.push((at, FailedLogIn { user_id, last: scope.when(at), name: member.name, tries }));
        }
    }
    failed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    failed.truncate(SHOWN as usize);
    Ok(failed.into_iter().map(|(_, it)| it).collect())
}
