//! No table and no reference is forgotten.

use std::collections::BTreeSet;

use model::backup::clear::{Going, What};
use store::Db;
use store::testing::Scratch;

use crate::backup::clear::fates::{FATES, KINDS, LINKS, Root, Rows, STAYS, fate};
use crate::backup::manifest::TABLES;
use crate::backup::manifest::tests::references;
use crate::backup::references::REFERENCES;

/// Tables that no archive holds, whose rows go with a place and come back with nothing.
const FORGOTTEN: &[&str] = &["undos"];

fn loses_rows(table: &str) -> bool {
    let going = table.parse::<Going>().ok().and_then(fate);
    going.is_some_and(|it| !matches!(it.rows, Rows::Stays { .. }))
}

#[test]
fn every_table_has_its_fate_in_the_order_of_the_manifest() {
    let named: Vec<Going> = FATES.iter().map(|fate| fate.going).collect();
    assert_eq!(named, Going::ALL);
    let place = |name: &str| TABLES.iter().position(|table| table.name == name);
    assert!(FATES.is_sorted_by_key(|fate| place(fate.going.text())));
    for table in TABLES {
        let stays = STAYS.iter().any(|(name, why)| *name == table.name && !why.is_empty());
        assert_ne!(stays, loses_rows(table.name), "{}: does it go, or stay, and why?", table.name);
    }
    assert_eq!(KINDS.iter().map(|(what, _)| *what).collect::<Vec<_>>(), What::ALL);
}

#[test]
fn every_reference_to_what_may_go_is_decided_in_one_way() {
    for reference in REFERENCES.iter().filter(|it| loses_rows(it.to)) {
        let column = *reference.columns.last().unwrap();
        let to: Going = reference.to.parse().unwrap();
        let needs = reference.from.parse::<Going>().ok().and_then(fate).is_some_and(|it| it.needs.contains(&(column, to)));
        let linked = LINKS.iter().any(|link| link.table == reference.from && link.column == column);
        assert!(needs != linked, "{}.{column} names {to}: does its row go along, or is it handed over?", reference.from);
    }
}

#[test]
fn a_table_needs_none_below_it() {
    for (at, fate) in FATES.iter().enumerate() {
        for (_, to) in fate.needs {
            assert!(FATES[..at].iter().any(|above| above.going == *to), "{} needs {to}", fate.going);
        }
    }
    let roots = KINDS.iter().flat_map(|(_, roots)| roots.iter());
    assert!(roots.filter_map(|it| if let Root::All(going) = it { Some(going) } else { None }).all(|it| fate(*it).is_some()));
}

#[tokio::test]
async fn a_table_of_no_archive_that_names_what_may_go_is_thought_of() {
    let references = references().await;
    let archived = |name: &str| TABLES.iter().any(|table| table.name == name);
    let outside: BTreeSet<&str> =
        references.iter().filter(|(table, to)| !archived(table) && loses_rows(to)).map(|(table, _)| table.as_str()).collect();
    assert_eq!(outside, FORGOTTEN.iter().copied().collect());
}

/// The database asks each of them for every row that goes.
#[tokio::test]
async fn whatever_names_what_may_go_is_found_by_an_index() {
    let scratch = Scratch::sqlite().await;
    let Db::Sqlite { read, .. } = &scratch.db else { panic!("SQLite") };
    let read_whole: Vec<(String, String, String)> = sqlx::query_as(
        "select t.name, k.\"from\", k.\"table\" from sqlite_schema t join pragma_foreign_key_list(t.name) k
         where t.type = 'table' and k.\"from\" <> 'school_id'
           and not exists (select 1 from pragma_index_list(t.name) i join pragma_index_info(i.name) c
                           where i.partial = 0 and c.name = k.\"from\" and c.seqno = 1)",
    )
    .fetch_all(read)
    .await
    .unwrap();
    let slow: Vec<_> = read_whole.iter().filter(|(_, _, to)| loses_rows(to)).collect();
    assert!(slow.is_empty(), "{slow:?}");
    scratch.discard().await;
}
