//! What goes: found from the top down, and deleted from the bottom up, row by row into `cleared_rows`.

use std::collections::HashMap;

use model::backup::clear::{Going, Plan, What};
use model::ids::{ClassId, ClearId, SchoolId, UserId};
use model::{Error, Problem};
use serde_json::{Map, Value, json};
use store::{Arg, Cell, Named, Sql, Tx, args, list, sql};

use super::fates::{FATES, Fate, HANDED, KINDS, LINKS, Root, Rows, forget_undos};
use crate::backup::json::plain;
use crate::backup::manifest::{Kind, TABLES};
use crate::backup::restore::Told;
use crate::{Result, Scope, Work};

/// Rows written in one statement: PostgreSQL takes no list of more than 256 MB.
pub(super) const BATCH: usize = 1000;

/// What goes when something of a school is cleared.
pub(super) struct Doomed {
    school: SchoolId,
    by: UserId,
    /// Who is handed what people who go once did for others: nobody where no admin is left.
    heir: Option<UserId>,
    /// The ids of those that others name.
    ids: HashMap<Going, Vec<String>>,
    roots: &'static [Root],
    pub plan: Plan,
}

impl Doomed {
    pub(super) async fn find(tx: &mut Tx, scope: &Scope, what: What) -> Result<Doomed> {
        let roots = KINDS.iter().find(|(kind, _)| *kind == what).map(|(_, roots)| *roots).unwrap_or_default();
        let plan = Plan { what, counts: Vec::new() };
        let (school, by) = (scope.school_id(), scope.user_id());
        let heir = heir(tx, school, by).await?;
        let mut doomed = Doomed { school, by, heir, ids: HashMap::new(), roots, plan };
        for fate in FATES {
            let Some(args) = doomed.args(fate) else { continue };
            let rows = match &fate.rows {
                Rows::Named { ids, .. } => {
                    let ids: Vec<(String,)> = tx.all(ids, args).await?;
                    let ids: Vec<String> = ids.into_iter().map(|(id,)| id).collect();
                    let rows = i64::try_from(ids.len()).unwrap_or(i64::MAX);
                    doomed.ids.insert(fate.going, ids);
                    rows
                }
                Rows::Plain { count, .. } => tx.one::<(i64,)>(count, args).await?.0,
                Rows::Stays { .. } => 0,
            };
            if rows > 0 {
                doomed.plan.counts.push((fate.going, rows));
            }
        }
        Ok(doomed)
    }

    pub(super) fn ids(&self, going: Going) -> &[String] {
        self.ids.get(&going).map_or(&[], Vec::as_slice)
    }

    /// The arguments of a table's statements; nothing where none of its rows can go.
    fn args(&self, fate: &Fate) -> Option<Vec<Arg>> {
        if fate.going == Going::Memberships {
            let everybody = self.roots.contains(&Root::Everybody);
            let goes = everybody || self.roots.contains(&Root::Students);
            return goes.then(|| args![self.school, everybody, self.by]);
        }
        let whole = self.roots.contains(&Root::All(fate.going));
        let goes = whole || fate.needs.iter().any(|(_, going)| !self.ids(*going).is_empty());
        goes.then(|| {
            let lists = fate.needs.iter().map(|(_, going)| list(self.ids(*going)));
            args![self.school, whole].into_iter().chain(lists).collect()
        })
    }

    /// Deletes it all and keeps it. Answers how many rows of each table went.
    pub(super) async fn remove(&self, work: &mut Work, id: ClearId, told: &Told) -> Result<Vec<(Going, i64)>> {
        let mut kept = Keep { school: self.school, id, seq: 0, rows: Vec::new() };
        let mut gone = Vec::new();
        for fate in FATES.iter().rev() {
            // Nothing is left that needs them but what they once did for others.
            if fate.going == Going::Memberships {
                // Whoever hands in or joins has the class first and their place after, and so has who clears: neither waits
                // for the other for ever.
                if !self.ids(Going::Files).is_empty() || !self.ids(Going::Memberships).is_empty() {
                    recount(work, self.school).await?;
                }
                self.hand_over(work, &mut kept).await?;
            }
            let (table, mut went) = (fate.going.text(), 0);
            for (delete, args) in self.deletes(fate) {
                let rows: Vec<Named> = work.tx.all(delete, args).await?;
                for row in rows {
                    kept.keep(work, table, None, body(table, row)).await?;
                    told.add(1);
                    went += 1;
                }
            }
            if went > 0 {
                gone.push((fate.going, went));
            }
        }
        kept.write(work).await?;
        gone.reverse();
        Ok(gone)
    }

