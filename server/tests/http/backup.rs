//! The full archive, over HTTP and from the command line, and the page of what is stored.

use std::path::Path;
use std::process::Stdio;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::System;
use domain::backup::{Report, check, kept};
use model::backup::Table;
use model::backup::kept::Why;
use store::testing::each_empty;
use store::{Db, Options, args, sql};
use tokio::process::Command;

use crate::app::{Answer, each_app};
use crate::scene::Scene;

/// What the check says of a download.
pub fn checked(answer: &Answer) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archive.zip");
    std::fs::write(&file, &answer.raw).unwrap();
    let report = check(&file).unwrap();
    assert!(report.is_whole(), "{:?}", report.problems);
    report
}

fn of(answer: &Answer, name: header::HeaderName) -> &str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn an_archive_is_for_the_admins_of_what_it_holds() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        // Who founded the first school is the platform's admin too.
        let platform = scene.admin.get("/backup/download/archive").await;
        assert_eq!(platform.status, StatusCode::OK, "{}", platform.body);
        assert_eq!(of(&platform, header::CONTENT_TYPE), "application/zip");
        let disposition = of(&platform, header::CONTENT_DISPOSITION);
        assert!(disposition.starts_with("attachment; filename=\"complete_archive_"), "{disposition}");
        assert!(disposition.ends_with(".zip\""), "{disposition}");
        assert_eq!(of(&platform, header::CACHE_CONTROL), "private, no-store");
        let report = checked(&platform);
        assert_eq!(report.contents.as_ref().unwrap().school, None);
        assert_eq!(report.files(), 2, "an essay in each school");
        assert!(report.rows() > 40);

        for answer in
            [scene.admin.get("/backup/download/archive?school=alpha").await, other.admin.get("/backup/download/archive").await]
        {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            let report = checked(&answer);
            assert!(report.contents.as_ref().unwrap().school.is_some());
            assert_eq!(report.files(), 1);
        }
        assert_eq!(other.admin.get("/backup/download/archive?school=alpha").await.status, StatusCode::NOT_FOUND);
        for browser in [&scene.teacher, &scene.student, &other.teacher] {
            assert_eq!(browser.get("/backup/download/archive").await.status, StatusCode::FORBIDDEN);
        }
        let nobody = app.browser().get("/backup/download/archive").await;
        assert_eq!((nobody.status, nobody.location().starts_with("/login")), (StatusCode::SEE_OTHER, true));
        let request = scene.admin.request(Method::GET, "/backup/download/archive?school=alpha");
        let answer = scene.admin.send(request.header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap()).await;
        assert_eq!(answer.headers.get(header::CONTENT_ENCODING), None, "it was made small already");
        assert!(of(&answer, header::CONTENT_DISPOSITION).contains("complete_archive_alpha_"));
        checked(&answer);
        let page = scene.admin.get("/backup").await.body;
        assert!(page.contains("href=\"/backup/download/archive\""), "{page}");
        assert!(page.contains("Full archive (ZIP)"));
        // Whoever may not read the codes of all classes is offered the rest.
        let give = sql!("update memberships set granted = 'backup.read' where school_id = $1 and user_id = $2");
        app.state.world.db.run(give, args![scene.place.as_str(), scene.sam.as_str()]).await.unwrap();
        let page = scene.student.get("/s/alpha/backup").await.body;
        assert!(page.contains("/backup/download/all?") && !page.contains("/backup/download/archive"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn every_table_is_a_file_for_the_admins_of_what_it_holds() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let page = scene.admin.get("/backup?school=alpha").await.body;
        for table in Table::ALL {
            let path = format!("/backup/download/{table}?school=alpha");
            let answer = scene.admin.get(&path).await;
            if *table == Table::Settings {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{table}: the platform's alone");
                assert!(!page.contains(&format!("href=\"{path}\"")), "{table}");
                continue;
            }
            assert_eq!(answer.status, StatusCode::OK, "{table}: {}", answer.body);
            assert_eq!(of(&answer, header::CONTENT_TYPE), "text/csv; charset=utf-8");
            assert_eq!(of(&answer, header::CACHE_CONTROL), "private, no-store");
            let disposition = of(&answer, header::CONTENT_DISPOSITION);
            assert!(disposition.starts_with(&format!("attachment; filename=\"{table}_backup_")), "{disposition}");
            assert!(disposition.ends_with(".csv\""), "{disposition}");
            assert!(answer.raw.starts_with("\u{feff}".as_bytes()), "{table}");
            assert!(page.contains(&format!("href=\"{path}\"")), "{table} is not offered");
        }
        assert_eq!(scene.admin.get("/backup/download/platform").await.status, StatusCode::OK);
        // There are no payments and no attendance yet: neither a file nor a link pretends that there were.
        for table in ["sessions", "mails", "secrets", "cleared_rows", "payments", "attendance", "nothing"] {
            let path = format!("/backup/download/{table}");
            assert_eq!(scene.admin.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!page.contains(&path), "{path}");
        }
        let path = "/backup/download/users?school=alpha";
        assert_eq!(other.admin.get(path).await.status, StatusCode::NOT_FOUND);
        for browser in [&scene.teacher, &scene.student] {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN);
        }
        let nobody = app.browser().get(path).await;
        assert_eq!((nobody.status, nobody.location().starts_with("/login")), (StatusCode::SEE_OTHER, true));
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_may_not_download_reads_a_page_that_says_so() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        for what in ["students", "all", "archive"] {
            let answer = scene.teacher.get(&format!("/backup/download/{what}?school=alpha")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
            assert!(answer.headers[header::CONTENT_TYPE].as_bytes().starts_with(b"text/html"), "{what}: {:?}", answer.headers);
            assert!(answer.body.contains("Not for your role") && answer.body.contains("href=\"/\""), "{what}: {}", answer.body);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_stored_is_shown_to_those_who_look_after_it_and_links_to_what_they_may_open() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let platform = scene.admin.get("/backup/storage?look=yes").await;
        assert_eq!(platform.status, StatusCode::OK, "{}", platform.body);
        assert!(platform.body.contains("href=\"/s/alpha/backup/storage#classes\""), "{}", platform.body);
        assert!(platform.body.contains("href=\"/s/beta/backup/storage#classes\""), "{}", platform.body);
        let beta = scene.admin.get("/s/beta/backup/storage").await;
        assert_eq!(beta.status, StatusCode::OK, "{}", beta.body);
        assert!(beta.body.contains("Used of quota") && !beta.body.contains("essay.txt"), "{}", beta.body);
        let leads = beta.body.replace("/s/beta/backup", "");
        assert!(!leads.contains("\"/s/beta/"), "they have no place there: {}", beta.body);
        assert!(platform.body.contains("Everything that a row names is in the store."), "{}", platform.body);

        for path in ["/backup/storage?school=beta", "/s/beta/backup/storage"] {
            let page = other.admin.get(path).await.body;
            assert!(page.contains("essay.txt") && page.contains(&format!("/s/beta/files/{}", other.file)), "{page}");
            let largest = page.split("id=\"largest\"").nth(1).unwrap_or_default();
            assert!(largest.matches("<bdi>").count() >= 2, "the class and the sender keep their direction: {largest}");
            assert!(page.contains("Look for orphans") && !page.contains("Everything that a row names"), "{page}");
            assert!(!page.contains("/s/alpha/"), "{page}");
        }
        assert_eq!(other.admin.get("/backup/storage?school=alpha").await.status, StatusCode::NOT_FOUND);
        for browser in [&scene.teacher, &scene.student] {
            for path in ["/s/alpha/backup/storage", "/s/alpha/backup/storage?look=yes", "/backup/storage"] {
                assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_platforms_admin_finds_a_school_by_its_name_wherever_schools_are_listed() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        for (path, id) in [("/storage", "schools"), ("/kept", "by-school"), ("/clear", "schools")] {
            let list = async |q: &str| {
                let page = scene.admin.get(&format!("/backup{path}?q={q}&page=9")).await.body;
                let after = page.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_default().to_owned();
                after.split("</section>").next().unwrap_or_default().to_owned()
            };
            let leads = |list: &str, slug: &str| list.contains(&format!("/s/{slug}/backup{path}"));
            let found = list("bet").await;
            assert!(leads(&found, "beta") && !leads(&found, "alpha"), "{path}: {found}");
            assert!(found.contains("value=\"bet\"") && found.contains("Show all schools"), "{path}: {found}");
            assert!(list("nowhere").await.contains("No school fits"), "{path}");
            let all = list("").await;
            assert!(leads(&all, "beta") && leads(&all, "alpha") && !all.contains("role=\"search\""), "{path}: {all}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_kept_backup_is_taken_home_whole_by_the_admins_of_what_it_holds() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let system = System::new(&app.state.world, "test");
        let school = scene.place.parse().unwrap();
        let own = kept::make(&system, Some(school), Why::Hand).await.unwrap();
        let all = kept::make(&system, None, Why::Hand).await.unwrap();
        let (own, all) = (format!("/backup/kept/{}/download", own.id), format!("/backup/kept/{}/download", all.id));
        let answer = scene.admin.get(&format!("{own}?school=alpha")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(of(&answer, header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"backup_"));
        assert_eq!(checked(&answer).files(), 1);
        assert_eq!(checked(&scene.admin.get(&all).await).files(), 2, "an essay in each school");
        // What is the school's is no part of the platform's list, and the other way round.
        assert_eq!(scene.admin.get(&own).await.status, StatusCode::NOT_FOUND);
        assert_eq!(scene.admin.get(&format!("{all}?school=alpha")).await.status, StatusCode::NOT_FOUND);
        for path in [&own, &all] {
            assert_eq!(other.admin.get(path).await.status, StatusCode::NOT_FOUND);
        }
        let page = scene.admin.get("/s/alpha/backup/kept").await.body;
        assert!(page.contains(&format!("href=\"{own}?school=alpha\"")), "{page}");
        assert!(scene.admin.get("/s/alpha/backup").await.body.contains("href=\"/s/alpha/backup/kept\""));
    })
    .await;
}

#[tokio::test]
async fn a_schools_admin_is_led_from_the_platforms_address_to_their_schools() {
    each_app(async |app| {
        Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        for path in ["", "/kept", "/storage", "/restore", "/clear"] {
            let answer = other.admin.get(&format!("/backup{path}")).await;
            let led = (answer.status.is_redirection(), answer.location().to_owned());
            assert_eq!(led, (true, format!("/s/beta/backup{path}")), "{}", answer.status);
        }
    })
    .await;
}

/// Runs the program; answers how it ended and what it said to whom reads it and to whom watches it.
pub async fn run(options: &Options, folder: &Path, words: &[&str]) -> (i32, String, String) {
    let output = command(options, folder, words).output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// The program with the settings of a server, and nobody in front of it.
pub fn command(options: &Options, folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lyceum"));
    command.args(words);
    with_settings(command, options, folder)
}

/// Whatever starts the program in the end.
pub fn with_settings(mut command: Command, options: &Options, folder: &Path) -> Command {
    command.current_dir(folder).env("LYCEUM_DATA", folder).env("LYCEUM_LOG", "warn");
    command.env("LYCEUM_DATABASE_URL", &options.url);
    if let Some(schema) = &options.schema {
        command.env("LYCEUM_DATABASE_SCHEMA", schema);
    }
    command.stdin(Stdio::null());
    command
}

#[tokio::test]
async fn the_command_line_makes_an_archive_and_checks_it() {
    each_empty(async |options, folder| {
        let db = Db::open(options).await.unwrap();
        store::migrate::run(&db).await.unwrap();
        db.close().await;
        let (code, said, told) = run(options, folder, &["backup", "--to", "whole.zip"]).await;
        assert_eq!(code, 0, "{said}{told}");
        assert!(said.starts_with("whole.zip\n") && said.contains("it is whole"), "{said}");
        let (code, said, told) = run(options, folder, &["check-backup", "whole.zip"]).await;
        assert_eq!(code, 0, "{said}{told}");
        assert!(said.ends_with("The archive is whole.\n"), "{said}");

        // Wrong settings are no business of a check.
        for (words, ends) in [(&["migrate"][..], 1), (&["check-backup", "whole.zip"][..], 0)] {
            let output = command(options, folder, words).env("LYCEUM_DATABASE_CONNECTIONS", "0").output().await.unwrap();
            assert_eq!(output.status.code(), Some(ends), "{words:?}");
        }

        let (code, said, _) = run(options, folder, &["backup"]).await;
        assert_eq!(code, 0);
        let name = said.lines().next().unwrap();
        assert!(name.starts_with("./complete_archive_") && folder.join(name).exists(), "{name}");

        let bytes = std::fs::read(folder.join("whole.zip")).unwrap();
        std::fs::write(folder.join("cut.zip"), &bytes[..bytes.len() - 1]).unwrap();
        let (code, _, told) = run(options, folder, &["check-backup", "cut.zip"]).await;
        assert_eq!(code, 1);
        assert!(told.contains("This is no whole archive: its end is missing"), "{told}");
        assert_eq!(run(options, folder, &["check-backup", "none.zip"]).await.0, 2);
        assert_eq!(run(options, folder, &["check-backup"]).await.0, 2, "no file is named");
        let (code, _, told) = run(options, folder, &["backup", "--school", "nowhere", "--to", "none.zip"]).await;
        assert_eq!(code, 1);
        assert!(told.contains("nowhere"), "{told}");
        for to in ["no/such/folder/a.zip", "folder/", "/dev/null"] {
            let (code, _, told) = run(options, folder, &["backup", "--to", to]).await;
            assert_eq!(code, 1, "{to}: {told}");
        }
        let left = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        assert!(left.into_iter().all(|name| !name.ends_with(".part") && name != "none.zip"));
    })
    .await;
}

#[tokio::test]
async fn the_command_line_encrypts_an_archive_and_gives_the_key_of_the_backups_another_passphrase() {
    each_empty(async |options, folder| {
        let db = Db::open(options).await.unwrap();
        store::migrate::run(&db).await.unwrap();
        db.close().await;
        std::fs::write(folder.join("secret"), "twelve letters\n").unwrap();
        std::fs::write(folder.join("other"), "twelve others\n").unwrap();
        std::fs::write(folder.join("short"), "short\n").unwrap();
        let (code, said, told) = run(options, folder, &["backup", "--passphrase-file", "secret", "--to", "whole.age"]).await;
        assert_eq!(code, 0, "{said}{told}");
        assert!(std::fs::read(folder.join("whole.age")).unwrap().starts_with(b"age-encryption.org/v1\n"));
        let (code, said, told) = run(options, folder, &["check-backup", "--passphrase-file", "secret", "whole.age"]).await;
        assert_eq!(code, 0, "{said}{told}");
        assert!(said.ends_with("The archive is whole.\n"), "{said}");
        let (code, _, told) = run(options, folder, &["check-backup", "--passphrase-file", "other", "whole.age"]).await;
        assert_eq!((code, told.contains("another passphrase")), (2, true), "{told}");
        let (code, _, told) = run(options, folder, &["backup", "--passphrase-file", "short", "--to", "none.age"]).await;
        assert_eq!((code, folder.join("none.age").exists()), (1, false), "{told}");
        assert_eq!(run(options, folder, &["backup-key"]).await.0, 2, "it says what it does");
    })
    .await;
}

#[tokio::test]
async fn a_form_sends_the_archive_encrypted_and_keeps_no_passphrase() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let typed = |again: &'static str| {
            [("school", "alpha"), ("form[passphrase]", "twelve letters"), ("form[passphrase_again]", again)]
        };
        let page = "/s/alpha/backup";
        let answer = scene.admin.post_from(page, "/backup/download/archive", &typed("twelve letters")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(of(&answer, header::CONTENT_DISPOSITION).ends_with(".zip.age\""));
        assert_eq!(of(&answer, header::CACHE_CONTROL), "private, no-store");
        assert!(answer.raw.starts_with(b"age-encryption.org/v1\n"));
        let refused = scene.admin.post_from(page, "/backup/download/archive", &typed("twelve lettres")).await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, page));
        let kept = sql!("select body from flashes order by id_hash");
        let flashes: Vec<(String,)> = app.state.world.db.all(kept, args![]).await.unwrap();
        assert!(!flashes.is_empty() && flashes.iter().all(|(body,)| !body.contains("twelve")), "{flashes:?}");
        let noted = sql!("select detail from audit where school_id is not null and action = 'backup.download' order by id");
        let noted: Vec<(String,)> = app.state.world.db.all(noted, args![]).await.unwrap();
        assert!(noted.len() == 1 && !noted[0].0.contains("twelve"), "{noted:?}");
        let form = "school=alpha&passphrase=twelve+letters&passphrase_again=twelve+letters";
        let request = scene.admin.request(Method::POST, "/backup/download/archive").header(header::ACCEPT_ENCODING, "gzip");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(form)).unwrap();
        let answer = scene.admin.send(request).await;
        assert_eq!((answer.status, answer.headers.get(header::CONTENT_ENCODING)), (StatusCode::OK, None));
    })
    .await;
}
