use std::collections::{BTreeMap, BTreeSet};

use model::backup::Table;
use store::Db;
use store::testing::{Scratch, each_db};

use super::{KEPT, Kind, TABLES};
use crate::backup::references::REFERENCES;

/// Table, column and type as the database itself tells them, without what an index of words keeps beside its table.
async fn schema(db: &Db) -> Vec<(String, String, String)> {
    match db {
        Db::Sqlite { read, .. } => sqlx::query_as(
            // The index of words follows its table by triggers; PostgreSQL has none of its tables.
            "select t.name, c.name, c.type from sqlite_schema t join pragma_table_info(t.name) c
             where t.type = 'table' and t.name not like 'sqlite~_%' escape '~' and t.name <> '_sqlx_migrations'
               and t.name not in (select name from pragma_table_list where type in ('virtual', 'shadow'))",
        )
        .fetch_all(read)
        .await
        .unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_as(
            "select cast(table_name as text), cast(column_name as text), cast(data_type as text)
             from information_schema.columns where table_schema = current_schema() and table_name <> '_sqlx_migrations'",
        )
        .fetch_all(pool)
        .await
        .unwrap(),
    }
}

#[tokio::test]
async fn the_manifest_names_every_table_and_every_column_of_the_schema() {
    each_db(async |db| {
        let mut real: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        for (table, column, kind) in schema(&db).await {
            real.entry(table).or_default().insert((column, kind.to_lowercase()));
        }
        for kept in KEPT {
            assert!(!kept.why.is_empty());
            assert!(real.remove(kept.name).is_some(), "{} is kept back but is not there", kept.name);
        }
        for table in TABLES {
            let columns = real.remove(table.name).unwrap_or_else(|| panic!("{} is exported but is not there", table.name));
            let names: BTreeSet<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
            let listed = table.columns.iter().map(|it| it.name).chain(table.secret.iter().map(|it| it.name));
            assert_eq!(names, listed.collect(), "columns of {}", table.name);
            for column in table.columns {
                let kind =
                    if column.name == "at" || column.name.ends_with("_at") { Kind::At } else { kind_of(&columns, column.name) };
                assert_eq!(column.kind, kind, "{}.{}", table.name, column.name);
            }
            assert_eq!(table.open.school.is_some(), table.name != "platform", "who sees {}", table.name);
        }
        assert!(real.is_empty(), "tables the backup does not know: {:?}", real.keys());
    })
    .await;
}

fn kind_of(columns: &BTreeSet<(String, String)>, name: &str) -> Kind {
    match columns.iter().find(|(column, _)| column == name).map(|(_, kind)| kind.as_str()) {
        Some("bigint") => Kind::Int,
        Some("boolean") => Kind::Bool,
        Some("text") => Kind::Text,
        other => panic!("{name} is {other:?}, which no export knows"),
    }
}

#[test]
fn every_table_that_is_exported_has_a_name_that_people_read() {
    let exported: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
    let named: BTreeSet<&str> = Table::ALL.iter().filter(|table| !table.is_part()).map(|table| table.text()).collect();
    assert_eq!(exported, named);
}

/// Which table refers to which, as the database itself tells it.
pub(in crate::backup) async fn references() -> Vec<(String, String)> {
    let scratch = Scratch::sqlite().await;
    let Db::Sqlite { read, .. } = &scratch.db else { panic!("SQLite") };
    let references = sqlx::query_as(
        "select t.name, k.\"table\" from sqlite_schema t join pragma_foreign_key_list(t.name) k where t.type = 'table'",
    )
    .fetch_all(read)
    .await
    .unwrap();
    scratch.discard().await;
    references
}

#[tokio::test]
async fn a_table_stands_after_those_it_refers_to() {
    let references = references().await;
    let place = |name: &str| TABLES.iter().position(|table| table.name == name);
    assert!(references.len() > 30);
    for (table, refers_to) in references {
        if let (Some(table_at), Some(target_at)) = (place(&table), place(&refers_to)) {
            assert!(target_at < table_at, "{table} refers to {refers_to}");
        }
    }
}

#[tokio::test]
async fn the_check_follows_every_foreign_key_of_the_schema_to_the_key_of_its_table() {
    let scratch = Scratch::sqlite().await;
    let Db::Sqlite { read, .. } = &scratch.db else { panic!("SQLite") };
    let columns: Vec<(String, i64, String, String, String)> = sqlx::query_as(
        "select t.name, k.id, k.\"table\", k.\"from\", k.\"to\" from sqlite_schema t join pragma_foreign_key_list(t.name) k
         where t.type = 'table' order by t.name, k.id, k.seq",
    )
    .fetch_all(read)
    .await
    .unwrap();
    let exported = |name: &str| TABLES.iter().find(|table| table.name == name);
    let mut real = BTreeMap::<_, (Vec<String>, Vec<String>)>::new();
    for (table, id, target, from, to) in columns {
        if exported(&table).is_some() && exported(&target).is_some() {
            let (froms, tos) = real.entry((table, id, target)).or_default();
            froms.push(from);
            tos.push(to);
        }
    }
    let mut found = BTreeSet::new();
    for ((table, _, target), (from, to)) in real {
        assert_eq!(to, exported(&target).unwrap().key, "{table} names {target} by its key");
        found.insert((table, from, target));
    }
    let own = |columns: &[&str]| columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>();
    let listed: BTreeSet<_> = REFERENCES.iter().map(|it| (it.from.to_owned(), own(it.columns), it.to.to_owned())).collect();
    assert_eq!(found, listed);
    scratch.discard().await;
}

#[test]
fn what_sounds_like_a_secret_is_in_no_csv_and_no_json() {
    for table in TABLES {
        for column in table.columns {
            let sounds = ["password", "token", "secret", "link", "hash", "totp", "private"];
            let is_secret = column.name == "code" || column.name == "key" && !["platform", "rooms"].contains(&table.name);
            // What a file's content is known by opens nothing.
            let sounds = column.name != "sha256" && sounds.iter().any(|sound| column.name.contains(sound));
            assert!(!is_secret && !sounds, "{}.{}", table.name, column.name);
        }
    }
    for secret in ["sessions", "tokens", "secrets", "mails", "email_changes", "registrations", "cleared_rows"] {
        assert!(KEPT.iter().any(|it| it.name == secret), "{secret}");
    }
}
