//! What goes on while downloads are made: clients leave, and people write.

use std::time::Duration;

use model::accounts::JoinForm;
use model::backup::Table;
use model::classes::CodeKind;
use store::Db;

use super::super::super::{Places, all, csv};
use super::*;
use crate::accounts::register;
use crate::testing::{account, request};
use crate::{Visitor, classes};

/// Waits until all places are free.
async fn room(places: &Places) {
    let free = async {
        loop {
            // Two archives hold all that there are.
            if let (Ok(_first), Ok(_second)) = (places.take_archive(), places.take_archive()) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), free).await.expect("room in time");
}

#[tokio::test]
async fn who_leaves_in_the_middle_of_a_download_holds_neither_a_place_nor_the_rows() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        say_much(&it).await;
        let (places, reach) = (&it.world.downloads, Reach::School(it.admin.clone()));
        for turn in 0..3 {
            let download = match turn {
                0 => csv(reach.clone(), Table::Messages).await,
                1 => all(reach.clone()).await,
                _ => archive(reach.clone()).await,
            };
            let mut download = download.unwrap();
            download.body.next().await.unwrap().unwrap();
            drop(download);
            room(places).await;
            // What somebody still looked at could not be tidied up.
            if let Db::Sqlite { write, .. } = &db {
                let tidied: (i64, i64, i64) = sqlx::query_as("pragma wal_checkpoint(truncate)").fetch_one(write).await.unwrap();
                assert_eq!(tidied.0, 0, "turn {turn}");
            }
        }
        Made::of(archive(reach).await.unwrap()).await.report();
    })
    .await;
}

#[tokio::test]
async fn who_joins_while_an_archive_is_made_is_in_all_of_it_or_in_none_of_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        say_much(&it).await;
        let page = classes::show(&it.admin, it.class_id).await.unwrap();
        let code = page.codes.iter().find(|card| card.kind == CodeKind::Student).unwrap().code.clone();
        let mut download = archive(platform(&it).await).await.unwrap();
        let first = download.body.next().await.unwrap().unwrap();
        // The accounts were read before, the log that names them comes last.
        let form = JoinForm { code, account: account("latecomer") };
        register::join(&Visitor(request(&it.world, NOON)), &form).await.unwrap();
        let mut made = Made::of(go_on(first, download)).await;
        made.report();
        assert!(!made.rows().contains("latecomer"));
        let mut again = Made::of(archive(platform(&it).await).await.unwrap()).await;
        again.report();
        assert!(again.rows().contains("latecomer"));
    })
    .await;
}
