//! The rooms of a person, and opening further ones.

use model::chat::{DirectForm, LastWord, Partner, RoomCard, RoomForm, RoomKind, RoomList};
use model::finding::{FoundRoom, MOST};
use model::ids::{ClassId, RoomId, UserId};
use model::{At, Error, Feature, Permission};
use serde_json::json;
use store::{Arg, Tx, args, sql};

use super::rooms::{self, two_sql};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, bounds, names};

/// Characters of the newest message in the list.
const EXCERPT: usize = 120;

#[derive(sqlx::FromRow)]
struct Row {
    id: RoomId,
    kind: RoomKind,
    name: String,
    class_name: String,
    other: Option<String>,
    child: Option<String>,
    unread: i64,
    called: bool,
    author_id: Option<UserId>,
    author: Option<String>,
    body: Option<String>,
    sent_at: Option<At>,
}

/// The rooms that the caller sits in: `$1` to `$5` are those of [`seated`].
macro_rules! own_rooms {
    () => {
        "from rooms r
         left join class_groups g on g.school_id = r.school_id and g.id = r.class_id
         left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = $2
         left join messages l on l.school_id = r.school_id and l.room_id = r.id and l.seq = r.last_seq
         where r.school_id = $1 and g.archived_at is null
           and (cast($3 as boolean) and r.class_id in (select o.class_id from class_members o
                                                      where o.school_id = $1 and o.user_id = $2)
                or cast($4 as boolean) and (r.kind = 'family' or cast($5 as boolean))
                   and r.id in (select p.room_id from room_members p where p.school_id = $1 and p.user_id = $2))
         order by coalesce(l.sent_at, r.created_at, 0) desc, r.id limit 500"
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
/// where the school has no chat.
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
            sql!(concat!("select r.id, r.kind, r.name, coalesce(g.name, '') as class_name, ", two_sql!(), " ", own_rooms!())),
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

/// The rooms that the caller sits in, with what is new there; and whom they may write to.
///
/// # Errors
/// `NotFound` where the school has no chat.
pub async fn list(scope: &Scope) -> Result<RoomList> {
    let (rooms, own) = (cards(scope).await?, scope.me.viewer.is_none());
    Ok(RoomList {
        rooms,
        classes: if own { moderated(scope, None).await? } else { Vec::new() },
        partners: if own { partners(scope, None).await? } else { Vec::new() },
        may_set_words: own && scope.can(Permission::SchoolSettings),
    })
}

/// The rooms alone: what a list that stands open asks for again.
///
/// # Errors
/// As [`list`].
pub async fn cards(scope: &Scope) -> Result<Vec<RoomCard>> {
    must_chat(scope)?;
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select r.id, r.kind, r.name, coalesce(g.name, '') as class_name, ",
                two_sql!(),
                ", (select cast(count(*) as bigint) from (
                      select n.id from messages n where n.school_id = r.school_id and n.room_id = r.id
                        and n.seq > coalesce(d.seq, 0) and n.user_id <> $2 and n.deleted_at is null limit 100) as few) as unread,
                   exists (select 1 from message_mentions c
                           join messages n on n.school_id = c.school_id and n.id = c.message_id
                           where c.school_id = r.school_id and c.user_id = $2 and n.room_id = r.id
                             and n.seq > coalesce(d.seq, 0)) as called,
                   l.user_id as author_id, (select ul.name from users ul where ul.id = l.user_id) as author,
                   case when l.body = '' then l.file_names else l.body end as body, l.sent_at ",
                own_rooms!()
            )),
            seated(scope),
        )
        .await?;
    Ok(rows.into_iter().map(|row| card(scope, row)).collect())
}

fn must_chat(scope: &Scope) -> Result<()> {
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
        }
    });
    RoomCard { id: row.id, kind: row.kind, name: title, about, unread: row.unread, called: row.called, last }
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

