//! The one transaction: the rows that are there give way to those of the archive, which are read again and compared.

use std::collections::{HashMap, HashSet};

use futures::stream::StreamExt;
use model::ids::{SchoolId, UserId};
use model::{PlatformRole, Role};
use serde_json::Value;
use store::{Cells, Found, Sql, Tx, args, list, sql};

use super::people::{self, Fit, keep, table};
use super::rows::{Batch, Row, Tally, row};
use super::staging::Staged;
use super::{Asking, Told, Unfit};
use crate::Result;
use crate::backup::manifest::{Column, TABLES, Table};

/// The table that is only added to.
pub(super) const LOG: &str = "audit";
/// Tables beside the exported ones whose rows name rows that go.
pub(super) const NAMING: &[&str] = &["undos", "push_subscriptions", "sessions", "tokens", "email_changes", "notifications"];

/// What was put back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub rows: u64,
    /// Files that were not in the store, all that rows name and that are there now, and those that the archive lacks.
    pub files: u64,
    pub all_files: u64,
    pub lacking: u64,
    /// People of a school's archive who were here already, and who came.
    pub matched: u64,
    pub new: u64,
    /// Entries of the log that a school's archive holds: they are no rows that were put back.
    pub logged: Option<u64>,
    /// Who was logged in.
    pub changed: Vec<UserId>,
    /// Who asked for it, by the id they have now.
    pub asked_by: Option<UserId>,
}

/// Rows on their way: read in the staged database, as they go into the other one.
struct Way<'a> {
    staged: &'a Staged,
    fit: &'a Fit,
    told: &'a Told,
    /// Secrets of rows that are here, by table and id: an archive without them leaves them as they are.
    secrets: HashMap<(&'static str, String), Row>,
    /// What opens the account of nobody.
    closed: String,
}

pub(super) async fn load(
    tx: &mut Tx,
    staged: &Staged,
    mut fit: Fit,
    asking: Option<&Asking>,
    closed: String,
    told: &Told,
) -> Result<std::result::Result<Outcome, Unfit>> {
    if let Some(asking) = asking {
        fit.acting = Some(people::acting(tx, asking, staged.school.is_none()).await?);
    }
    let fit = &fit;
    let changed: Vec<(UserId,)> = tx.all(sql!("select distinct user_id from sessions order by user_id"), args![]).await?;
    let mut way = Way { staged, fit, told, secrets: HashMap::new(), closed };
    let loaded = match &staged.school {
        None => platform(tx, &way).await?.map(|(rows, asked_by)| (rows, None, asked_by)),
        Some(school) => {
            way.secrets = secrets_of(tx, school.id).await?;
            let asked_by = fit.acting.as_ref().map(|acting| acting.id);
            of_school(tx, &way, school.id).await?.map(|(rows, logged)| (rows, Some(logged), asked_by))
        }
    };
    let (rows, logged, asked_by) = match loaded {
        Ok(loaded) => loaded,
        Err(unfit) => return Ok(Err(unfit)),
    };
    let changed = changed.into_iter().map(|(user,)| user).collect();
    let (matched, new) = (fit.matched(), fit.new);
    Ok(Ok(Outcome { rows, matched, new, logged, changed, asked_by, ..Outcome::default() }))
}

