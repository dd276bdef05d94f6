//! Keeping the peace: who may not write for a while, what a room allows, what was reported.

use model::chat::{Message, MuteForm, Muted, Present, Report, ReportForm, RoomKind, RulesForm};
use model::classes::ClassRole;
use model::ids::{MessageId, RoomId, UserId};
use model::{At, Error, Permission};
use serde_json::json;
use store::{Tx, args, sql};

use super::reading::{self, message_columns};
use super::rooms::{self, Key, Room, two_sql};
use super::{attaching, policy, told};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds};

/// A report that waits to be looked at. What was left before, for what it said then, may have been reported again since.
macro_rules! open_report {
    ($of:literal) => {
        concat!("(", $of, ".settled_at is null or ", $of, ".reported_at > ", $of, ".settled_at)")
    };
}
pub(crate) use open_report;

/// Notes that somebody reports something: `$of` names it in the table of the reports, and `$said` is where it stands. Once is
/// enough, but for what says something else since, and was left for what it said before.
macro_rules! add_report {
    ($reports:literal, $of:literal, $said:literal) => {
        concat!(
            "insert into ",
            $reports,
            " as x (school_id, ",
            $of,
            ", user_id, reason, reported_at) values ($1, $2, $3, $4, $5)
             on conflict (school_id, ",
            $of,
            ", user_id) do update
             set reason = excluded.reason,
                 reported_at = case when excluded.reported_at > x.settled_at then excluded.reported_at else x.settled_at + 1 end
             where x.reported_at <= x.settled_at
               and exists (select 1 from ",
            $said,
            " w where w.school_id = x.school_id and w.id = x.",
            $of,
            " and w.edited_at > x.reported_at)"
        )
    };
}
pub(crate) use add_report;

const MINUTE: i64 = 60_000;
/// Reports that are shown at once.
const REPORTS: i64 = 100;

/// Keeps somebody from writing in a room for a while, or lets them write again. Nobody is kept from it who moderates. Answers
/// who is kept from it then.
///
/// # Errors
/// `NotFound` where the room is not the caller's or the person is not in it, `Forbidden` for who does not moderate, and
/// where the other one teaches there.
pub async fn mute(scope: &Scope, room: RoomId, user: UserId, form: &MuteForm) -> Result<Vec<Muted>> {
    form.validate()?;
    set_mute(scope, room, user, form).await?;
    muted(scope, room).await
}

/// Who is kept from writing in a room that the caller moderates, the first to be free first.
pub(super) async fn muted(scope: &Scope, room: RoomId) -> Result<Vec<Muted>> {
    let rows: Vec<(UserId, String, At, Option<String>)> = scope
        .db
        .all(
            sql!(
                "select t.user_id, u.name, t.until_at, ub.name as by_name
                 from room_mutes t
                 join users u on u.id = t.user_id
                 left join users ub on ub.id = t.muted_by
                 where t.school_id = $1 and t.room_id = $2 and t.until_at > $3
                 order by t.until_at, t.user_id"
            ),
            args![scope.school_id(), room, scope.now],
        )
        .await?;
    let muted =
        |(user_id, name, until, by): (UserId, String, At, Option<String>)| Muted { user_id, name, until: scope.when(until), by };
    Ok(rows.into_iter().map(muted).collect())
}

async fn set_mute(scope: &Scope, room: RoomId, user: UserId, form: &MuteForm) -> Result<()> {
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let room = rooms::entered(scope, work.tx.maybe(sql, args).await?)?;
    policy::may_moderate(&room.seat(scope.now))?;
    let place: Option<(ClassRole,)> = work
        .tx
        .maybe(
            sql!("select role from class_members where school_id = $1 and class_id = $2 and user_id = $3"),
            args![school, room.class_id, user],
        )
        .await?;
    let (role,) = place.ok_or(Error::NotFound)?;
    if role == ClassRole::Teacher {
        return Err(Error::Forbidden.into());
    }
    let until = scope.now.0 + form.minutes * MINUTE;
    // Whoever presses twice, or at the same time as another, finds it done: what the room waited for is read after it.
    let (_,): (RoomId,) =
        work.tx.one(sql!("select id from rooms where school_id = $1 and id = $2 {locked}"), args![school, room.id]).await?;
    let muted: Option<(At,)> = work
        .tx
        .maybe(
            sql!("select until_at from room_mutes where school_id = $1 and room_id = $2 and user_id = $3"),
            args![school, room.id, user],
        )
        .await?;
    if form.minutes > 0 {
        if muted.is_some_and(|(at,)| (at.0 - until).abs() < MINUTE) {
            return Ok(());
        }
        work.tx
            .run(
                sql!(
                    "insert into room_mutes (school_id, room_id, user_id, until_at, muted_by) values ($1, $2, $3, $4, $5)
                     on conflict (school_id, room_id, user_id)
                     do update set until_at = excluded.until_at, muted_by = excluded.muted_by"
                ),
                args![school, room.id, user, until, scope.user_id()],
            )
            .await?;
    } else {
        let freed = work
            .tx
            .run(
                sql!("delete from room_mutes where school_id = $1 and room_id = $2 and user_id = $3"),
                args![school, room.id, user],
            )
            .await?;
        if freed == 0 {
            return Ok(());
        }
    }
    let action = if form.minutes > 0 { "room.muted" } else { "room.unmuted" };
    work.audit(action, room.id, json!({ "member": user, "minutes": form.minutes })).await?;
    work.tell(Event::Ruled { school, room: room.id });
    work.commit().await
}

/// Says what a room allows everybody.
///
/// # Errors
/// `NotFound` where the room is not the caller's, `Forbidden` for who does not moderate.
pub async fn rule(scope: &Scope, room: RoomId, form: &RulesForm) -> Result<()> {
    form.validate()?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let room = rooms::entered(scope, work.tx.maybe(sql, args).await?)?;
    policy::may_moderate(&room.seat(scope.now))?;
    let changed = work
        .tx
        .run(
            sql!(
                "update rooms set read_only = $3, slow_seconds = $4 where school_id = $1 and id = $2
                 and (read_only <> $3 or slow_seconds <> $4)"
            ),
            args![school, room.id, form.read_only, form.slow_seconds],
        )
        .await?;
    if changed == 0 {
        return Ok(());
    }
    work.audit("room.ruled", room.id, json!({ "read_only": form.read_only, "slow_seconds": form.slow_seconds })).await?;
    work.tell(Event::Ruled { school, room: room.id });
    work.commit().await
}

/// Tells those who moderate of a message. Doing so twice tells it once, but for one that says something else since, and was left
/// for what it said before.
///
/// # Errors
/// `NotFound` where the message is not there, `Forbidden` for one's own.
pub async fn report(scope: &Scope, room: RoomId, id: MessageId, form: &ReportForm) -> Result<()> {
    form.validate()?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let room = rooms::entered(scope, work.tx.maybe(sql, args).await?)?;
    let message = reading::message(&mut work.tx, scope, room.id, id).await?;
    let message = message.filter(|it| it.deleted_at.is_none()).ok_or(Error::NotFound)?;
    if message.user_id == scope.user_id() {
        return Err(Error::Forbidden.into());
    }
    let added = work
        .tx
        .run(
            sql!(add_report!("message_reports", "message_id", "messages")),
            args![school, id, scope.user_id(), form.reason.trim(), scope.now],
        )
        .await?;
    if added == 0 {
        return Ok(());
    }
    told::reported(&mut work, scope, &room, &message).await?;
    work.audit("message.reported", id, json!({ "room": room.id })).await?;
    work.commit().await
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    message: Message,
    room_id: RoomId,
    kind: RoomKind,
    room_name: String,
    class_name: String,
    other: Option<String>,
    child: Option<String>,
    reporter: UserId,
    reporter_name: String,
    reason: String,
    reported_at: At,
}

/// The message `m` of the room `r` is one that the caller looks after, though they may not be in the room: those of two people
/// are looked at by who reaches every class. Nobody looks after their own. `$2` is the caller, `$3` their reach.
macro_rules! moderated {
    () => {
        concat!(
            "m.user_id <> $2 and (cast($3 as text) = '*' or r.class_id is not null and (",
            bounds::class!("r.class_id", "$3"),
            " or exists (select 1 from class_members o where o.school_id = $1 and o.class_id = r.class_id
                         and o.user_id = $2 and o.role = 'teacher')))"
        )
    };
}

