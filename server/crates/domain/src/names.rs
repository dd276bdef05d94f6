//! Names as they are found and sorted (dialect rule 5). Their keys stand beside them in their rows; the database cannot
//! fold so, and what an older program folded is folded again once.

#[cfg(test)]
mod tests;

use serde_json::{Value, json};
use store::{Sql, args, sql};

use crate::{Result, System};

/// Which folding the keys are made with: another word whenever it changes, so that all of them are made again.
const FOLDING: &str = "marks";
/// Rows read at a time.
const BATCH: i64 = 500;

/// What a name, a title or an entry of the audit log is searched and sorted by.
pub(crate) fn key(name: &str) -> String {
    folding::fold(name)
}

/// Rows with a key: how those after a place are read, and how keys are written.
struct Keyed {
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

fn tables() -> [Keyed; 4] {
    [
        // The keys of memberships follow by a trigger.
        Keyed {
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
        // What an entry says is never changed; only how it is found.
        Keyed {
            read: sql!(
                "select cast('' as text) as school_id, id, action || ' ' || detail as name, search_key as folded from audit
                 where cast($1 as text) = '' and id > $2 order by id limit $3"
            ),
            write: sql!(
                "update audit set search_key = r.folded
                 from (select value ->> 1 as id, value ->> 3 as folded from {rows $1}) as r
                 where audit.id = r.id"
            ),
        },
    ]
}

/// Makes the keys again that another folding made: once, at the start of a server. Each transaction is small. One that is
/// ended in the middle begins anew and writes only what is still wrong; of two nodes that start at once each waits for
/// the other's transaction.
///
/// # Errors
/// As the database answers.
pub async fn fold_again(system: &System) -> Result<()> {
    let made: Option<(String,)> = system.db.maybe(sql!("select value from platform where key = 'folding'"), args![]).await?;
    if made.is_some_and(|(with,)| with == FOLDING) {
        return Ok(());
    }
    system.db.run(sql!("insert into platform (key, value) values ('folding', '') on conflict (key) do nothing"), args![]).await?;
    let mut written = 0;
    for table in tables() {
        let mut after = Some((String::new(), String::new()));
        while let Some(place) = after {
            let (wrong, last) = batch(system, &table, place).await?;
            written += wrong;
            after = last;
        }
    }
    system.db.run(sql!("update platform set value = $1 where key = 'folding'"), args![FOLDING]).await?;
    tracing::info!(written, "the keys of names are made with the present folding");
    Ok(())
}

/// Looks at the rows after a place: how many keys it wrote, and where the rows ended, unless they all have.
async fn batch(system: &System, table: &Keyed, after: (String, String)) -> Result<(usize, Option<(String, String)>)> {
    let mut tx = system.db.begin().await?;
    tx.run(sql!("update platform set value = value where key = 'folding'"), args![]).await?;
    let rows: Vec<Row> = tx.all(table.read, args![after.0, after.1, BATCH]).await?;
    let wrong: Vec<Value> = rows.iter().filter_map(wrong).collect();
    let written = wrong.len();
    if written > 0 {
        tx.run(table.write, args![Value::from(wrong).to_string()]).await?;
    }
    tx.commit().await?;
    Ok((written, rows.into_iter().next_back().map(|row| (row.school_id, row.id))))
}

fn wrong(row: &Row) -> Option<Value> {
    let folded = key(&row.name);
    (folded != row.folded).then(|| json!([row.school_id, row.id, row.name, folded]))
}
