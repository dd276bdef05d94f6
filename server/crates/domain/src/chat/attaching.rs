//! Pictures and files with a message: they come with it, are seen by those who are in its room, and go with it.

use std::collections::HashMap;

use model::chat::{Message, MessageFile};
use model::ids::{ClassId, FileId, MessageId, RoomId};
use model::pictures::Picture;
use model::{Error, Problem};
use serde_json::{Value, json};
use store::{Tx, args, sql};

use super::rooms::{self, Key, Room};
use super::{moderation, policy, saying};
use crate::files::{self, Kept, Stored, Upload};
use crate::{Result, Scope, Work};

/// A file that goes with a message.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub kept: Kept,
    /// What a picture shows.
    pub alt: String,
}

/// What is known before the first byte is read.
#[derive(Clone, Copy, Debug)]
pub struct Admission {
    /// Bytes that the class whose room files take may still store; nothing where there is no such class.
    pub free_bytes: Option<i64>,
}

/// Asks whether the caller may say something, before anything is read of what they send.
///
/// # Errors
/// `NotFound` when the room is not the caller's, `Forbidden` when they only read there, `TooMany` where they have just
/// spoken in a slow room.
pub async fn admit(scope: &Scope, room: RoomId) -> Result<Admission> {
    let mut tx = scope.db.snapshot().await?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let room = rooms::entered(scope, tx.maybe(sql, args).await?)?;
    policy::may_write(&room.seat(scope.now))?;
    saying::must_be_slow(&mut tx, scope, &room, None).await?;
    Ok(Admission { free_bytes: class_of(&mut tx, scope, &room).await?.map(|(_, free_bytes)| free_bytes) })
}

/// The class whose room files take: that of the chat; of two people one that is in use and has most of them, and of the
/// child they talk about.
async fn class_of(tx: &mut Tx, scope: &Scope, room: &Room) -> Result<Option<(ClassId, i64)>> {
    let found: Option<(ClassId, i64, i64)> = tx
        .maybe(
            sql!(
                "select g.id, g.quota_bytes - g.storage_bytes as free_bytes, cast(count(o.user_id) as bigint) as people
                 from class_groups g
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id
                   and (o.user_id in (select p.user_id from room_members p where p.school_id = $1 and p.room_id = $3)
                        or o.user_id = (select r.child_id from rooms r where r.school_id = $1 and r.id = $3))
                 where g.school_id = $1 and g.archived_at is null
                   and (g.id = $2 or cast($2 as text) is null and o.user_id is not null)
                 group by g.id, g.quota_bytes, g.storage_bytes
                 order by people desc, g.id limit 1"
            ),
            args![scope.school_id(), room.class_id, room.id],
        )
        .await?;
    Ok(found.map(|(class, free_bytes, _)| (class, free_bytes)))
}

/// The names of files, one a line.
pub(super) fn names(files: &[Attachment]) -> String {
    files.iter().map(|file| file.kept.file.name()).collect::<Vec<_>>().join("\n")
}

/// All that is said with files: the words, their names, and what they show.
pub(super) fn said(body: &str, files: &[Attachment]) -> String {
    let shown: Vec<&str> = files.iter().map(|it| it.alt.as_str()).collect();
    format!("{body}\n{}\n{}", names(files), shown.join("\n"))
}

/// Every content that goes with a message: its files and the small pictures beside them.
fn contents(files: &[Attachment]) -> impl Iterator<Item = &Upload> {
    files.iter().flat_map(|it| it.kept.contents())
}

/// The class whose room the files of a message take; nothing where it has none.
pub(super) async fn class_for(tx: &mut Tx, scope: &Scope, room: &Room, files: &[Attachment]) -> Result<Option<ClassId>> {
    if files.is_empty() {
        return Ok(None);
    }
    if contents(files).any(|it| it.school() != scope.school_id()) {
        return Err(Error::NotFound.into());
    }
    let (class, _) = class_of(tx, scope, room).await?.ok_or(Error::Conflict(Problem::ClassArchived))?;
    Ok(Some(class))
}

/// Counts the files of a message against that class.
pub(super) async fn take_space(work: &mut Work, scope: &Scope, class: Option<ClassId>, files: &[Attachment]) -> Result<()> {
    match class {
        Some(class) => files::take_space(work, scope, class, contents(files).map(Upload::bytes).sum()).await,
        None => Ok(()),
    }
}

/// Names the files of a message that is being stored.
pub(super) async fn attach(work: &mut Work, scope: &Scope, class: ClassId, id: MessageId, files: &[Attachment]) -> Result<()> {
    let mut rows: Vec<Value> = Vec::with_capacity(files.len());
    for (position, Attachment { kept, alt }) in files.iter().enumerate() {
        for named in files::name_kept(work, scope, class, kept).await? {
            let alt = if named.preview_of.is_some() { "" } else { alt.as_str() };
            let preview_of = named.preview_of.map(|it| it.to_string()).unwrap_or_default();
            rows.push(json!([named.file, position, alt, named.width, named.height, preview_of]));
        }
    }
    work.tx
        .run(
            sql!(
                "insert into message_files (school_id, message_id, file_id, position, alt, width, height, preview_of)
                 select cast($1 as text), cast($2 as text), value ->> 0, cast(value ->> 1 as bigint), value ->> 2,
                        cast(value ->> 3 as bigint), cast(value ->> 4 as bigint), value ->> 5
                 from {rows $3}"
            ),
            args![scope.school_id(), id, Value::from(rows).to_string()],
        )
        .await?;
    Ok(())
}

