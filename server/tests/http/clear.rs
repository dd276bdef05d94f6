//! The plain forms that clear what a school has, and bring it back.

use std::pin::pin;
use std::time::Duration;

use axum::http::StatusCode;
use futures::future::select;
use store::{Sql, args, sql};

use crate::app::{Answer, Browser, TestApp, each_app};
use crate::scene::Scene;

const PAGE: &str = "/s/alpha/backup/clear?what=students";

/// The value of a field that a page hides.
pub fn hidden(page: &str, name: &str) -> String {
    let field = page.split("<input").find(|it| it.contains(&format!("name=\"{name}\""))).unwrap_or_default();
    field.split("value=\"").nth(1).and_then(|it| it.split('"').next()).unwrap_or_default().to_owned()
}

/// Waits until nothing is being cleared.
pub async fn ended(app: &TestApp) {
    let runs = sql!("select cast(count(*) as bigint) as n from clears where school_id <> '' and state = 'running'");
    let all = async {
        while app.state.world.db.one::<(i64,)>(runs, args![]).await.unwrap().0 > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), all).await.expect("an end");
}

/// Sends the form as the page draws it, with a name typed.
async fn clear(browser: &Browser<'_>, name: &str) -> Answer {
    let drawn = hidden(&browser.get(PAGE).await.body, "form[drawn]");
    let fields = [
        ("school", "alpha"),
        ("form[what]", "students"),
        ("form[reason]", "A new term"),
        ("form[name]", name),
        ("form[drawn]", drawn.as_str()),
    ];
    browser.post_from(PAGE, "/backup/clear", &fields).await
}

#[tokio::test]
async fn an_admin_clears_the_students_and_brings_them_back_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let name = "School alpha";
        let page = scene.admin.get(PAGE).await.body;
        assert!(page.contains("id=\"confirm\"") && page.contains("/backup/download/students?school=alpha"), "{page}");
        assert!(page.contains("After that only the backup has it that is made before"), "{page}");

        let wrong = clear(&scene.admin, "Another school").await;
        assert_eq!((wrong.status, wrong.location()), (StatusCode::SEE_OTHER, PAGE));
        let page = scene.admin.get(wrong.location()).await.body;
        assert!(page.contains("This is not the name of the school") && page.contains("value=\"A new term\""), "{page}");
        assert_eq!(scene.student.get("/s/alpha").await.status, StatusCode::OK);

        assert!(page.contains("Type exactly: School alpha"), "{page}");
        let begun = clear(&scene.admin, name).await;
        assert_eq!((begun.status, begun.location()), (StatusCode::SEE_OTHER, "/s/alpha/backup/clear"));
        let page = scene.admin.get(begun.location()).await.body;
        assert!(page.contains("The clearing has begun."), "{page}");
        ended(app).await;
        let page = scene.admin.get(begun.location()).await.body;
        let (outcome, choice) = (page.find("id=\"outcome\"").unwrap(), page.find("id=\"choose\"").unwrap());
        let cleared = page.find("id=\"cleared\"").unwrap();
        assert!(page.contains("It is cleared") && outcome < cleared && cleared < choice, "{page}");
        assert_eq!(page.matches("action=\"/backup/clear/undo\"").count(), 1, "one undo, at hand: {page}");
        let gone = scene.student.get("/s/alpha").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let hint = "a school that you are not a member of, or not any more";
        assert!(gone.body.contains(hint), "they learn what became of it: {}", gone.body);
        let nowhere = scene.student.get("/s/nowhere").await;
        assert!(nowhere.status == StatusCode::NOT_FOUND && nowhere.body.contains(hint), "and no more than of no school");
        assert_eq!(scene.teacher.get("/s/alpha").await.status, StatusCode::OK);

        let id = hidden(&page, "id");
        let fields = [("school", "alpha"), ("id", id.as_str())];
        let undone = scene.admin.post_from("/s/alpha/backup/clear", "/backup/clear/undo", &fields).await;
        assert_eq!((undone.status, undone.location()), (StatusCode::SEE_OTHER, "/s/alpha/backup/clear"));
        let page = scene.admin.get(undone.location()).await.body;
        assert!(page.contains("The clearing is undone, and") && page.contains("came back as they were."), "{page}");
        assert!(page.contains("Brought back") && !page.contains("id=\"outcome\""), "{page}");
        assert!(page.contains("id=\"undone\""), "{page}");
        let page = scene.admin.get(PAGE).await.body;
        assert!(page.contains("id=\"confirm\"") && !page.contains("id=\"undone\""), "what goes next is another matter: {page}");
        assert_eq!(scene.student.get("/s/alpha").await.status, StatusCode::OK);
    })
    .await;
}

