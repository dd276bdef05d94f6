//! Names as they are found and sorted (dialect rule 5). Their keys stand beside them in their rows, as the words of what
//! people write do; the database cannot fold so, and what an older program folded is folded again once.

#[cfg(test)]
mod tests;

use serde_json::{Value, json};
use store::{Sql, Tx, args, sql};

use crate::{Result, System, search};

/// Which folding the keys are made with: another word whenever it changes, so that all of them are made again.
const FOLDING: &str = "marks";
/// Rows read at a time.
const BATCH: i64 = 500;
/// Batches of one job: what else waits is not held up for long.
const AT_ONCE: usize = 40;
/// Where it is kept how far the names of people, classes and courses are, how far people's addresses, the words of messages
/// and posts, and how far the audit log is.
const NAMES: &str = "folding";
const ADDRESSES: &str = "folding.addresses";
const WORDS: &str = "folding.words";
const LOG: &str = "folding.audit";

/// What a name, a title or an entry of the audit log is searched and sorted by.
pub(crate) fn key(name: &str) -> String {
    folding::fold(name)
}

/// Puts what people choose from in order by its names, in which numbers count by their value. What a page at a time is
/// read of stays in the order of the database.
pub(crate) fn sort<T>(choices: &mut [T], name: impl Fn(&T) -> &str) {
    choices.sort_by_cached_key(|choice| folding::order(name(choice)));
}

/// Rows with a key: how it is made, how those after a place are read, and how keys are written.
struct Keyed {
    name: &'static str,
    fold: fn(&str) -> String,
    /// The rows after `$2` in the school `$1`, or after both; `$3` at most.
    read: Sql,
    /// Writes `$1`: school, id, name and key of each. Who was given another name meanwhile has its key already.
    write: Sql,
}

#[derive(sqlx::FromRow)]
struct Row {
    school_id: String,
    id: String,
    name: String,
    folded: String,
}

fn with_names() -> [Keyed; 3] {
    [
        // The keys of memberships follow by a trigger.
        Keyed {
            name: "users",
            fold: key,
            read: sql!(
                "select cast('' as text) as school_id, id, name, name_key as folded from users
                 where cast($1 as text) = '' and id > $2 order by id limit $3"
            ),
            write: sql!(
                "update users set name_key = r.folded
                 from (select value ->> 1 as id, value ->> 2 as name, value ->> 3 as folded from {rows $1}) as r
                 where users.id = r.id and users.name = r.name"
            ),
        },
        Keyed {
            name: "class_groups",
            fold: key,
            read: sql!(
                "select school_id, id, name, name_key as folded from class_groups
                 where school_id >= $1 and (school_id > $1 or id > $2) order by school_id, id limit $3"
            ),
            write: sql!(
                "update class_groups set name_key = r.folded
                 from (select value ->> 0 as school_id, value ->> 1 as id, value ->> 2 as name, value ->> 3 as folded
                       from {rows $1}) as r
                 where class_groups.school_id = r.school_id and class_groups.id = r.id and class_groups.name = r.name"
            ),
        },
        Keyed {
            name: "courses",
            fold: key,
            read: sql!(
                "select school_id, id, title as name, title_key as folded from courses
                 where school_id >= $1 and (school_id > $1 or id > $2) order by school_id, id limit $3"
            ),
            write: sql!(
                "update courses set title_key = r.folded
                 from (select value ->> 0 as school_id, value ->> 1 as id, value ->> 2 as name, value ->> 3 as folded
                       from {rows $1}) as r
                 where courses.school_id = r.school_id and courses.id = r.id and courses.title = r.name"
            ),
        },
    ]
}