/// The reports that nobody has looked at yet, of the rooms that the caller moderates.
///
/// # Errors
/// `Forbidden` for who does not moderate.
pub async fn reports(scope: &Scope) -> Result<Vec<Report>> {
    scope.require(Permission::ChatModerate)?;
    let mut rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select ",
                message_columns!(),
                ", m.room_id, r.kind, r.name as room_name, coalesce(g.name, '') as class_name, ",
                two_sql!(),
                ", x.user_id as reporter, ux.name as reporter_name, x.reason, x.reported_at
                 from message_reports x
                 join messages m on m.school_id = x.school_id and m.id = x.message_id
                 join users u on u.id = m.user_id
                 join users ux on ux.id = x.user_id
                 join rooms r on r.school_id = m.school_id and r.id = m.room_id
                 left join class_groups g on g.school_id = r.school_id and g.id = r.class_id
                 where x.school_id = $1 and ",
                open_report!("x"),
                " and ",
                moderated!(),
                " order by x.reported_at, x.message_id, x.user_id limit $4"
            )),
            args![scope.school_id(), scope.user_id(), scope.class_reach(), REPORTS],
        )
        .await?;
    attaching::put_beside(scope, rows.iter_mut().map(|row| &mut row.message)).await?;
    let mut reports: Vec<Report> = Vec::new();
    for row in rows {
        let by = (Present { user_id: row.reporter, name: row.reporter_name }, row.reason);
        match reports.iter_mut().find(|it| it.row.message.id == row.message.id) {
            Some(report) => report.by.push(by),
            None => {
                let room = rooms::title(row.kind, &row.room_name, &row.class_name, row.other.as_deref(), row.child.as_deref());
                let at = row.reported_at;
                let rows = reading::rows(scope, vec![row.message]);
                reports.extend(rows.into_iter().map(|it| Report {
                    room_id: row.room_id,
                    kind: row.kind,
                    room: room.clone(),
                    row: it,
                    by: vec![by.clone()],
                    at,
                }));
            }
        }
    }
    Ok(reports)
}

