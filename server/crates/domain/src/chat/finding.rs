//! Finding what was said: by the beginnings of its words and the names of its files, by who said it, when, and with what.

use model::chat::{Callee, Found, FoundPage, Message, Present, RoomKind, SearchForm};
use model::ids::{RoomId, UserId};
use model::{Day, Error, Feature, Permission, markup};
use store::{args, sql};

use super::reading::{self, message_columns};
use super::rooms::{self, Key, two_sql};
use super::{lists, people};
use crate::{Result, Scope, bounds, calendar, search};

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

/// Messages of a room `$4`, or of all rooms that the caller `$2` sits in or enters by their role, the newest first. The rooms are
/// a list of their own: asked of each message, they would have the database read all that was ever said in the school.
macro_rules! found_sql {
    ($words:literal, $room:literal) => {
        sql!(concat!(
            "select ",
            message_columns!(),
            ", m.room_id, r.kind, r.name as room_name, coalesce(g.name, '') as class_name, ",
            two_sql!(),
            " from messages m
             join users u on u.id = m.user_id
             join rooms r on r.school_id = m.school_id and r.id = m.room_id
             left join class_groups g on g.school_id = r.school_id and g.id = r.class_id
             where m.school_id = $1 and m.deleted_at is null and ",
            $words,
            " and ",
            $room,
            " in (
                   select q.id from rooms q
                   where q.school_id = $1
                     and (q.id = $4
                          or cast($4 as text) is null
                             and (cast($5 as boolean) and q.class_id in (select o.class_id from class_members o
                                                                         where o.school_id = $1 and o.user_id = $2)
                                  or q.class_id is not null and ",
            bounds::class!("q.class_id", "$16"),
            "
                                  or cast($6 as boolean) and (q.kind = 'family' or cast($7 as boolean))
                                     and q.id in (select p.room_id from room_members p
                                                  where p.school_id = $1 and p.user_id = $2))))
               and (cast($10 as text) is null or m.user_id = $10)
               and (cast($11 as bigint) is null or m.sent_at >= $11)
               and (cast($12 as bigint) is null or m.sent_at < $12)
               and (not cast($13 as boolean) or m.file_names <> '')
               and (not cast($14 as boolean) or lower(m.body) like '%http://%' or lower(m.body) like '%https://%')
               and (not cast($15 as boolean) or m.pinned_at is not null)
             order by m.sent_at desc, m.id desc limit $8 offset $9"
        ))
    };
}

/// What was said in a room, or in all rooms that the caller sits in or enters by their role, a page of it, with those who may
/// have said it.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's, and where the school has no chat; `Invalid` for a day that is none.
pub async fn find(scope: &Scope, room: Option<RoomId>, form: &SearchForm) -> Result<FoundPage> {
    match room {
        Some(room) => drop(rooms::reach(scope, Key::Room(room)).await?),
        None if !scope.place.features.has(Feature::Chat) => return Err(Error::NotFound.into()),
        None => {}
    }
    let (after, before) = form.days()?;
    let people = match room {
        Some(room) => people(scope, room).await?.into_iter().map(present).collect(),
        None => near(scope).await?,
    };
    let asked = search::asked(&form.q);
    // Signs alone are no words.
    if !form.asks() || asked.is_none() && form.filters() == 0 {
        return Ok(FoundPage { people, ..FoundPage::default() });
    }
    let found = if asked.is_some() {
        // By the words, whose messages are few: of a text that is put together there is no index to be taken instead.
        found_sql!("m.id in (select w.id from {words messages} where w.school_id = $1 and {said $3})", "m.room_id || ''")
    } else {
        found_sql!("cast($3 as text) is null", "m.room_id")
    };
    let starts = |day: Day| calendar::start_of(day, &scope.place.time_zone);
    let skipped = i64::try_from(form.page.saturating_sub(1)).unwrap_or(0).saturating_mul(FOUND);
    let mut rows: Vec<Row> = scope
        .db
        .all(
            found,
            args![
                scope.school_id(),
                scope.user_id(),
                asked,
                room,
                scope.can(Permission::ClassesRead),
                scope.me.viewer.is_none(),
                scope.place.features.has(Feature::DirectMessages),
                FOUND + 1,
                skipped,
                form.from,
                after.map(starts),
                before.map(starts),
                form.with_file,
                form.with_link,
                form.pinned,
                lists::reach(scope)
            ],
        )
        .await?;
    let more = rows.len() as i64 > FOUND;
    rows.truncate(FOUND as usize);
    let found = |row: Row| {
        let title = rooms::title(row.kind, &row.room_name, &row.class_name, row.other.as_deref(), row.child.as_deref());
        let said = search::excerpt(&markup::plain(&row.message.body), &form.q);
        let files: Vec<_> = row.message.file_names.lines().map(|name| search::pieces(name, &form.q)).collect();
        reading::rows(scope, vec![row.message]).into_iter().map(move |it| Found {
            room_id: row.room_id,
            room: title.clone(),
            row: it,
            said: said.clone(),
            files: files.clone(),
        })
    };
    Ok(FoundPage { found: rows.into_iter().flat_map(found).collect(), more, people })
}

/// Of two with one name each is told by their username.
fn present(one: Callee) -> Present {
    Present { user_id: one.user_id, name: one.call() }
}

/// Those with whom the caller sits in a room, oneself among them, and those of the classes that they reach by their role.
async fn near(scope: &Scope) -> Result<Vec<Present>> {
    let rows: Vec<(UserId, String)> = scope
        .db
        .all(
            sql!(concat!(
                "select u.id, u.name from users u
                 join memberships m on m.school_id = $1 and m.user_id = u.id and m.status = 'active'
                 where u.id in (
                   select o.user_id from class_members o
                   join class_members mine on mine.school_id = o.school_id and mine.class_id = o.class_id
                   where o.school_id = $1 and mine.user_id = $2 and cast($3 as boolean)
                   union
                   select o.user_id from class_members o
                   where o.school_id = $1 and ",
                bounds::class!("o.class_id", "$5"),
                "
                   union
                   select p.user_id from room_members p
                   join room_members mine on mine.school_id = p.school_id and mine.room_id = p.room_id
                   where p.school_id = $1 and mine.user_id = $2 and cast($4 as boolean))
                 order by u.name_key, u.id limit 1000"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.can(Permission::ClassesRead),
                scope.me.viewer.is_none(),
                lists::reach(scope)
            ],
        )
        .await?;
    Ok(rows.into_iter().map(|(user_id, name)| Present { user_id, name }).collect())
}

/// The first message of a room from a day on, as the clock of the school has it; nothing where none came after.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's.
pub async fn first_from(scope: &Scope, room: RoomId, day: Day) -> Result<Option<i64>> {
    let room = rooms::reach(scope, Key::Room(room)).await?;
    let first: Option<(i64,)> = scope
        .db
        .maybe(
            sql!(
                "select seq from messages where school_id = $1 and room_id = $2 and sent_at >= $3
                 order by sent_at, seq limit 1"
            ),
            args![scope.school_id(), room.id, calendar::start_of(day, &scope.place.time_zone)],
        )
        .await?;
    Ok(first.map(|(seq,)| seq))
}