/// An address is found like a name; an older program searched it as it was written.
fn addresses() -> [Keyed; 1] {
    // The keys of memberships follow by a trigger.
    [Keyed {
        name: "users",
        fold: key,
        read: sql!(
            "select cast('' as text) as school_id, id, email as name,
                    case when email_search = '' then email_key else email_search end as folded
             from users where cast($1 as text) = '' and id > $2 and email <> '' order by id limit $3"
        ),
        write: sql!(
            "update users set email_search = r.folded
             from (select value ->> 1 as id, value ->> 2 as name, value ->> 3 as folded from {rows $1}) as r
             where users.id = r.id and users.email = r.name"
        ),
    }]
}

/// What full-text search finds.
fn written() -> [Keyed; 2] {
    [
        Keyed {
            name: "messages",
            fold: search::index,
            read: sql!(
                "select school_id, id, body || ' ' || file_names as name, words as folded from messages
                 where school_id >= $1 and (school_id > $1 or id > $2) order by school_id, id limit $3"
            ),
            write: sql!(
                "update messages set words = r.folded
                 from (select value ->> 0 as school_id, value ->> 1 as id, value ->> 2 as name, value ->> 3 as folded
                       from {rows $1}) as r
                 where messages.school_id = r.school_id and messages.id = r.id
                   and messages.body || ' ' || messages.file_names = r.name"
            ),
        },
        // The first post of a thread is found by its title as well.
        Keyed {
            name: "forum_posts",
            fold: search::index,
            read: sql!(
                "select p.school_id, p.id, case when p.number = 1 then t.title || ' ' else '' end || p.body as name,
                        p.words as folded
                 from forum_posts p join forum_threads t on t.school_id = p.school_id and t.id = p.thread_id
                 where p.school_id >= $1 and (p.school_id > $1 or p.id > $2) order by p.school_id, p.id limit $3"
            ),
            write: sql!(
                "update forum_posts set words = r.folded
                 from (select value ->> 0 as school_id, value ->> 1 as id, value ->> 2 as name, value ->> 3 as folded
                       from {rows $1}) as r, forum_threads t
                 where forum_posts.school_id = r.school_id and forum_posts.id = r.id
                   and t.school_id = forum_posts.school_id and t.id = forum_posts.thread_id
                   and case when forum_posts.number = 1 then t.title || ' ' else '' end || forum_posts.body = r.name"
            ),
        },
    ]
}

/// What an entry says is never changed; only how it is found.
fn log() -> [Keyed; 1] {
    [Keyed {
        name: "audit",
        fold: key,
        read: sql!(
            "select cast('' as text) as school_id, id, action || ' ' || detail as name, search_key as folded from audit
             where cast($1 as text) = '' and id > $2 order by id limit $3"
        ),
        write: sql!(
            "update audit set search_key = r.folded
             from (select value ->> 1 as id, value ->> 2 as name, value ->> 3 as folded from {rows $1}) as r
             where audit.id = r.id and audit.action || ' ' || audit.detail = r.name"
        ),
    }]
}

/// Makes the keys of people, their addresses, classes and courses again that another folding made: once, at the start of a
/// server. What was written and the log, which may be long, are left to [`fold_some`], and so is what the database refuses
/// now: until then less is found.
///
/// # Errors
/// As the database answers.
pub async fn fold_again(system: &System) -> Result<()> {
    go_on(system, NAMES, &with_names(), usize::MAX).await?;
    go_on(system, ADDRESSES, &addresses(), usize::MAX).await?;
    Ok(())
}

/// Has all keys looked at again: rows came in that another program wrote.
///
/// # Errors
/// As the database answers.
pub(crate) async fn forget(tx: &mut Tx) -> Result<()> {
    let marks = sql!("delete from platform where key in ($1, $2, $3, $4)");
    tx.run(marks, args![NAMES, ADDRESSES, WORDS, LOG]).await?;
    Ok(())
}

