//! Bringing an archive to restore from: in pieces by script, whole in a form, and what its page says of it.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use model::ids::UploadId;
use serde_json::json;
use store::{args, sql};

use crate::app::{Answer, Browser, ORIGIN, each_app};
use crate::clear::hidden;
use crate::files::{EDGE, field, file_in};
use crate::scene::Scene;

/// Announces an archive.
pub async fn begin(browser: &Browser<'_>, school: &str, name: &str, bytes: usize) -> Answer {
    let request = browser
        .request(Method::POST, &format!("/backup/uploads?school={school}"))
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/json");
    browser.send(request.body(Body::from(json!({ "name": name, "bytes": bytes }).to_string())).unwrap()).await
}

/// The id of an archive that was begun.
pub fn id_of(begun: &Answer) -> String {
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
    begun.location().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// Sends a piece.
pub async fn piece(browser: &Browser<'_>, path: &str, at: usize, content: &[u8]) -> Answer {
    let request = browser
        .request(Method::PATCH, path)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/offset+octet-stream")
        .header(header::CONTENT_LENGTH, content.len())
        .header("upload-offset", at);
    browser.send(request.body(Body::from(content.to_vec())).unwrap()).await
}

/// A request without a body, by script.
pub async fn plain(browser: &Browser<'_>, method: Method, path: &str) -> Answer {
    let request = browser.request(method, path).header(header::ACCEPT, "application/json");
    browser.send(request.body(Body::empty()).unwrap()).await
}

/// Sends the form as a browser does by itself.
pub async fn bring(browser: &Browser<'_>, school: &str, id: &str, content: &[u8]) -> Answer {
    let body = [field("upload", id), file_in("archive", "archive.zip", content), b"--edge--\r\n".to_vec()].concat();
    let request = browser
        .request(Method::POST, &format!("/backup/restore?school={school}"))
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("{ORIGIN}/s/{school}/backup/restore"))
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::CONTENT_TYPE, EDGE);
    browser.send(request.body(Body::from(body)).unwrap()).await
}

fn offset(answer: &Answer) -> Option<&str> {
    answer.headers.get("upload-offset").and_then(|value| value.to_str().ok())
}