/// Whom the caller may write to: where the school allows it those of their classes, and as a parent the teachers of the
/// children who may be asked about, as a teacher the parents of those they teach; as far as a list goes, or the one that is
/// asked about.
async fn partners(scope: &Scope, one: Option<UserId>) -> Result<Vec<Partner>> {
    let (school, user) = (scope.school_id(), scope.user_id());
    let mut partners: Vec<Partner> = Vec::new();
    if scope.can(Permission::TeachersContact) || scope.can(Permission::ChatWrite) {
        partners = scope
            .db
            .all(
                sql!(
                    "select u.id as user_id, u.name, f.child_id, uc.name as child
                     from guardians f
                     join users uc on uc.id = f.child_id
                     join class_members c on c.school_id = f.school_id and c.user_id = f.child_id and c.role = 'student'
                     join class_groups g on g.school_id = c.school_id and g.id = c.class_id and g.archived_at is null
                     join class_members t on t.school_id = c.school_id and t.class_id = c.class_id and t.role = 'teacher'
                     join memberships m on m.school_id = f.school_id and m.status = 'active'
                       and m.user_id = case when f.parent_id = $2 then t.user_id else f.parent_id end
                     join users u on u.id = m.user_id
                     where f.school_id = $1 and f.contact_teachers
                       and (f.parent_id = $2 and cast($3 as boolean) or t.user_id = $2 and cast($4 as boolean))
                       and t.user_id <> f.parent_id and (cast($5 as text) is null or u.id = $5)
                     group by u.id, u.name, u.name_key, f.child_id, uc.name, uc.name_key
                     order by u.name_key, uc.name_key, u.id, f.child_id limit 500"
                ),
                args![school, user, scope.can(Permission::TeachersContact), scope.can(Permission::ChatWrite), one],
            )
            .await?;
    }
    if scope.place.features.has(Feature::DirectMessages) && scope.can(Permission::ChatWrite) {
        let classmates: Vec<Partner> = scope
            .db
            .all(
                sql!(
                    "select u.id as user_id, u.name, cast(null as text) as child_id, cast(null as text) as child
                     from users u
                     join memberships m on m.school_id = $1 and m.user_id = u.id and m.status = 'active'
                     where u.id <> $2 and (cast($3 as text) is null or u.id = $3) and u.id in (
                       select o.user_id from class_members o
                       join class_members mine on mine.school_id = o.school_id and mine.class_id = o.class_id
                       where o.school_id = $1 and mine.user_id = $2)
                     order by u.name_key, u.id limit 1000"
                ),
                args![school, user, one],
            )
            .await?;
        partners.extend(classmates);
    }
    Ok(partners)
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
    let key = format!("{}:{}", form.class, names::key(&form.name));
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
    let people: Vec<(UserId,)> = work
        .tx
        .all(
            sql!("select user_id from class_members where school_id = $1 and class_id = $2 order by user_id"),
            args![school, form.class],
        )
        .await?;
    for (user,) in people {
        // From now on they follow it.
        work.tell(Event::Notified { user });
    }
    work.commit().await?;
    Ok(id)
}

/// The room of two people, or of a parent and a teacher about a child; it is made when it is first asked for.
///
/// # Errors
/// `NotFound` for somebody whom the caller may not write to.
pub async fn open_direct(scope: &Scope, form: &DirectForm) -> Result<RoomId> {
    must_chat(scope)?;
    let (school, me) = (scope.school_id(), scope.user_id());
    if !partners(scope, Some(form.with)).await?.iter().any(|it| it.child_id == form.child) {
        return Err(Error::NotFound.into());
    }
    let mut work = scope.begin().await?;
    let kind = if form.child.is_some() { RoomKind::Family } else { RoomKind::Direct };
    let (first, second) = if me < form.with { (me, form.with) } else { (form.with, me) };
    let about = form.child.map(|child| format!(":{child}")).unwrap_or_default();
    let key = format!("{first}:{second}{about}");
    let id = RoomId::new();
    // Whoever came first has the key: the other finds their room.
    let made = work
        .tx
        .run(
            sql!(
                "insert into rooms (school_id, id, kind, key, child_id, created_at) values ($1, $2, $3, $4, $5, $6)
                 on conflict (school_id, key) do nothing"
            ),
            args![school, id, kind.text(), key.as_str(), form.child, scope.now],
        )
        .await?;
    let id = if made > 0 { id } else { found(&mut work.tx, scope, &key).await? };
    let mut came = 0;
    for user in [first, second] {
        came += work
            .tx
            .run(
                sql!(
                    "insert into room_members (school_id, room_id, user_id, joined_at) values ($1, $2, $3, $4)
                     on conflict (school_id, room_id, user_id) do nothing"
                ),
                args![school, id, user, scope.now],
            )
            .await?;
    }
    if came == 0 {
        return Ok(id);
    }
    work.audit("room.opened", id, json!({ "member": form.with })).await?;
    for user in [first, second] {
        work.tell(Event::Notified { user });
    }
    work.commit().await?;
    Ok(id)
}

async fn found(tx: &mut Tx, scope: &Scope, key: &str) -> Result<RoomId> {
    let (id,): (RoomId,) =
        tx.one(sql!("select id from rooms where school_id = $1 and key = $2"), args![scope.school_id(), key]).await?;
    Ok(id)
}