/// Lays the reports of a message aside; the message stays.
///
/// # Errors
/// `Forbidden` for who does not moderate, `NotFound` for a message of a room that is not theirs to look after.
pub async fn settle(scope: &Scope, id: MessageId) -> Result<()> {
    scope.require(Permission::ChatModerate)?;
    let mut work = scope.begin().await?;
    let room: Option<(RoomId,)> = work
        .tx
        .maybe(
            sql!(concat!(
                "select r.id from messages m
                 join rooms r on r.school_id = m.school_id and r.id = m.room_id
                 where m.school_id = $1 and m.id = $4 and ",
                moderated!()
            )),
            args![scope.school_id(), scope.user_id(), scope.class_reach(), id],
        )
        .await?;
    let (room,) = room.ok_or(Error::NotFound)?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let room: Option<Room> = work.tx.maybe(sql, args).await?;
    let room = room.ok_or(Error::NotFound)?;
    if !lay_aside(&mut work, scope, &room, id).await? {
        return Ok(());
    }
    work.audit("message.report_settled", id, json!({ "room": room.id })).await?;
    work.commit().await
}

/// Lays the reports of a message aside. Answers whether there were any.
pub(super) async fn lay_aside(work: &mut Work, scope: &Scope, room: &Room, id: MessageId) -> Result<bool> {
    let key = told::report_key(work, scope, id).await?;
    let laid = work
        .tx
        .run(
            sql!(concat!(
                "update message_reports set settled_at = case when reported_at > $3 then reported_at else $3 end
                 where school_id = $1 and message_id = $2 and ",
                open_report!("message_reports")
            )),
            args![scope.school_id(), id, scope.now],
        )
        .await?;
    if laid > 0 {
        told::settled(work, scope, room, &key).await?;
    }
    Ok(laid > 0)
}

/// Whether a report of the message lies before the caller.
pub(super) async fn is_reported_to(tx: &mut Tx, scope: &Scope, id: MessageId) -> Result<bool> {
    if !scope.can(Permission::ChatModerate) {
        return Ok(false);
    }
    let found: Option<(MessageId,)> = tx
        .maybe(
            sql!(concat!(
                "select m.id from messages m
                 join rooms r on r.school_id = m.school_id and r.id = m.room_id
                 where m.school_id = $1 and m.id = $4
                   and exists (select 1 from message_reports x
                               where x.school_id = $1 and x.message_id = m.id and ",
                open_report!("x"),
                ") and ",
                moderated!()
            )),
            args![scope.school_id(), scope.user_id(), scope.class_reach(), id],
        )
        .await?;
    Ok(found.is_some())
}
