//! The page of kept backups, as it stands without a script.

use crate::app::each_app;
use crate::scene::Scene;

#[tokio::test]
async fn nobody_is_asked_to_make_the_first_backup_while_it_is_on_its_way() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.admin.get("/s/alpha/backup/kept").await.body;
        assert!(page.contains("No backups yet"), "{page}");
        assert!(page.contains("one that was sent twice counts once"), "why the overview counts more files: {page}");
        assert!(page.contains("There is no copy off this machine"), "whoever trusts them knows that: {page}");
        assert!(page.contains("There is none yet: the first comes "), "the platform's, from the first minute on: {page}");
        scene.admin.post("/fn/app/pages/backup/api/keep_now", &[("school", "alpha")]).await;
        let page = scene.admin.get("/s/alpha/backup/kept").await.body;
        assert!(!page.contains("No backups yet"), "{page}");
        let there = page.contains("data-state=\"kept\"");
        let made = page.contains("The first is being made now.") && !page.contains("or make one now");
        assert!(there || made, "nobody is asked for what is on its way: {page}");
        assert!(there || page.contains("Look again"), "without a script too one sees what comes of it: {page}");
    })
    .await;
}
