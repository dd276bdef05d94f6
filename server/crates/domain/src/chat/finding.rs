//! Finding what was said, by the beginnings of its words.

use model::chat::{Found, Message, RoomKind, SearchForm};
use model::ids::RoomId;
use model::{Error, Feature, Permission};
use store::{args, sql};

use super::lists;
use super::reading::{self, message_columns};
use super::rooms::{self, Key, two_sql};
use crate::{Result, Scope, bounds, search};

/// Messages on a page of what was found.
const FOUND: i64 = 30;

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
}

/// What was said in a room, or in all rooms that the caller sits in or enters by their role: the newest first, a page of it,
/// and whether there is more.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's, and where the school has no chat.
pub async fn find(scope: &Scope, room: Option<RoomId>, form: &SearchForm) -> Result<(Vec<Found>, bool)> {
    match room {
        Some(room) => drop(rooms::reach(scope, Key::Room(room)).await?),
        None if !scope.place.features.has(Feature::Chat) => return Err(Error::NotFound.into()),
        None => {}
    }
    let Some(asked) = search::asked(&form.q) else { return Ok((Vec::new(), false)) };
    let skipped = i64::try_from(form.page.saturating_sub(1)).unwrap_or(0).saturating_mul(FOUND);
    let own = scope.me.viewer.is_none();
    let mut rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select ",
                message_columns!(),
                ", m.room_id, r.kind, r.name as room_name, coalesce(g.name, '') as class_name, ",
                two_sql!(),
                " from messages m
                 join users u on u.id = m.user_id
                 join rooms r on r.school_id = m.school_id and r.id = m.room_id
                 left join class_groups g on g.school_id = r.school_id and g.id = r.class_id
                 where m.school_id = $1 and m.deleted_at is null
                   and m.id in (select w.id from {words messages} where w.school_id = $1 and {said $3})
                   and (m.room_id = $4
                        or cast($4 as text) is null
                           and (cast($5 as boolean) and r.class_id in (select o.class_id from class_members o
                                                                     where o.school_id = $1 and o.user_id = $2)
                                or r.class_id is not null and ",
                bounds::class!("r.class_id", "$10"),
                "
                                or cast($6 as boolean) and (r.kind = 'family' or cast($7 as boolean))
                                   and r.id in (select p.room_id from room_members p
                                                where p.school_id = $1 and p.user_id = $2)))
                 order by m.sent_at desc, m.id desc limit $8 offset $9"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                asked,
                room,
                scope.can(Permission::ClassesRead),
                own,
                scope.place.features.has(Feature::DirectMessages),
                FOUND + 1,
                skipped,
                lists::reach(scope)
            ],
        )
        .await?;
    let more = rows.len() as i64 > FOUND;
    rows.truncate(FOUND as usize);
    let found = |row: Row| {
        let title = rooms::title(row.kind, &row.room_name, &row.class_name, row.other.as_deref(), row.child.as_deref());
        reading::rows(scope, vec![row.message]).into_iter().map(move |it| Found {
            room_id: row.room_id,
            room: title.clone(),
            row: it,
        })
    };
    Ok((rows.into_iter().flat_map(found).collect(), more))
}
