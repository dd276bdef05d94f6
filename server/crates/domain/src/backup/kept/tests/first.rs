//! The first backup, while it is made.

use super::*;

#[tokio::test]
async fn how_many_files_it_has_is_known_before_there_is_any_other() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        fill(it.other(), "Far away").await;
        let (all, own) = (platform(&it.world).await, school(&it.other().admin, NOON));
        assert_eq!(show(&all).await.unwrap().expected, None, "none is made");
        for (of, name, reach, files) in [(None, "backup_all", &all, 4), (own.school(), "backup_own", &own, 2)] {
            let begin = Begin { of, name, shelf: ShelfKind::Disk, why: Why::Hand, before: None, asked_by: None };
            runs::begin(&system(&it.world, NOON), &begin, NOON).await.unwrap();
            let page = show(reach).await.unwrap();
            assert_eq!((page.running, page.expected), (true, Some(files)), "essays and photos");
        }
        assert_eq!(show(&school(&it.admin, NOON)).await.unwrap().expected, None, "nothing of the other school");
    })
    .await;
}
