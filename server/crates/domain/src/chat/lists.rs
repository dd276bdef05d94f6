//! The rooms of a person, and opening further ones.

use model::chat::{LastWord, Level, RoomCard, RoomForm, RoomKind, RoomList};
use model::finding::{FoundRoom, MOST};
use model::ids::{ClassId, RoomId, UserId};
use model::{At, Error, Feature, Permission};
use serde_json::json;
use store::{Arg, Tx, args, sql};

use super::rooms::{self, two_sql};
use super::unread::{count_new, is_called};
use super::{partners, topics};
use crate::scope::Actor;
use crate::{Result, Scope, bounds, names, search};

/// Characters of the newest message in the list.
const EXCERPT: usize = 120;
/// Rooms that are entered by one's role, in the list at once.
const BY_ROLE: usize = 60;

#[derive(sqlx::FromRow)]
struct Row {
    id: RoomId,
    kind: RoomKind,
    name: String,
    class_name: String,
    other: Option<String>,
    photo: Option<String>,
    child: Option<String>,
    closed: bool,
    unread: i64,
    called: bool,
    told: Option<Level>,
    author_id: Option<UserId>,
    author: Option<String>,
    body: Option<String>,
    sent_at: Option<At>,
}

/// Rooms `r` of the school `$1`, each with its class, how far the person `$2` has read and its newest message.
macro_rules! rooms_sql {
    () => {
        "from rooms r
         left join class_groups g on g.school_id = r.school_id and g.id = r.class_id
         left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = $2
         left join messages l on l.school_id = r.school_id and l.room_id = r.id and l.seq = r.last_seq
         where r.school_id = $1 and g.archived_at is null and "
    };
}

/// Those that the person sits in, by their newest message: `$1` to `$5` are those of [`seated`]. A room of two is theirs by
/// their place `p` in it.
macro_rules! own_rooms {
    ($place:literal) => {
        concat!(
            "(cast($3 as boolean) and r.class_id in (select o.class_id from class_members o
                                                     where o.school_id = $1 and o.user_id = $2)
              or cast($4 as boolean) and (r.kind = 'family' or cast($5 as boolean))
                 and r.id in (select p.room_id from room_members p where p.school_id = $1 and p.user_id = $2",
            $place,
            "))
             order by coalesce(l.sent_at, r.created_at, 0) desc, r.id limit 500"
        )
    };
}

/// The cards of rooms, to whose reader all after a number is new.
macro_rules! cards {
    ($read:literal, $($which:tt)+) => {
        sql!(concat!(
            "select r.id, r.kind, r.name, coalesce(g.name, '') as class_name, ",
            two_sql!(),
            ", (select ux.photo from room_members px
                join memberships mx on mx.school_id = px.school_id and mx.user_id = px.user_id and mx.status = 'active'
                join users ux on ux.id = px.user_id
                where px.school_id = r.school_id and px.room_id = r.id and px.user_id <> $2 order by px.user_id limit 1) as photo,
               (r.closed_at is not null) as closed,
               ",
            count_new!($read, "$2"),
            " as unread, ",
            is_called!($read, "$2"),
            " as called, d.told,
               l.user_id as author_id, (select ul.name from users ul where ul.id = l.user_id) as author,
               case when l.body = '' then l.file_names else l.body end as body, l.sent_at ",
            rooms_sql!(),
            $($which)+
        ))
    };
}

fn seated(scope: &Scope) -> Vec<Arg> {
    let own = scope.me.viewer.is_none();
    args![
        scope.school_id(),
        scope.user_id(),
        scope.can(Permission::ClassesRead),
        own,
        scope.place.features.has(Feature::DirectMessages)
    ]
}

#[derive(sqlx::FromRow)]
struct Named {
    id: RoomId,
    kind: RoomKind,
    name: String,
    class_name: String,
    other: Option<String>,
    child: Option<String>,
}