/// Answers how many rows came, and the id that whoever asks has now.
async fn platform(tx: &mut Tx, way: &Way<'_>) -> Result<std::result::Result<(u64, Option<UserId>), Unfit>> {
    tx.hold_tables(TABLES.iter().map(|table| table.name)).await?;
    tx.run(
        sql!(
            "insert into audit_aside (id, at, actor_id, school_id, action, subject, detail, address, request_id, search_key, agent,
                                      erased_at)
             select id, at, actor_id, school_id, action, subject, detail, address, request_id, search_key, agent, erased_at
             from audit"
        ),
        args![],
    )
    .await?;
    for table in NAMING {
        tx.empty(table).await?;
    }
    for table in TABLES.iter().rev() {
        tx.empty(table.name).await?;
    }
    let mut rows = 0;
    for table in TABLES.iter().filter(|table| table.name != LOG) {
        let sent = match way.send(tx, table, (table.whole.platform, None), Found::Refuse).await? {
            Ok(sent) => sent,
            Err(unfit) => return Ok(Err(unfit)),
        };
        if sent != tally(tx, table, table.whole.platform, None).await? {
            return Ok(Err(Unfit::Differs(table.name.to_owned())));
        }
        rows += sent.rows;
    }
    let asked_by = match &way.fit.acting {
        Some(acting) => Some(keep(tx, acting).await?),
        None => None,
    };
    // The entries of here come first, as they are: nothing that was erased since comes back, and none is rewritten. Who did
    // something since the archive, and is nobody in it, is no longer said.
    tx.run(
        sql!(
            "insert into audit (id, at, actor_id, school_id, action, subject, detail, address, request_id, search_key, agent, erased_at)
             select k.id, k.at, (select u.id from users u where u.id = k.actor_id), (select s.id from schools s where s.id = k.school_id),
                    k.action, k.subject, k.detail, k.address, k.request_id, k.search_key, k.agent, k.erased_at
             from audit_aside k"
        ),
        args![],
    )
    .await?;
    let log = table(LOG);
    rows += match way.send(tx, log, (log.whole.platform, None), Found::Leave).await? {
        Ok(sent) => sent.rows,
        Err(unfit) => return Ok(Err(unfit)),
    };
    tx.empty("audit_aside").await?;
    Ok(Ok((rows, asked_by)))
}

/// Answers how many rows came, and how many entries of the log the archive holds.
async fn of_school(tx: &mut Tx, way: &Way<'_>, school: SchoolId) -> Result<std::result::Result<(u64, u64), Unfit>> {
    // Whoever changes members waits for the school's row.
    tx.run(sql!("update schools set id = id where id = $1"), args![school]).await?;
    let before = acting_place(tx, way, school).await?;
    tx.run(sql!("delete from undos where school_id = $1"), args![school]).await?;
    for table in own().rev() {
        if let Some(clear) = table.clear {
            tx.run(clear, args![school]).await?;
        }
    }
    let mut rows = 0;
    for (table, found) in [(table("schools"), Found::Replace(&["id"])), (table("users"), Found::Refuse)] {
        let Some(sql) = table.entire else { continue };
        match way.send(tx, table, (sql, Some(school)), found).await? {
            Ok(sent) => rows += sent.rows,
            Err(unfit) => return Ok(Err(unfit)),
        }
    }
    for table in own() {
        let Some(sql) = table.entire else { continue };
        let sent = match way.send(tx, table, (sql, Some(school)), Found::Refuse).await? {
            Ok(sent) => sent,
            Err(unfit) => return Ok(Err(unfit)),
        };
        if sent != tally(tx, table, sql, Some(school)).await? {
            return Ok(Err(Unfit::Differs(table.name.to_owned())));
        }
        rows += sent.rows;
    }
    let mut logged = 0;
    if let Some(sql) = table(LOG).entire {
        match way.send(tx, table(LOG), (sql, Some(school)), Found::Leave).await? {
            Ok(sent) => logged = sent.rows,
            Err(unfit) => return Ok(Err(unfit)),
        }
    }
    if let Some(place) = before {
        let (shape, place) = (table("memberships").shape(false)?, free_number(tx, school, place).await?);
        tx.load(&shape, [&place], Found::Replace(&["school_id", "user_id"])).await?;
    }
    Ok(Ok((rows, logged)))
}