/// Waits until there is such a row.
async fn until(app: &TestApp, count: Sql) {
    let there = async {
        while app.state.world.db.one::<(i64,)>(count, args![]).await.unwrap().0 == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), there).await.expect("a row");
}

#[tokio::test]
async fn it_is_cleared_though_who_asked_has_closed_the_page() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let begun = sql!("select cast(count(*) as bigint) as n from kept_backups where why = 'safety'");
        // Whatever is first: the form is sent, its backup has begun, and the connection is closed.
        select(pin!(clear(&scene.admin, "School alpha")), pin!(until(app, begun))).await;
        let cleared = sql!(
            "select cast(count(*) as bigint) as n from clears c join schools s on s.id = c.school_id
             where s.slug = 'alpha' and c.state = 'done'"
        );
        until(app, cleared).await;
        assert_eq!(scene.student.get("/s/alpha").await.status, StatusCode::NOT_FOUND);
        let page = scene.admin.get(PAGE).await.body;
        assert!(page.contains("id=\"cleared\"") && !page.contains("an account that is no longer there"), "{page}");

        let gone = sql!("update clears set cleared_by = 'gone' where school_id in (select id from schools where slug = 'alpha')");
        app.state.world.db.run(gone, args![]).await.unwrap();
        assert!(scene.admin.get(PAGE).await.body.contains("an account that is no longer there"));
    })
    .await;
}