/// The rooms that the caller sits in whose names have all of the words, those first in which something was said last: none
/// where the school has no chat. Also what is out of their sight is found by its name.
///
/// # Errors
/// As the database answers.
pub(crate) async fn named(scope: &Scope, words: &str) -> Result<Vec<FoundRoom>> {
    if must_chat(scope).is_err() {
        return Ok(Vec::new());
    }
    let rows: Vec<Named> = scope
        .db
        .all(
            sql!(concat!(
                "select r.id, r.kind, r.name, coalesce(g.name, '') as class_name, ",
                two_sql!(),
                " ",
                rooms_sql!(),
                own_rooms!("")
            )),
            seated(scope),
        )
        .await?;
    let words = names::key(words);
    let found = |row: Named| {
        let name = rooms::title(row.kind, &row.name, &row.class_name, row.other.as_deref(), None);
        FoundRoom { id: row.id, name, about: about(row.kind, row.class_name, row.child) }
    };
    let fits = |room: &FoundRoom| folding::matches(&words, &names::key(&format!("{} {}", room.name, room.about)));
    Ok(rows.into_iter().map(found).filter(fits).take(MOST as usize).collect())
}

/// The rooms that the caller sits in, with what is new there; and those they enter by their role, as far as they fit some
/// words.
///
/// # Errors
/// `NotFound` where the school has no chat.
pub async fn list(scope: &Scope, words: &str) -> Result<RoomList> {
    let own = scope.me.viewer.is_none();
    let (closed, rooms): (Vec<_>, Vec<_>) = in_sight(scope).await?.into_iter().partition(|room| room.closed);
    let mut by_role = by_role(scope, words).await?;
    let more_by_role = by_role.len() > BY_ROLE;
    by_role.truncate(BY_ROLE);
    Ok(RoomList {
        rooms,
        closed,
        by_role,
        more_by_role,
        classes: if own { moderated(scope, None).await? } else { Vec::new() },
        may_begin: partners::are_any(scope).await?,
        may_set_words: own && scope.can(Permission::SchoolSettings),
    })
}

/// The open ones of their rooms alone: what a list that stands open asks for again.
///
/// # Errors
/// As [`list`].
pub async fn cards(scope: &Scope) -> Result<Vec<RoomCard>> {
    let mut rooms = in_sight(scope).await?;
    rooms.retain(|room| !room.closed);
    Ok(rooms)
}

/// What one of two has put out of sight comes back with the next message.
async fn in_sight(scope: &Scope) -> Result<Vec<RoomCard>> {
    must_chat(scope)?;
    let rows: Vec<Row> = scope
        .db
        .all(cards!("coalesce(d.seq, 0)", own_rooms!(" and (p.hidden_seq is null or p.hidden_seq < r.last_seq)")), seated(scope))
        .await?;
    Ok(rows.into_iter().map(|row| card(scope, row)).collect())
}

/// How far the caller reaches into rooms of classes that they are not in (see [`bounds`]), as [`super::policy::may_enter`]
/// lets them in.
pub(super) fn reach(scope: &Scope) -> String {
    if scope.can(Permission::ClassesRead) || scope.can(Permission::ClassesReadAll) { scope.class_reach() } else { String::new() }
}

/// Rooms of classes that the caller is not in, and enters all the same; one more than are shown. Where they have never been,
/// nothing is new to them.
async fn by_role(scope: &Scope, words: &str) -> Result<Vec<RoomCard>> {
    let reach = reach(scope);
    if reach.is_empty() {
        return Ok(Vec::new());
    }
    let mut asked = args![scope.school_id(), scope.user_id(), reach, scope.can(Permission::ClassesRead), BY_ROLE as i64 + 1];
    asked.extend(search::words(words).map(Arg::from));
    let rows: Vec<Row> = scope
        .db
        .all(
            cards!(
                "coalesce(d.seq, r.last_seq)",
                "r.class_id is not null and ",
                bounds::class!("r.class_id", "$3"),
                " and not (cast($4 as boolean)
                           and exists (select 1 from class_members o
                                       where o.school_id = $1 and o.class_id = r.class_id and o.user_id = $2)) and ",
                // The key of a further room is its class, a colon and its name, folded.
                search::fits!("$6", "$7", "$8", "$9", "g.name_key", " or substr(r.key, 38)"),
                " order by coalesce(l.sent_at, r.created_at, 0) desc, r.id limit $5"
            ),
            asked,
        )
        .await?;
    Ok(rows.into_iter().map(|row| card(scope, row)).collect())
}