/// Whether a message has just these files, by name and content. One that was deleted has none to compare.
pub(super) async fn are_those(tx: &mut Tx, scope: &Scope, id: MessageId, files: &[Attachment]) -> Result<bool> {
    let there: Vec<(String, String)> = tx
        .all(
            sql!(
                "select f.name, f.sha256 from message_files k
                 join files f on f.school_id = k.school_id and f.id = k.file_id
                 where k.school_id = $1 and k.message_id = $2 and k.preview_of = '' order by k.position, f.id"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    let sent = files.iter().map(|it| (it.kept.file.name(), it.kept.file.sha256()));
    Ok(there.is_empty() || there.iter().map(|(name, sha256)| (name.as_str(), sha256.as_str())).eq(sent))
}

/// The files of a message that is deleted go with it.
pub(super) async fn detach(work: &mut Work, scope: &Scope, id: MessageId) -> Result<()> {
    let school = scope.school_id();
    let gone: Vec<(FileId,)> = work
        .tx
        .all(sql!("delete from message_files where school_id = $1 and message_id = $2 returning file_id"), args![school, id])
        .await?;
    if gone.is_empty() {
        return Ok(());
    }
    let gone: Vec<FileId> = gone.into_iter().map(|(file,)| file).collect();
    files::forget(work, scope, &gone).await
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    message_id: MessageId,
    id: FileId,
    name: String,
    bytes: i64,
    alt: String,
    width: i64,
    height: i64,
    small: Option<FileId>,
}

/// The statement that reads the files of messages; `$2` lists them.
macro_rules! files_sql {
    () => {
        sql!(
            "select k.message_id, f.id, f.name, f.bytes, k.alt, k.width, k.height,
                    (select p.file_id from message_files p
                     where p.school_id = k.school_id and p.message_id = k.message_id and p.preview_of = k.file_id
                     order by p.file_id limit 1) as small
             from message_files k
             join files f on f.school_id = k.school_id and f.id = k.file_id
             where k.school_id = $1 and k.message_id in (select value from {list $2}) and k.preview_of = ''
             order by k.message_id, k.position, f.id"
        )
    };
}
pub(super) use files_sql;

/// The files of each message.
pub(super) fn by_message(rows: Vec<Row>) -> HashMap<MessageId, Vec<MessageFile>> {
    let mut files: HashMap<MessageId, Vec<MessageFile>> = HashMap::new();
    for row in rows {
        let picture = Picture::of(row.width, row.height, row.small.unwrap_or(row.id));
        let file = MessageFile { id: row.id, name: row.name, bytes: row.bytes, alt: row.alt, picture };
        files.entry(row.message_id).or_default().push(file);
    }
    files
}

/// Puts their files beside messages that were read somewhere else than in their room.
pub(super) async fn put_beside<'a>(scope: &Scope, messages: impl Iterator<Item = &'a mut Message>) -> Result<()> {
    let messages: Vec<&mut Message> = messages.filter(|it| !it.file_names.is_empty()).collect();
    if messages.is_empty() {
        return Ok(());
    }
    let ids = store::list(messages.iter().map(|it| it.id));
    let mut files = by_message(scope.db.all(files_sql!(), args![scope.school_id(), ids]).await?);
    for message in messages {
        message.files = files.remove(&message.id).unwrap_or_default();
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Attached {
    message_id: MessageId,
    room_id: RoomId,
    #[sqlx(flatten)]
    file: Stored,
}

/// A file of the chat, for those who are in its room now; and for those who look after what was reported, as long as it is.
///
/// # Errors
/// `NotFound` for everybody else.
pub(crate) async fn attached(scope: &Scope, id: FileId) -> Result<Stored> {
    let found: Option<Attached> = scope
        .db
        .maybe(
            sql!(
                "select k.message_id, m.room_id, f.school_id, f.id, f.name, f.media_type, f.bytes, f.sha256 from files f
                 join message_files k on k.school_id = f.school_id and k.file_id = f.id
                 join messages m on m.school_id = k.school_id and m.id = k.message_id
                 where f.school_id = $1 and f.id = $2 and m.deleted_at is null order by k.message_id limit 1"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    let found = found.ok_or(Error::NotFound)?;
    match rooms::reach(scope, Key::Room(found.room_id)).await {
        Err(crate::Error::Refused(Error::NotFound)) => {
            let mut tx = scope.db.snapshot().await?;
            if moderation::is_reported_to(&mut tx, scope, found.message_id).await? {
                Ok(found.file)
            } else {
                Err(Error::NotFound.into())
            }
        }
        reached => reached.map(|_| found.file),
    }
}