#[tokio::test]
async fn a_script_is_answered_with_what_is_wrong() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let fields = [("school", "alpha"), ("what", "students"), ("reason", ""), ("name", "School alpha")];
        let answer = scene.admin.call(axum::http::Method::POST, "/backup/clear", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("\"reason\""), "{}", answer.body);
        let beta = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        for (browser, status) in [
            (&beta.admin, StatusCode::NOT_FOUND),
            (&scene.teacher, StatusCode::FORBIDDEN),
            (&scene.student, StatusCode::FORBIDDEN),
        ] {
            assert_eq!(browser.call(axum::http::Method::POST, "/backup/clear", &fields).await.status, status);
        }
        // The platform's page asks for a school first.
        let page = scene.admin.get("/backup/clear").await.body;
        assert!(page.contains("href=\"/s/alpha/backup/clear\"") && page.contains("/s/beta/backup/clear"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn the_platforms_admin_clears_a_school_they_have_no_place_in() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let beta = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let at = "/backup/clear?school=beta&what=students";
        let page = scene.admin.get(at).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("id=\"confirm\"") && page.body.contains("href=\"/backup/clear\""), "{}", page.body);
        // What they take home first is of that school alone.
        for what in ["students", "all", "archive"] {
            let path = format!("/backup/download/{what}?school=beta");
            assert!(page.body.contains(&format!("href=\"{path}\"")), "{}", page.body);
            assert_eq!(scene.admin.get(&path).await.status, StatusCode::OK, "{path}");
            assert_eq!(scene.teacher.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(page.body.contains("action=\"/backup/download/archive\""), "{}", page.body);
        let drawn = hidden(&page.body, "form[drawn]");
        let fields = [
            ("school", "beta"),
            ("form[what]", "students"),
            ("form[reason]", "Asked by the head"),
            ("form[name]", "School beta"),
            ("form[drawn]", drawn.as_str()),
        ];
        let done = scene.admin.post_from(at, "/backup/clear", &fields).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/s/beta/backup/clear"));
        ended(app).await;
        let page = scene.admin.get(done.location()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("It is cleared") && page.body.contains("id=\"cleared\""), "{}", page.body);
        // What was kept before is reached from what was told, and from the platform's own list.
        assert!(page.body.contains("href=\"/s/beta/backup/kept\""), "{}", page.body);
        let kept = scene.admin.get("/s/beta/backup/kept").await;
        assert_eq!(kept.status, StatusCode::OK);
        assert!(kept.body.contains("Before clearing students"), "{}", kept.body);
        // The way back is over the title; the tabs lead to what of the school is open to them, and not out of it unseen.
        assert!(kept.body.contains("breadcrumbs") && kept.body.contains("href=\"/backup/kept\""), "{}", kept.body);
        for path in ["", "/kept", "/storage", "/clear"] {
            assert!(kept.body.contains(&format!("href=\"/s/beta/backup{path}\"")), "{path}: {}", kept.body);
            let part = scene.admin.get(&format!("/s/beta/backup{path}")).await;
            assert_eq!(part.status, StatusCode::OK, "{path}");
            assert!(part.body.contains("Backup · School beta") && part.body.contains("breadcrumbs"), "{path}: {}", part.body);
            assert_eq!(scene.teacher.get(&format!("/s/beta/backup{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(!kept.body.contains("href=\"/s/beta/backup/restore\""), "{}", kept.body);
        let restore = scene.admin.get("/s/beta/backup/restore").await;
        assert_eq!((restore.status.is_redirection(), restore.location()), (true, "/backup/restore"), "{}", restore.status);
        assert_eq!(scene.admin.get("/s/gamma/backup/restore").await.status, StatusCode::NOT_FOUND);
        assert_eq!(beta.admin.get("/s/alpha/backup/restore").await.status, StatusCode::NOT_FOUND);
        let all = scene.admin.get("/backup/kept").await.body;
        assert!(all.contains("id=\"by-school\"") && all.contains("href=\"/s/beta/backup/kept\""), "{all}");
        assert!(page.body.contains("Backup · School beta") && page.body.contains("Times are those of the school"));
        assert_eq!(beta.student.get("/s/beta").await.status, StatusCode::NOT_FOUND);

        let (id, at) = (hidden(&page.body, "id"), "/s/beta/backup/clear");
        let undone = scene.admin.post_from(at, "/backup/clear/undo", &[("school", "beta"), ("id", id.as_str())]).await;
        assert_eq!((undone.status, undone.location()), (StatusCode::SEE_OTHER, at));
        assert_eq!(beta.student.get("/s/beta").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn while_it_goes_on_another_admin_is_told_and_nobody_else_watches() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let left = sql!(
            "insert into clears (school_id, id, what, reason, seal, rows, cleared_by, cleared_at, expires_at, state, step, beat_at)
             select s.id, $1, 'courses', 'Why', 'seal', 1, $4, $2, $3, 'running', 'safety', $2
             from schools s where s.slug = 'alpha'"
        );
        let drawn = hidden(&scene.admin.get(PAGE).await.body, "form[drawn]");
        let now = store::clock::now();
        let args = args![model::ids::ClearId::new(), now, now.plus_days(7), model::ids::UserId::new()];
        app.state.world.db.run(left, args).await.unwrap();
        let fields = [
            ("school", "alpha"),
            ("form[what]", "students"),
            ("form[reason]", "A new term"),
            ("form[name]", "School alpha"),
            ("form[drawn]", drawn.as_str()),
        ];
        let refused = scene.admin.post_from(PAGE, "/backup/clear", &fields).await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, PAGE));
        let page = scene.admin.get(PAGE).await.body;
        assert!(page.contains("Something of this school is being cleared already."), "{page}");
        // Without a script a link looks again.
        assert!(page.contains("id=\"going\"") && page.contains("Look again") && !page.contains("id=\"confirm\""), "{page}");
        let watch = "/fn/app/pages/backup/api/show_clearing";
        let told = scene.admin.call(axum::http::Method::GET, watch, &[("school", "alpha")]).await;
        assert!(told.status == StatusCode::OK && told.body.contains("\"safety\""), "{}", told.body);
        let other = scene.teacher.call(axum::http::Method::GET, watch, &[("school", "alpha")]).await;
        assert_eq!(other.status, StatusCode::FORBIDDEN);
    })
    .await;
}