/// A number is one person's: who has it in the archive keeps it.
async fn free_number(tx: &mut Tx, school: SchoolId, mut place: Row) -> Result<Row> {
    let text = |name: &str| place.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (taken,): (bool,) = tx
        .one(
            sql!(
                "select exists (select 1 from memberships where school_id = $1 and user_id <> $2 and number <> ''
                                  and lower(number) = lower($3)) as taken"
            ),
            args![school, text("user_id"), text("number")],
        )
        .await?;
    if taken {
        place.insert("number".to_owned(), "".into());
    }
    Ok(place)
}

/// The tables whose rows are a school's alone and give way; the log stays, and is only added to.
fn own() -> impl DoubleEndedIterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.clear.is_some() && table.name != LOG)
}

/// The place in the school of whoever asks, as it is before: they keep it.
async fn acting_place(tx: &mut Tx, way: &Way<'_>, school: SchoolId) -> Result<Option<Row>> {
    let (Some(acting), Some(sql)) = (&way.fit.acting, table("memberships").entire) else { return Ok(None) };
    let columns: Vec<Column> = table("memberships").archived(false).collect();
    let user = acting.id.to_string();
    let mut rows = tx.stream::<Cells>(sql, args![school]);
    while let Some(cells) = rows.next().await {
        let Cells(cells) = cells?;
        let row = row(&columns, cells);
        if row.get("user_id").and_then(Value::as_str) == Some(&user) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// The secrets of the school's rows that its archive is without, as they are now.
async fn secrets_of(tx: &mut Tx, school: SchoolId) -> Result<HashMap<(&'static str, String), Row>> {
    let mut found = HashMap::new();
    for table in own().filter(|table| table.secret.iter().any(|it| !it.known)) {
        let Some(sql) = table.entire else { continue };
        let columns: Vec<Column> = table.archived(false).collect();
        let mut rows = tx.stream::<Cells>(sql, args![school]);
        while let Some(cells) = rows.next().await {
            let Cells(cells) = cells?;
            let mut row = row(&columns, cells);
            let Some(id) = row.get("id").and_then(Value::as_str).map(str::to_owned) else { continue };
            row.retain(|name, _| table.secret.iter().any(|it| it.name == name && !it.known));
            found.insert((table.name, id), row);
        }
    }
    Ok(found)
}

impl Way<'_> {
    /// Puts the rows of a table in; answers what they are known by.
    async fn send(
        &self,
        tx: &mut Tx,
        table: &'static Table,
        from: (Sql, Option<SchoolId>),
        found: Found,
    ) -> Result<std::result::Result<Tally, Unfit>> {
        let shape = table.shape(false)?;
        let columns: Vec<Column> = table.archived(false).collect();
        let naming = people::columns(table);
        let (mut tally, mut batch) = (Tally::default(), Batch::default());
        let (sql, school) = from;
        let args = school.map(|school| args![school]).unwrap_or_default();
        let mut rows = self.staged.db.stream::<Cells>(sql, args);
        loop {
            let next = rows.next().await.transpose()?;
            let ended = next.is_none();
            if let Some(Cells(cells)) = next {
                let mut row = row(&columns, cells);
                if let Some(odd) = odd(table, &naming, &row) {
                    return Ok(Err(Unfit::Rows(format!("{}: {odd}", table.name))));
                }
                if school.is_none() || self.fits(table, &naming, &mut row) {
                    tally.add(table, &columns, &row);
                    batch.push(row);
                }
            }
            if batch.is_full() || ended {
                let mut rows = batch.take();
                if table.name == LOG {
                    told_of(tx, &mut rows).await?;
                }
                match tx.load(&shape, &rows, found).await {
                    Ok(_) => self.told.add(rows.len() as u64),
                    // The archive is whole, and its rows do not go together with those of here.
                    Err(error @ (store::Error::Unique(_) | store::Error::ForeignKey(_) | store::Error::Check(_))) => {
                        return Ok(Err(Unfit::Rows(format!("{}: {error}", table.name))));
                    }
                    Err(error) => return Err(anyhow::Error::from(error).context(table.name).into()),
                }
            }
            if ended {
                return Ok(Ok(tally));
            }
        }
    }

    /// Makes a row of the archive one of this platform; whether it comes at all.
    fn fits(&self, table: &Table, naming: &[&str], row: &mut Row) -> bool {
        let id = row.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        match table.name {
            "users" => {
                if self.fit.is_known(&id) {
                    return false;
                }
                // Whom the platform trusts is not for a school's archive to say.
                if row.get("platform_role").and_then(Value::as_str) == Some(PlatformRole::SuperAdmin.text()) {
                    row.insert("platform_role".to_owned(), PlatformRole::Staff.text().into());
                }
                row.insert("primary_school_id".to_owned(), Value::Null);
                if self.staged.contents.school.is_some() {
                    row.insert("password_hash".to_owned(), self.closed.clone().into());
                    // The mail by which they get a password proves their address again.
                    row.insert("verified_at".to_owned(), Value::Null);
                }
                self.fit.rename(row);
            }
            "schools" => {
                let fit = self.fit;
                let name = fit.name.as_ref();
                let kept = [
                    ("slug", fit.slug.as_ref()),
                    ("mail_domain", fit.mail_domain.as_ref()),
                    ("name", name.map(|(name, _)| name)),
                    ("name_key", name.map(|(_, key)| key)),
                ];
                for (column, kept) in kept {
                    if let Some(kept) = kept {
                        row.insert(column.to_owned(), kept.clone().into());
                    }
                }
            }
            _ => {
                self.fit.name(naming, row);
                if self.staged.contents.school.is_some()
                    && let Some(secrets) = self.secrets.get(&(table.name, id))
                {
                    row.extend(secrets.clone());
                }
            }
        }
        true
    }
}

/// Who is nobody here did what they did all the same.
async fn told_of(tx: &mut Tx, rows: &mut [Row]) -> Result<()> {
    for (column, there) in [
        ("actor_id", sql!("select id from users where id in (select value from {list $1})")),
        ("school_id", sql!("select id from schools where id in (select value from {list $1})")),
    ] {
        let named = rows.iter().filter_map(|row| row.get(column).and_then(Value::as_str));
        let there: Vec<(String,)> = tx.all(there, args![list(named)]).await?;
        let there: HashSet<String> = there.into_iter().map(|(id,)| id).collect();
        for row in rows.iter_mut() {
            if row.get(column).and_then(Value::as_str).is_some_and(|id| !there.contains(id)) {
                row.insert(column.to_owned(), Value::Null);
            }
        }
    }
    Ok(())
}

/// What no row of ours has: the database would take it, and every page that reads it would fail.
fn odd(table: &Table, naming: &[&str], row: &Row) -> Option<String> {
    let is_id = |name: &str| name == "id" || name.ends_with("_id") || naming.contains(&name);
    let wrong = row.iter().find_map(|(name, value)| match value {
        // Ids are made by one rule, whatever they are of.
        Value::String(id) if is_id(name) && name != "request_id" && id.parse::<UserId>().is_err() => Some(name),
        _ => None,
    });
    if let Some(name) = wrong {
        return Some(format!("{name} is no id"));
    }
    let has_role = matches!(table.name, "memberships" | "announcement_roles" | "invitations");
    let role = row.get("role").and_then(Value::as_str);
    (has_role && role.is_some_and(|role| role.parse::<Role>().is_err())).then(|| "role is no role".to_owned())
}

/// What the rows that are there now are known by.
async fn tally(tx: &mut Tx, table: &Table, sql: Sql, school: Option<SchoolId>) -> Result<Tally> {
    let columns: Vec<Column> = table.archived(false).collect();
    let mut tally = Tally::default();
    let mut rows = tx.stream::<Cells>(sql, school.map(|school| args![school]).unwrap_or_default());
    while let Some(cells) = rows.next().await {
        let Cells(cells) = cells?;
        tally.add(table, &columns, &row(&columns, cells));
    }
    Ok(tally)
}