/// The page of an archive once it has been checked.
pub async fn checked(browser: &Browser<'_>, path: &str) -> String {
    loop {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        if !page.body.contains("It is being checked") {
            return page.body;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_archive_comes_in_pieces_and_its_page_says_what_is_in_it() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let archive = scene.admin.get("/backup/download/archive?school=alpha").await.raw;
        let begun = begin(&scene.admin, "alpha", "alpha.zip", archive.len()).await;
        let (id, path) = (id_of(&begun), begun.location().to_owned());
        let half = archive.len() / 2;
        let answer = piece(&scene.admin, &path, 0, &archive[..half]).await;
        assert_eq!(
            (answer.status, offset(&answer)),
            (StatusCode::NO_CONTENT, Some(half.to_string().as_str())),
            "{}",
            answer.body
        );
        let list = scene.admin.get("/s/alpha/backup/restore").await.body;
        assert!(list.contains("alpha.zip") && list.contains("On its way"), "{list}");
        let stands = plain(&scene.admin, Method::HEAD, &path).await;
        assert_eq!((stands.status, offset(&stands)), (StatusCode::OK, Some(half.to_string().as_str())));
        assert_eq!(stands.headers["upload-length"], archive.len().to_string().as_str());

        let wrong = piece(&scene.admin, &path, half - 1, &archive[half - 1..]).await;
        assert_eq!(wrong.status, StatusCode::CONFLICT, "{}", wrong.body);
        assert!(wrong.body.contains("other_offset"), "{}", wrong.body);
        let long = piece(&scene.admin, &path, half, &[&archive[half..], b"more"].concat()).await;
        assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", long.body);
        let answer = piece(&scene.admin, &path, half, &archive[half..]).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);

        let page = checked(&scene.admin, &format!("/s/alpha/backup/restore/{id}")).await;
        for part in ["The archive is whole", "School alpha", "Students", "Memberships", "Accounts of members", "id=\"next\""] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let gone = plain(&scene.admin, Method::DELETE, &path).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);
        assert_eq!(plain(&scene.admin, Method::HEAD, &path).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_brings_is_theirs_alone() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let id = id_of(&begin(&other.admin, "beta", "beta.zip", 3).await);
        for path in [format!("/backup/uploads/{id}?school=alpha"), format!("/backup/uploads/{id}")] {
            // The platform's admin has none of it either.
            assert_eq!(plain(&scene.admin, Method::HEAD, &path).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(piece(&scene.admin, &path, 0, b"abc").await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(plain(&scene.admin, Method::DELETE, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for browser in [&scene.teacher, &scene.student] {
            assert_eq!(begin(browser, "alpha", "alpha.zip", 3).await.status, StatusCode::FORBIDDEN);
            assert_eq!(bring(browser, "alpha", &UploadId::new().to_string(), b"abc").await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(begin(&scene.teacher, "beta", "beta.zip", 3).await.status, StatusCode::NOT_FOUND);
        let own = format!("/backup/uploads/{id}?school=beta");
        assert_eq!(piece(&other.admin, &own, 0, b"abc").await.status, StatusCode::NO_CONTENT);
    })
    .await;
}

#[tokio::test]
async fn a_form_without_a_script_brings_an_archive_too() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let archive = scene.admin.get("/backup/download/archive?school=alpha").await.raw;
        let page = scene.admin.get("/s/alpha/backup/restore").await.body;
        let (_, after) = page.split_once("name=\"upload\" value=\"").unwrap_or_else(|| panic!("{page}"));
        let id: String = after.chars().take(36).collect();
        let answer = bring(&scene.admin, "alpha", &id, &archive).await;
        let own = format!("/s/alpha/backup/restore/{id}");
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, own.as_str()), "{}", answer.body);
        assert!(checked(&scene.admin, &own).await.contains("The archive is whole"));

        let cut = UploadId::new().to_string();
        let answer = bring(&scene.admin, "alpha", &cut, &archive[..archive.len() - 9]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = checked(&scene.admin, answer.location()).await;
        assert!(page.contains("Nothing can be restored from this archive") && page.contains("its end is missing"), "{page}");
        assert!(page.contains("/s/alpha/backup/restore#bring") && page.contains("Bring another archive"), "{page}");
        assert!(!page.contains("id=\"next\""), "{page}");
        let thrown = [("school", "alpha"), ("id", cut.as_str())];
        let answer = scene.admin.post("/fn/app/pages/backup/api/give_up_upload", &thrown).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/s/alpha/backup/restore"), "{}", answer.body);

        let empty = bring(&scene.admin, "alpha", &UploadId::new().to_string(), b"").await;
        assert_eq!((empty.status, empty.location()), (StatusCode::SEE_OTHER, "/s/alpha/backup/restore"), "{}", empty.body);
        let page = scene.admin.get("/s/alpha/backup/restore").await.body;
        assert!(page.contains("This file is empty.") && !page.contains("On its way"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn an_encrypted_archive_is_opened_on_its_page_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let words = "twelve letters";
        let typed = [("school", "alpha"), ("form[passphrase]", words), ("form[passphrase_again]", words)];
        let archive = scene.admin.post("/backup/download/archive", &typed).await.raw;
        let id = UploadId::new().to_string();
        let own = format!("/s/alpha/backup/restore/{id}");
        assert_eq!(bring(&scene.admin, "alpha", &id, &archive).await.location(), own);
        let page = checked(&scene.admin, &own).await;
        assert!(page.contains("It is encrypted with a passphrase") && !page.contains("id=\"next\""), "{page}");
        assert!(scene.admin.get("/s/alpha/backup/restore").await.body.contains("Locked"));
        let open = async |words: &str| {
            let fields = [("school", "alpha"), ("id", id.as_str()), ("form[passphrase]", words)];
            let answer = scene.admin.post_from(&own, "/fn/app/pages/backup/api/open_upload", &fields).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, own.as_str()), "{}", answer.body);
        };
        open("twelve others").await;
        let page = scene.admin.get(&own).await.body;
        assert!(page.contains("It does not open with this passphrase.") && !page.contains("twelve others"), "{page}");
        assert!(!page.contains("another look"), "its only field says what is wrong: {page}");
        open(words).await;
        let page = checked(&scene.admin, &own).await;
        assert!(page.contains("The archive is whole") && page.contains("Written by this platform"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn where_the_disk_has_no_folder_for_it_nothing_is_begun() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        // A file stands where the folder would.
        std::fs::write(app.state.config.data.join("restores"), b"in the way").unwrap();
        assert_eq!(begin(&scene.admin, "alpha", "alpha.zip", 3).await.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(!scene.admin.get("/s/alpha/backup/restore").await.body.contains("alpha.zip"));
    })
    .await;
}

/// The page of an archive when it says something.
pub async fn until(browser: &Browser<'_>, path: &str, said: &str) -> String {
    loop {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        if page.body.contains(said) {
            return page.body;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_archive_is_tried_out_and_put_back_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let archive = scene.admin.get("/backup/download/archive?school=alpha").await.raw;
        let id = UploadId::new().to_string();
        let own = format!("/s/alpha/backup/restore/{id}");
        assert_eq!(bring(&scene.admin, "alpha", &id, &archive).await.location(), own);
        assert!(checked(&scene.admin, &own).await.contains("Try it out"));

        let asked = [("school", "alpha"), ("id", id.as_str())];
        let answer = scene.admin.post_from(&own, "/fn/app/pages/backup/api/try_out", &asked).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, own.as_str()), "{}", answer.body);
        let page = until(&scene.admin, &own, "id=\"confirm\"").await;
        assert!(page.contains("What a restore would change") && page.contains("as many"), "{page}");
        assert!(page.contains("Accounts that exist already") && page.contains("New accounts"), "{page}");
        assert!(page.contains("It was tried out") && page.contains("Nothing has been changed yet."), "{page}");
        assert!(page.contains("stays, and grows") && !page.contains("What is in it"), "one table, and the log stays: {page}");

        let drawn = hidden(&page, "form[drawn]");
        let confirm = async |name: &str| {
            let fields = [
                ("school", "alpha"),
                ("id", id.as_str()),
                ("form[reason]", "The disk died"),
                ("form[name]", name),
                ("form[drawn]", drawn.as_str()),
            ];
            scene.admin.post_from(&own, "/fn/app/pages/backup/api/put_back", &fields).await
        };
        let wrong = confirm("School beta").await;
        assert_eq!((wrong.status, wrong.location()), (StatusCode::SEE_OTHER, own.as_str()), "{}", wrong.body);
        let page = scene.admin.get(&own).await.body;
        assert!(page.contains("Type exactly: School alpha") && page.contains("value=\"The disk died\""), "{page}");

        let begun = confirm("School alpha").await;
        assert_eq!((begun.status, begun.location()), (StatusCode::SEE_OTHER, own.as_str()), "{}", begun.body);
        let page = until(&scene.admin, &own, "It is restored").await;
        assert!(page.contains("Accounts that exist already") && !page.contains("Files that had to be stored"), "{page}");
        assert!(page.contains("Safety backup") && page.contains("id=\"log\"") && page.contains("Tell everybody"), "{page}");
        assert!(page.find("It is restored") < page.find("About the archive"), "the state comes first: {page}");
        assert!(!page.contains("Nothing has been changed yet.") && !page.contains("id=\"next\""), "{page}");
        // Later than a second click.
        app.state.world.db.run(sql!("update restores set begun_at = begun_at - 60000"), args![]).await.unwrap();
        scene.admin.post_from(&own, "/fn/app/pages/backup/api/try_out", &asked).await;
        let again = until(&scene.admin, &own, "id=\"confirm\"").await;
        let untouched = again.contains("The try-out has changed nothing.");
        assert!(untouched && !again.contains("Nothing has been changed yet."), "{again}");
        assert_eq!(scene.student.get("/s/alpha").await.status, StatusCode::OK);
        let list = scene.admin.get("/s/alpha/backup/restore").await.body;
        assert!(list.contains("The disk died") && list.contains("Try-out"), "{list}");
        assert_eq!(scene.teacher.get(&own).await.status, StatusCode::FORBIDDEN);
        assert!(again.contains("Throw away"));
        let run = sql!(
            "insert into restores (id, kind, archive, state, alone, step, begun_at, beat_at, upload_id)
             values ($1, 'restore', 'a', 'running', 'yes', 'load', $2, $2, $3)"
        );
        app.state.world.db.run(run, args![UploadId::new(), store::clock::now(), id.as_str()]).await.unwrap();
        assert!(!scene.admin.get(&own).await.body.contains("Throw away"), "nobody throws away what is being restored");
    })
    .await;
}

#[tokio::test]
async fn one_school_is_put_back_out_of_an_archive_of_the_platform_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let beta = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let archive = scene.admin.get("/backup/download/archive").await.raw;
        let id = UploadId::new().to_string();
        let own = format!("/backup/restore/{id}");
        assert_eq!(bring(&scene.admin, "", &id, &archive).await.location(), own);
        let page = checked(&scene.admin, &own).await;
        assert!(page.contains("The whole platform") && page.contains("Only School beta"), "{page}");
        let db = &app.state.world.db;
        let titled = sql!("update courses set title = 'Of now' where school_id in (select s.id from schools s)");
        db.run(titled, args![]).await.unwrap();

        let asked = [("school", ""), ("id", id.as_str()), ("only", beta.place.as_str())];
        let answer = scene.admin.post_from(&own, "/fn/app/pages/backup/api/try_out", &asked).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, own.as_str()), "{}", answer.body);
        let page = until(&scene.admin, &own, "id=\"confirm\"").await;
        assert!(page.contains("Only this school is put back") && page.contains("Restore School beta now"), "{page}");

        let drawn = hidden(&page, "form[drawn]");
        let fields = [
            ("school", ""),
            ("id", id.as_str()),
            ("form[reason]", "Its head asked"),
            ("form[name]", "School beta"),
            ("form[drawn]", drawn.as_str()),
        ];
        let begun = scene.admin.post_from(&own, "/fn/app/pages/backup/api/put_back", &fields).await;
        assert_eq!((begun.status, begun.location()), (StatusCode::SEE_OTHER, own.as_str()), "{}", begun.body);
        let page = until(&scene.admin, &own, "It is restored").await;
        assert!(page.contains("School beta"), "{page}");
        assert!(page.find("Rows put back") < page.find("What is put back"), "what can be tried next is below: {page}");
        let titles =
            sql!("select s.slug, c.title from courses c join schools s on s.id = c.school_id order by s.slug, c.school_id, c.id");
        let titles: Vec<(String, String)> = db.all(titles, args![]).await.unwrap();
        let of_now = |slug: &str| titles.iter().any(|(of, title)| of == slug && title == "Of now");
        assert!(of_now("alpha") && !of_now("beta"), "{titles:?}");
    })
    .await;
}

#[tokio::test]
async fn whoever_a_restore_of_the_platform_logged_out_reads_why() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let db = &app.state.world.db;
        let end = sql!("delete from sessions");
        db.run(end, args![]).await.unwrap();
        let why = "which logs everybody out";
        let page = scene.teacher.get("/s/alpha").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert!(!scene.teacher.get(page.location()).await.body.contains(why), "nothing was put back");

        let done = sql!(
            "insert into restores (id, kind, archive, state, step, begun_at, beat_at, ended_at)
             values ($1, 'restore', 'all.zip', 'done', 'done', $2, $2, $2)"
        );
        db.run(done, args![UploadId::new(), store::clock::now()]).await.unwrap();
        // A tab that stands open hears of it first.
        let heard = plain(&scene.student, Method::GET, "/live/notifications").await;
        assert_eq!(heard.status, StatusCode::UNAUTHORIZED, "{}", heard.body);
        let page = scene.student.get("/s/alpha").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert!(scene.student.get(page.location()).await.body.contains(why));
        // Who comes without a session is told nothing.
        assert!(!app.browser().get("/login").await.body.contains(why));
    })
    .await;
}
