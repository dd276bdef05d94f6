//! An archive that a school's people may not put back, and those to whom they hand it.

use axum::http::StatusCode;
use model::ids::UploadId;
use store::{args, sql};

use crate::app::each_app;
use crate::restoring::{bring, checked, until};
use crate::scene::Scene;

#[tokio::test]
async fn what_a_school_may_not_restore_it_hands_to_the_platforms_admin_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let beta = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let archive = beta.admin.get("/backup/download/archive?school=beta").await.raw;
        let form = beta.admin.get("/s/beta/backup/restore").await.body;
        assert!(form.contains("and not changed since, you can restore yourself"), "it is said beforehand: {form}");
        let sealed = UploadId::new().to_string();
        let own = format!("/s/beta/backup/restore/{sealed}");
        assert_eq!(bring(&beta.admin, "beta", &sealed, &archive).await.location(), own);
        let page = checked(&beta.admin, &own).await;
        assert!(page.contains("Try it out") && !page.contains("id=\"hand\""), "{page}");

        // As an archive of another platform has it.
        let db = &app.state.world.db;
        db.run(sql!("update secrets set value = 'another' where name = 'archives'"), args![]).await.unwrap();
        let alien = UploadId::new().to_string();
        let own = format!("/s/beta/backup/restore/{alien}");
        assert_eq!(bring(&beta.admin, "beta", &alien, &archive).await.location(), own);
        let page = checked(&beta.admin, &own).await;
        assert!(page.contains("Try it out") && page.contains("id=\"hand\"") && !page.contains("id=\"confirm\""), "{page}");
        let anybody = "decided who is in the school, with which role";
        assert!(page.contains(anybody) && !page.contains("which password"), "a school's archive holds none: {page}");
        let asked = [("school", "beta"), ("id", alien.as_str())];
        beta.admin.post_from(&own, "/fn/app/pages/backup/api/try_out", &asked).await;
        let page = until(&beta.admin, &own, "It was tried out").await;
        assert!(page.contains("admin. Read what that would change.") && page.contains("id=\"plan\""), "{page}");
        assert!(page.contains("id=\"hand\"") && !page.contains("the last step is under it"), "{page}");
        let fields = [("school", "beta"), ("id", alien.as_str()), ("form[reason]", "From the old platform")];
        let answer = beta.admin.post_from(&own, "/fn/app/pages/backup/api/hand_upload", &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, own.as_str()), "{}", answer.body);
        let page = beta.admin.get(&own).await.body;
        assert!(page.contains("Handed to the platform") && !page.contains("id=\"hand\""), "{page}");
        assert!(page.contains("id=\"plan\""), "who handed it can read on what it would change: {page}");

        for path in ["/backup", "/admin"] {
            let page = scene.admin.get(path).await.body;
            assert!(page.contains("archive that a school handed to you waits"), "not in one bell alone: {page}");
        }
        let list = scene.admin.get("/backup/restore").await.body;
        assert!(list.contains("School beta hands you this archive") && list.contains("From the old platform"), "{list}");
        assert!(list.contains("What a school hands you, all admins of the platform see"), "{list}");
        let page = scene.admin.get(&format!("/backup/restore/{alien}")).await.body;
        assert!(page.contains("From the old platform") && page.contains("Try it out"), "{page}");
        for browser in [&beta.teacher, &scene.teacher] {
            assert_eq!(browser.get(&format!("/backup/restore/{alien}")).await.status, StatusCode::FORBIDDEN);
        }
    })
    .await;
}