/// Goes on with what is left, the log last, for a while; answers whether all is made.
///
/// # Errors
/// As the database answers.
pub(crate) async fn fold_some(system: &System) -> Result<bool> {
    Ok(go_on(system, NAMES, &with_names(), AT_ONCE).await?
        && go_on(system, ADDRESSES, &addresses(), AT_ONCE).await?
        && go_on(system, WORDS, &written(), AT_ONCE).await?
        && go_on(system, LOG, &log(), AT_ONCE).await?)
}

/// Whether all keys are made with the present folding.
///
/// # Errors
/// As the database answers.
pub(crate) async fn are_folded(system: &System) -> Result<bool> {
    let (made,): (i64,) = system
        .db
        .one(
            sql!("select cast(count(*) as bigint) as made from platform where key in ($1, $2, $3, $4) and value = $5"),
            args![NAMES, ADDRESSES, WORDS, LOG, FOLDING],
        )
        .await?;
    Ok(made == 4)
}

/// So many batches at most, from where the last one ended; answers whether that was all. Each transaction is small and
/// keeps how far it came; of two nodes each waits for the other's and goes on behind it.
async fn go_on(system: &System, mark: &'static str, tables: &[Keyed], most: usize) -> Result<bool> {
    let made: Option<(String,)> = system.db.maybe(sql!("select value from platform where key = $1"), args![mark]).await?;
    if made.is_some_and(|(with,)| with == FOLDING) {
        return Ok(true);
    }
    system.db.run(sql!("insert into platform (key, value) values ($1, '') on conflict (key) do nothing"), args![mark]).await?;
    for _ in 0..most {
        if !batch(system, mark, tables).await? {
            tracing::info!(mark, "the keys of names are made with the present folding");
            return Ok(true);
        }
    }
    Ok(false)
}

/// How far it came: a table, and the last of its rows.
#[derive(Default)]
struct Place {
    table: usize,
    school_id: String,
    id: String,
}

impl Place {
    /// At the beginning, where another folding or an older program came any way.
    fn kept(value: &str, tables: &[Keyed]) -> Place {
        let place = || {
            let [with, table, school_id, id]: [String; 4] = serde_json::from_str(value).ok()?;
            let table = tables.iter().position(|it| it.name == table).filter(|_| with == FOLDING)?;
            Some(Place { table, school_id, id })
        };
        place().unwrap_or_default()
    }

    fn text(&self, tables: &[Keyed]) -> String {
        match tables.get(self.table) {
            Some(table) => json!([FOLDING, table.name, self.school_id, self.id]).to_string(),
            None => FOLDING.to_owned(),
        }
    }
}

/// Looks at the next rows and keeps where they end. Answers whether there may be more.
async fn batch(system: &System, mark: &'static str, tables: &[Keyed]) -> Result<bool> {
    let mut tx = system.db.begin().await?;
    let (value,): (String,) =
        tx.one(sql!("update platform set value = value where key = $1 returning value"), args![mark]).await?;
    let at = Place::kept(&value, tables);
    let Some(table) = tables.get(at.table).filter(|_| value != FOLDING) else { return Ok(false) };
    let rows: Vec<Row> = tx.all(table.read, args![at.school_id, at.id, BATCH]).await?;
    let wrong: Vec<Value> = rows.iter().filter_map(|row| wrong(table, row)).collect();
    if !wrong.is_empty() {
        tx.run(table.write, args![Value::from(wrong).to_string()]).await?;
    }
    let next = match rows.into_iter().next_back() {
        Some(Row { school_id, id, .. }) => Place { table: at.table, school_id, id },
        None => Place { table: at.table + 1, ..Place::default() },
    };
    let text = next.text(tables);
    let more = text != FOLDING;
    tx.run(sql!("update platform set value = $2 where key = $1"), args![mark, text]).await?;
    tx.commit().await?;
    Ok(more)
}

fn wrong(table: &Keyed, row: &Row) -> Option<Value> {
    let folded = (table.fold)(&row.name);
    (folded != row.folded).then(|| json!([row.school_id, row.id, row.name, folded]))
}
