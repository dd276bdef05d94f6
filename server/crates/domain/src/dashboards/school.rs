//! The school admin's: how large the school is, whether it is well, who came lately.

use model::backup::kept::KeptBrief;
use model::dashboards::{Health, Newcomer, SchoolBoard, SchoolFigures};
use model::ids::UserId;
use model::{At, Permission, Role};
use store::{args, sql};

use super::first_steps;
use crate::backup::{clear, kept};
use crate::{Reach, Result, Scope, bounds};

/// Days in which a member counts as new.
const NEW_DAYS: i64 = 7;
/// Members in the list of the newest.
const NEWEST: i64 = 8;

#[derive(sqlx::FromRow)]
struct Glance {
    #[sqlx(flatten)]
    figures: SchoolFigures,
    mails_waiting: i64,
    mails_failed: i64,
    unproven: i64,
}

impl Glance {
    fn health(&self, scope: &Scope, backup: KeptBrief) -> Health {
        Health {
            backup,
            sends_mail: scope.settings.sends_mail,
            mails_waiting: self.mails_waiting,
            mails_failed: self.mails_failed,
            may_open_mails: scope.me.is_platform_admin(),
            unproven: self.unproven,
            asking: self.figures.asking,
        }
    }
}

pub(super) async fn board(scope: &Scope) -> Result<SchoolBoard> {
    // Mails are of no school: those are counted that go to its people and to whom it invited. Whoever waits for one has a
    // job; of very many the newest are looked at.
    let glance: Glance = scope
        .db
        .one(
            sql!(
                "select p.students, p.teachers, p.people, g.classes,
                        (select cast(count(*) as bigint) from courses c where c.school_id = $1) as courses,
                        (select cast(count(*) as bigint) from assignments a where a.school_id = $1) as assignments,
                        p.sign_ups,
                        (select cast(count(*) as bigint) from class_requests q
                         join memberships p on p.school_id = q.school_id and p.user_id = q.user_id and p.status <> 'ended'
                         where q.school_id = $1 and q.status = 'waiting') as asking,
                        g.storage_bytes, g.quota_bytes,
                        (select cast(count(*) as bigint) from users u
                         join memberships m on m.school_id = $1 and m.user_id = u.id and m.status = 'active'
                         where u.verified_at is null) as unproven,
                        o.mails_waiting, o.mails_failed
                 from (select cast(coalesce(sum(case when m.role = 'student' then 1 else 0 end), 0) as bigint) as students,
                              cast(coalesce(sum(case when m.role in ('teacher', 'form_teacher') then 1 else 0 end), 0) as bigint)
                                as teachers,
                              cast(count(*) as bigint) as people,
                              cast(coalesce(sum(case when m.created_at >= $2 then 1 else 0 end), 0) as bigint) as sign_ups
                       from memberships m
                       where m.school_id = $1 and m.status = 'active') as p,
                      (select cast(coalesce(sum(case when e.last_error is null then 1 else 0 end), 0) as bigint) as mails_waiting,
                              cast(coalesce(sum(case when e.last_error is null then 0 else 1 end), 0) as bigint) as mails_failed
                       from (select payload from jobs
                             where state in ('waiting', 'running', 'dead') and kind in ('mail', 'mail.announcement')
                             order by id desc limit 500) as j
                       join mails e on e.id = j.payload
                       where e.sent_at is null
                         and (exists (select 1 from users u
                                      join memberships m on m.school_id = $1 and m.user_id = u.id and m.status <> 'ended'
                                      where u.email_key = lower(e.recipient))
                              or exists (select 1 from invitations i
                                         where i.school_id = $1 and i.email_key = lower(e.recipient)
                                           and i.accepted_at is null))) as o,
                      (select cast(count(*) as bigint) as classes,
                              cast(coalesce(sum(storage_bytes), 0) as bigint) as storage_bytes,
                              cast(coalesce(sum(quota_bytes), 0) as bigint) as quota_bytes
                       from class_groups where school_id = $1 and archived_at is null) as g"
            ),
            args![scope.school_id(), scope.now.plus_days(-NEW_DAYS)],
        )
        .await?;
    let backup = kept::brief(&Reach::School(scope.clone())).await?;
    let (health, figures) = (glance.health(scope, backup), glance.figures);
    let complete = [figures.classes, figures.students, figures.courses, figures.assignments].iter().all(|count| *count > 0);
    let first_steps = if complete { None } else { first_steps::left(scope).await? };
    let cleared = clear::gone(scope).await?;
    Ok(SchoolBoard { figures, health, newest: newest(scope).await?, first_steps, cleared })
}

#[derive(sqlx::FromRow)]
struct Row {
    user_id: UserId,
    name: String,
    username: String,
    photo: String,
    role: Role,
    created_at: At,
}

/// Who came last; nobody for those who may not read the list of members.
pub(super) async fn newest(scope: &Scope) -> Result<Vec<Newcomer>> {
    if !scope.can(Permission::MembersRead) {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select m.user_id, u.name, u.username, u.photo, m.role, m.created_at
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.status = 'active' and ",
                bounds::person!("m.user_id", "$3"),
                " order by m.created_at desc, m.user_id desc limit $2"
            )),
            args![scope.school_id(), NEWEST, scope.people_reach()],
        )
        .await?;
    let newcomer = |row: Row| Newcomer {
        user_id: row.user_id,
        name: row.name,
        username: row.username,
        photo: row.photo,
        role: row.role,
        joined: scope.when(row.created_at),
    };
    Ok(rows.into_iter().map(newcomer).collect())
}