    /// What deletes its rows: those that are known by their ids so many at a time, as all of them may be more than there is
    /// memory for.
    fn deletes(&self, fate: &Fate) -> Vec<(Sql, Vec<Arg>)> {
        match &fate.rows {
            Rows::Named { delete, .. } => {
                self.ids(fate.going).chunks(BATCH).map(|ids| (*delete, args![self.school, list(ids)])).collect()
            }
            Rows::Plain { delete, .. } => self.args(fate).map(|args| (*delete, args)).into_iter().collect(),
            Rows::Stays { .. } => Vec::new(),
        }
    }

    async fn hand_over(&self, work: &mut Work, kept: &mut Keep) -> Result<()> {
        let people = self.ids(Going::Memberships);
        if people.is_empty() {
            return Ok(());
        }
        work.tx.run(forget_undos(), args![self.school, list(people)]).await?;
        for link in LINKS {
            let rows: Vec<Named> = work.tx.all(link.read, args![self.school, list(people)]).await?;
            if rows.is_empty() {
                continue;
            }
            let to = match (link.handed, self.heir) {
                (false, _) => None,
                (true, Some(heir)) => Some(heir),
                (true, None) => return Err(Error::Conflict(Problem::LastAdmin).into()),
            };
            for row in rows {
                let mut body = body(link.table, row);
                if let Some(to) = to {
                    body.insert(HANDED.to_owned(), to.to_string().into());
                }
                kept.keep(work, link.table, Some(link.column), body).await?;
            }
            work.tx.run(link.set, args![self.school, list(people), to]).await?;
        }
        Ok(())
    }
}

/// Whoever clears, where they have a place in the school; else its eldest admin.
async fn heir(tx: &mut Tx, school: SchoolId, by: UserId) -> Result<Option<UserId>> {
    let heir: Option<(UserId,)> = tx
        .maybe(
            sql!(
                "select user_id from memberships
                 where school_id = $1 and (role = 'school_admin' or (user_id = $2 and status = 'active'))
                 order by (case when user_id = $2 then 0 when status = 'active' then 1 else 2 end), created_at, user_id limit 1"
            ),
            args![school, by],
        )
        .await?;
    Ok(heir.map(|(heir,)| heir))
}

/// A row as it is kept: each column by its name, in the types of JSON.
fn body(table: &str, row: Named) -> Map<String, Value> {
    let columns = TABLES.iter().find(|it| it.name == table).map(|it| it.columns).unwrap_or_default();
    let is_bool = |name: &str| columns.iter().any(|column| column.name == name && column.kind == Kind::Bool);
    let value = |name: &str, cell: Cell| match cell {
        // SQLite does not tell of a row it answers while it deletes it that a number is a boolean.
        Cell::Int(number) if is_bool(name) => Value::Bool(number != 0),
        cell => plain(cell),
    };
    row.0.into_iter().map(|(name, cell)| (name.clone(), value(&name, cell))).collect()
}

/// Writes what is kept, many rows at a time.
struct Keep {
    school: SchoolId,
    id: ClearId,
    seq: i64,
    rows: Vec<Value>,
}

impl Keep {
    async fn keep(&mut self, work: &mut Work, table: &str, column: Option<&str>, body: Map<String, Value>) -> Result<()> {
        self.seq += 1;
        let content = if table == "files" && column.is_none() { body.get("sha256").cloned() } else { None };
        self.rows.push(json!([self.seq, table, column, Value::Object(body).to_string(), content]));
        if self.rows.len() >= BATCH { self.write(work).await } else { Ok(()) }
    }

    async fn write(&mut self, work: &mut Work) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = Value::Array(std::mem::take(&mut self.rows)).to_string();
        work.tx
            .run(
                sql!(
                    "insert into cleared_rows (school_id, clear_id, seq, table_name, column_name, body, content)
                     select cast($1 as text), cast($2 as text), cast(value ->> 0 as bigint), value ->> 1, value ->> 2,
                            value ->> 3, value ->> 4
                     from {rows $3}"
                ),
                args![self.school, self.id, rows],
            )
            .await?;
        Ok(())
    }
}

/// What the classes of a school store, counted again from their files, with nobody handing in meanwhile.
pub(super) async fn recount(work: &mut Work, school: SchoolId) -> Result<()> {
    // As `seats::lock`, all of them at once.
    let lock = sql!("select id from class_groups where school_id = $1 order by id {locked}");
    let _: Vec<(ClassId,)> = work.tx.all(lock, args![school]).await?;
    work.tx
        .run(
            sql!(
                "update class_groups set storage_bytes = (select cast(coalesce(sum(f.bytes), 0) as bigint) from files f
                                                          where f.school_id = $1 and f.class_id = class_groups.id)
                 where school_id = $1
                   and storage_bytes <> (select cast(coalesce(sum(f.bytes), 0) as bigint) from files f
                                         where f.school_id = $1 and f.class_id = class_groups.id)"
            ),
            args![school],
        )
        .await?;
    Ok(())
}
