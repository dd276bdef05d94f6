//! The one transaction: the rows that are there give way to those of the archive, which are read again and compared.

use std::collections::HashMap;

use futures::stream::StreamExt;
use model::ids::{SchoolId, UserId};
use serde_json::Value;
use store::{Cells, Found, Sql, Tx, args, sql};

use super::people::{self, Fit, keep, table};
use super::rows::{BATCH, Row, Tally, row};
use super::staging::Staged;
use super::{Told, Unfit};
use crate::Result;
use crate::backup::manifest::{Column, TABLES, Table};

/// Tables beside the exported ones whose rows name rows that go.
pub(super) const NAMING: &[&str] = &["undos", "sessions", "tokens", "email_changes", "clears"];

/// What was put back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub rows: u64,
    /// Files that were not in the store.
    pub files: u64,
    /// People of a school's archive who were here already, and who came.
    pub matched: u64,
    pub new: u64,
    /// Who was logged in.
    pub changed: Vec<UserId>,
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
    fit: &Fit,
    closed: String,
    told: &Told,
) -> Result<std::result::Result<Outcome, Unfit>> {
    let changed: Vec<(UserId,)> = tx.all(sql!("select distinct user_id from sessions order by user_id"), args![]).await?;
    let mut way = Way { staged, fit, told, secrets: HashMap::new(), closed };
    let loaded = match &staged.school {
        None => platform(tx, &way).await?,
        Some(school) => {
            way.secrets = secrets_of(tx, school.id).await?;
            of_school(tx, &way, school.id).await?
        }
    };
    let rows = match loaded {
        Ok(rows) => rows,
        Err(unfit) => return Ok(Err(unfit)),
    };
    let changed = changed.into_iter().map(|(user,)| user).collect();
    Ok(Ok(Outcome { rows, files: 0, matched: fit.matched(), new: fit.new, changed }))
}

async fn platform(tx: &mut Tx, way: &Way<'_>) -> Result<std::result::Result<u64, Unfit>> {
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
    for table in TABLES {
        let sent = way.send(tx, table, (table.whole.platform, None), Found::Refuse).await?;
        if sent != tally(tx, table, table.whole.platform, None).await? {
            return Ok(Err(Unfit::Differs(table.name.to_owned())));
        }
        rows += sent.rows;
    }
    if let Some(acting) = &way.fit.acting {
        keep(tx, acting).await?;
    }
    // Who did something since the archive, and is nobody in it, is no longer said.
    tx.run(
        sql!(
            "insert into audit (id, at, actor_id, school_id, action, subject, detail, address, request_id, search_key, agent, erased_at)
             select k.id, k.at, (select u.id from users u where u.id = k.actor_id), (select s.id from schools s where s.id = k.school_id),
                    k.action, k.subject, k.detail, k.address, k.request_id, k.search_key, k.agent, k.erased_at
             from audit_aside k where not exists (select 1 from audit a where a.id = k.id)"
        ),
        args![],
    )
    .await?;
    tx.empty("audit_aside").await?;
    Ok(Ok(rows))
}

async fn of_school(tx: &mut Tx, way: &Way<'_>, school: SchoolId) -> Result<std::result::Result<u64, Unfit>> {
    // Whoever changes members waits for the school's row.
    tx.run(sql!("update schools set id = id where id = $1"), args![school]).await?;
    let before = acting_place(tx, way, school).await?;
    tx.run(sql!("delete from undos where school_id = $1"), args![school]).await?;
    for table in own().rev() {
        if let Some(clear) = table.clear {
            tx.run(clear, args![school]).await?;
        }
    }
    let (schools, users, log) = (table("schools"), table("users"), table("audit"));
    let mut rows = 0;
    for (table, found) in [(schools, Found::Replace(&["id"])), (users, Found::Refuse)] {
        if let Some(sql) = table.entire {
            rows += way.send(tx, table, (sql, Some(school)), found).await?.rows;
        }
    }
    for table in own() {
        let Some(sql) = table.entire else { continue };
        let sent = way.send(tx, table, (sql, Some(school)), Found::Refuse).await?;
        if sent != tally(tx, table, sql, Some(school)).await? {
            return Ok(Err(Unfit::Differs(table.name.to_owned())));
        }
        rows += sent.rows;
    }
    if let Some(sql) = log.entire {
        way.send(tx, log, (sql, Some(school)), Found::Leave).await?;
    }
    if let Some(place) = before {
        let shape = table("memberships").shape(false)?;
        tx.load(&shape, [&place], Found::Replace(&["school_id", "user_id"])).await?;
    }
    Ok(Ok(rows))
}

/// The tables whose rows are a school's alone and give way; the log stays, and is only added to.
fn own() -> impl DoubleEndedIterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.clear.is_some() && table.name != "audit")
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
    async fn send(&self, tx: &mut Tx, table: &'static Table, from: (Sql, Option<SchoolId>), found: Found) -> Result<Tally> {
        let shape = table.shape(false)?;
        let columns: Vec<Column> = table.archived(false).collect();
        let naming = people::columns(table);
        let (mut tally, mut batch) = (Tally::default(), Vec::with_capacity(BATCH));
        let (sql, school) = from;
        let args = school.map(|school| args![school]).unwrap_or_default();
        let mut rows = self.staged.db.stream::<Cells>(sql, args);
        loop {
            let next = rows.next().await.transpose()?;
            let ended = next.is_none();
            if let Some(Cells(cells)) = next {
                let mut row = row(&columns, cells);
                if school.is_none() || self.fits(tx, table, &naming, &mut row).await? {
                    tally.add(table, &columns, &row);
                    batch.push(row);
                }
            }
            if batch.len() >= BATCH || ended {
                tx.load(&shape, &batch, found).await.map_err(|error| anyhow::Error::from(error).context(table.name))?;
                self.told.add(batch.len() as u64);
                batch.clear();
            }
            if ended {
                return Ok(tally);
            }
        }
    }

    /// Makes a row of the archive one of this platform; whether it comes at all.
    async fn fits(&self, tx: &mut Tx, table: &Table, naming: &[&str], row: &mut Row) -> Result<bool> {
        let id = row.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        match table.name {
            "users" => {
                if self.fit.is_known(&id) {
                    return Ok(false);
                }
                // Whom the platform trusts is not for a school's archive to say.
                row.insert("platform_role".to_owned(), Value::Null);
                row.insert("primary_school_id".to_owned(), Value::Null);
                if self.staged.contents.school.is_some() {
                    row.insert("password_hash".to_owned(), self.closed.clone().into());
                }
                self.fit.rename(row);
            }
            "schools" => {
                for (column, kept) in [("slug", &self.fit.slug), ("mail_domain", &self.fit.mail_domain)] {
                    if let Some(kept) = kept {
                        row.insert(column.to_owned(), kept.clone().into());
                    }
                }
            }
            "audit" => {
                self.fit.name(naming, row);
                let actor = row.get("actor_id").and_then(Value::as_str).map(str::to_owned);
                let here: Option<(String,)> = tx.maybe(sql!("select id from users where id = $1"), args![actor]).await?;
                row.insert("actor_id".to_owned(), here.map_or(Value::Null, |(id,)| id.into()));
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
        Ok(true)
    }
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
