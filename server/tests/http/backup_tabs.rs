//! The tabs of the backup page: those that one may use, and no other.

use axum::http::StatusCode;
use store::{args, sql};

use crate::app::{TestApp, each_app};
use crate::scene::Scene;

const PATHS: &[&str] = &["", "/kept", "/restore", "/storage", "/clear"];

async fn give(app: &TestApp, username: &str, role: &str, granted: &str) {
    app.set_role("alpha", username, role).await;
    let give = sql!(
        "update memberships set granted = $1
         where school_id in (select s.id from schools s where s.slug = 'alpha')
           and user_id in (select u.id from users u where u.username = $2)"
    );
    assert_eq!(app.state.world.db.run(give, args![granted, username]).await.unwrap(), 1);
}

#[tokio::test]
async fn each_tab_opens_and_what_has_none_does_not() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let rita = app.founder("rita", "ritas").await;
        for (role, granted, open) in [
            ("school_admin", "", 5),
            ("librarian", "backup.read", 2),
            ("registrar", "backup.read", 3),
            ("librarian", "backup.read backup.clear", 3),
            ("librarian", "backup.read backup.restore", 3),
            ("librarian", "", 0),
            ("teacher", "", 0),
            ("student", "", 0),
            ("parent", "", 0),
        ] {
            give(app, "rita", role, granted).await;
            let mut opened = Vec::new();
            for path in PATHS {
                let page = rita.get(&format!("/s/alpha/backup{path}")).await;
                match page.status {
                    StatusCode::OK => opened.push((path, page.body)),
                    other => assert_eq!(other, StatusCode::FORBIDDEN, "{role} +{granted} {path}"),
                }
            }
            assert_eq!(opened.len(), open, "{role} +{granted}");
            for (here, body) in &opened {
                let tabs = body
                    .split("aria-label=\"Parts of the backup page\"")
                    .nth(1)
                    .and_then(|it| it.split("</nav>").next())
                    .unwrap_or_default();
                for path in PATHS {
                    let has = tabs.contains(&format!("href=\"/s/alpha/backup{path}\""));
                    assert_eq!(has, opened.iter().any(|(it, _)| it == &path), "{role} +{granted}: {path} on {here}");
                }
            }
        }
        // The platform's admin has them all.
        let page = scene.admin.get("/backup").await.body;
        assert!(PATHS.iter().all(|path| page.contains(&format!("href=\"/backup{path}\""))), "{page}");
    })
    .await;
}
