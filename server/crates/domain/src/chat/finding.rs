//! Finding what was said, by the beginnings of its words. The index is the database's own: FTS5 in SQLite, a tsvector in
//! PostgreSQL; both are called `message_words` (migration 0046).

use model::chat::{Found, Message, RoomKind, SearchForm};
use model::ids::RoomId;
use model::{Error, Feature, Permission};
use store::{args, sql};

use super::reading::{self, message_columns};
use super::rooms::{self, Key, two_sql};
use crate::{Result, Scope, names};

/// Messages on a page of what was found.
const FOUND: i64 = 30;
/// Words that are looked for.
const WORDS: usize = 8;

/// The words of a text as they are found: folded, without the signs between them.
pub(super) fn key(text: &str) -> String {
    let folded = names::key(text);
    folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What finds texts in which all the words begin so; nothing for no words.
fn query(text: &str) -> Option<String> {
    let key = key(text);
    let words: Vec<String> = key.split(' ').filter(|word| !word.is_empty()).take(WORDS).map(|word| format!("{word}*")).collect();
    (!words.is_empty()).then(|| words.join(" "))
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
}

/// What was said in a room, or in all rooms that the caller sits in: the newest first, a page of it, and whether there is
/// more.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's, and where the school has no chat.
pub async fn find(scope: &Scope, room: Option<RoomId>, form: &SearchForm) -> Result<(Vec<Found>, bool)> {
    match room {
        Some(room) => drop(rooms::reach(scope, Key::Room(room)).await?),
        None if !scope.place.features.has(Feature::Chat) => return Err(Error::NotFound.into()),
        None => {}
    }
    let Some(query) = query(&form.q) else { return Ok((Vec::new(), false)) };
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
                " from message_words($3) w
                 join messages m on m.school_id = w.school_id and m.id = w.id
                 join users u on u.id = m.user_id
                 join rooms r on r.school_id = m.school_id and r.id = m.room_id
                 left join class_groups g on g.school_id = r.school_id and g.id = r.class_id
                 where m.school_id = $1 and m.deleted_at is null
                   and (m.room_id = $4
                        or cast($4 as text) is null
                           and (cast($5 as boolean) and r.class_id in (select o.class_id from class_members o
                                                                     where o.school_id = $1 and o.user_id = $2)
                                or cast($6 as boolean) and (r.kind = 'family' or cast($7 as boolean))
                                   and r.id in (select p.room_id from room_members p
                                                where p.school_id = $1 and p.user_id = $2)))
                 order by m.sent_at desc, m.id desc limit $8 offset $9"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                query,
                room,
                scope.can(Permission::ClassesRead),
                own,
                scope.place.features.has(Feature::DirectMessages),
                FOUND + 1,
                skipped
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_begin_as_they_were_typed() {
        assert_eq!(key("Héllo, <b>World</b>! well-known"), "hello b world b well known");
        assert_eq!(query("  Héllo wor ").as_deref(), Some("hello* wor*"));
        assert_eq!(query("\" OR ( * - 'x"), Some("or* x*"));
        assert_eq!(query(" ?! "), None);
        assert_eq!(query(&"a ".repeat(50)).unwrap().split(' ').count(), WORDS);
    }
}