pub(super) fn must_chat(scope: &Scope) -> Result<()> {
    if scope.place.features.has(Feature::Chat) { Ok(()) } else { Err(Error::NotFound.into()) }
}

fn card(scope: &Scope, row: Row) -> RoomCard {
    let title = rooms::title(row.kind, &row.name, &row.class_name, row.other.as_deref(), None);
    let about = about(row.kind, row.class_name, row.child);
    let last = row.body.zip(row.sent_at).map(|(body, at)| {
        let line: Vec<&str> = body.split_whitespace().collect();
        LastWord {
            author: row.author.unwrap_or_default(),
            own: row.author_id == Some(scope.user_id()),
            words: line.join(" ").chars().take(EXCERPT).collect(),
            at: scope.when(at),
            brief: scope.reader().brief(at, scope.now),
        }
    });
    RoomCard {
        id: row.id,
        kind: row.kind,
        name: title,
        about,
        photo: row.photo.unwrap_or_default(),
        closed: row.closed,
        unread: row.unread,
        called: row.called,
        told: row.told.unwrap_or(Level::of(row.kind)),
        last,
    }
}

/// What stands beside its name: the class of a further room, or the child it is about.
fn about(kind: RoomKind, class_name: String, child: Option<String>) -> String {
    match kind {
        RoomKind::Topic => class_name,
        RoomKind::Family => child.unwrap_or_default(),
        RoomKind::Class | RoomKind::Direct => String::new(),
    }
}

/// The classes in which the caller moderates, by name, as far as a list goes; or the one that is asked about.
async fn moderated(scope: &Scope, one: Option<ClassId>) -> Result<Vec<(ClassId, String)>> {
    if !scope.can(Permission::ChatModerate) {
        return Ok(Vec::new());
    }
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select g.id, g.name from class_groups g
                 where g.school_id = $1 and g.archived_at is null and (cast($4 as text) is null or g.id = $4) and (",
                bounds::class!("g.id", "$3"),
                " or exists (select 1 from class_members o where o.school_id = $1 and o.class_id = g.id
                             and o.user_id = $2 and o.role = 'teacher'))
                 order by g.name_key, g.id limit 500"
            )),
            args![scope.school_id(), scope.user_id(), scope.class_reach(), one],
        )
        .await?)
}

/// Opens a further room of a class. One of that name is found again.
///
/// # Errors
/// `Forbidden` for who does not moderate, `NotFound` for a class that is not theirs, `Invalid` without a name.
pub async fn open_topic(scope: &Scope, form: &RoomForm) -> Result<RoomId> {
    scope.require(Permission::ChatModerate)?;
    must_chat(scope)?;
    form.validate()?;
    if moderated(scope, Some(form.class)).await?.is_empty() {
        return Err(Error::NotFound.into());
    }
    let (school, id) = (scope.school_id(), RoomId::new());
    let key = topics::key(form.class, &form.name);
    let mut work = scope.begin().await?;
    let made = work
        .tx
        .run(
            sql!(
                "insert into rooms (school_id, id, kind, key, class_id, name, created_at)
                 values ($1, $2, 'topic', $3, $4, $5, $6) on conflict (school_id, key) do nothing"
            ),
            args![school, id, key.as_str(), form.class, form.name.trim(), scope.now],
        )
        .await?;
    if made == 0 {
        return found(&mut work.tx, scope, &key).await;
    }
    work.audit("room.opened", id, json!({ "class": form.class, "name": form.name.trim() })).await?;
    topics::tell_the_class(&mut work, scope, form.class).await?;
    work.commit().await?;
    Ok(id)
}

pub(super) async fn found(tx: &mut Tx, scope: &Scope, key: &str) -> Result<RoomId> {
    let (id,): (RoomId,) =
        tx.one(sql!("select id from rooms where school_id = $1 and key = $2"), args![scope.school_id(), key]).await?;
    Ok(id)
}
