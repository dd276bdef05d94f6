//! A code for one mail domain asks for those whose address nobody has proven. Once they have proven it, nothing is left
//! to ask, unless the code asks first anyway.

use model::classes::RequestStatus;
use model::ids::UserId;
use serde_json::json;
use store::{args, sql};

use super::{Asks, Code};
use crate::classes::{requests, seats};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Request, Result, Visitor, mail};

/// Somebody who waits, with the code that would let them in now.
#[derive(sqlx::FromRow)]
struct Waits {
    #[sqlx(flatten)]
    code: Code,
    name: String,
    email: String,
}

/// Lets in somebody who has proven their address, wherever that was all they waited for. They are told by mail, as by
/// those who let people in. A fault is no reason to refuse what proved the address: they wait on.
pub(crate) async fn let_in(request: &Request, user: UserId) {
    if let Err(error) = try_let_in(request, user).await {
        tracing::error!(?error, %user, "somebody who has proven their address was not let in");
    }
}

/// By the very code they asked with, and only while it is the class's: one that came after it was never given to them.
async fn try_let_in(request: &Request, user: UserId) -> Result<()> {
    let waiting: Vec<Waits> = request
        .db
        .all(
            sql!(
                "select k.school_id, s.slug, k.class_id, k.kind, k.code, k.closed, k.ask_first, k.mail_domain, k.expires_at,
                        g.name as class, s.name as school, s.locale, u.name, u.email
                 from class_requests q
                 join memberships m on m.school_id = q.school_id and m.user_id = q.user_id and m.status <> 'ended'
                 join users u on u.id = q.user_id and u.verified_at is not null
                 join class_codes k on k.school_id = q.school_id and k.class_id = q.class_id and k.code = q.code
                   and k.kind = case when q.role = 'teacher' then 'lecturer' else 'student' end
                 join schools s on s.id = k.school_id
                 join class_groups g on g.school_id = k.school_id and g.id = k.class_id and g.archived_at is null
                 where q.user_id = $1 and q.status = 'waiting' and k.mail_domain <> '' and not k.ask_first
                 order by q.school_id, q.class_id"
            ),
            args![user],
        )
        .await?;
    for waits in waiting.iter().filter(|it| it.code.refuses(Some(&it.email), request.now).is_none()) {
        match waits.come_in(request, user).await {
            Ok(()) | Err(crate::Error::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}

impl Waits {
    async fn come_in(&self, request: &Request, user: UserId) -> Result<()> {
        let (code, seat) = (&self.code, self.code.seat());
        let mut work = Visitor(request.clone()).begin().await?;
        work.concerns(Some(user), Some(seat.school));
        seats::lock(&mut work, seat.school, seat.class).await?;
        let (waits,): (bool,) = work
            .tx
            .one(
                sql!(
                    "select exists (select 1 from class_requests
                     where school_id = $1 and class_id = $2 and user_id = $3 and status = 'waiting' and code = $4) as waits"
                ),
                args![seat.school, seat.class, user, code.code.as_str()],
            )
            .await?;
        // Answered by somebody meanwhile, or the code asks first now.
        if !waits || code.asks_now(&mut work, user, request.now).await? != Asks::Nothing {
            return Ok(());
        }
        seats::take(&mut work, seat, user, request.now).await?;
        let (before, after) = (RequestStatus::Waiting.text(), RequestStatus::Admitted.text());
        let detail = json!({ "class": seat.class, "role": seat.role.text(), "before": before, "after": after });
        work.audit("class.admitted", user, detail).await?;
        let letter =
            mail::Answer { of: seat.school, to: &self.email, name: &self.name, class: &code.class, school: &code.school };
        let page = code.page();
        mail::send_answer(&mut work, request, letter, Some(&page)).await?;
        requests::tell_answer(&mut work, (seat.school, seat.class), user, &code.class, Some(&page)).await?;
        work.tell(Event::AccessChanged { user });
        work.commit().await
    }
}
