use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use bytes::Bytes;
use model::ids::SubmissionId;
use model::{Error, Problem, limits};
use server::files::Uploads;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::app::{Answer, Browser, ORIGIN, TestApp, each_app};
use crate::scene::Scene;

pub const EDGE: &str = "multipart/form-data; boundary=edge";

pub fn field(name: &str, value: &str) -> Vec<u8> {
    format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
}

pub fn file(name: &str, content: &[u8]) -> Vec<u8> {
    file_in("files", name, content)
}

/// A file in a field of that name.
pub fn file_in(field: &str, name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

/// Sends parts by script.
async fn post(scene: &Scene<'_>, browser: &Browser<'_>, parts: &[Vec<u8>]) -> Answer {
    let body = [parts.concat(), b"--edge--\r\n".to_vec()].concat();
    let request = browser
        .request(Method::POST, &scene.fill("/s/alpha/assignments/{assignment}/submissions"))
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, EDGE);
    browser.send(request.body(Body::from(body)).expect("it is right")).await
}

async fn fetch(scene: &Scene<'_>, headers: &[(header::HeaderName, &str)]) -> Answer {
    let request = scene.student.request(Method::GET, &scene.fill("/s/alpha/files/{file}"));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(name, *value));
    scene.student.send(request.body(Body::empty()).expect("it is right")).await
}

fn new_id() -> Vec<u8> {
    field("submission", &SubmissionId::new().to_string())
}

fn of(answer: &Answer, name: header::HeaderName) -> &str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Files below a folder.
fn files_in(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("it is right").path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}

fn folder(app: &TestApp) -> std::path::PathBuf {
    app.state.config.data.join("files")
}

#[tokio::test]
async fn a_script_gets_a_location_or_the_error_and_the_page_shows_the_receipt() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let parts = [new_id(), field("note", "<script>alert(1)</script>"), file("../../a b.txt", b"abc"), file("", b"")];
        let answer = post(&scene, &scene.student, &parts).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let page = scene.fill("/s/alpha/assignments/{assignment}");
        assert_eq!(answer.json::<serde_json::Value>()["location"], page);
        let shown = scene.student.get(&page).await.body;
        assert!(shown.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assert!(shown.contains("a b.txt") && !shown.contains(".."), "the name without its path");
        assert!(!shown.contains("<script>alert(1)"), "what was typed is text, not script");
        for (parts, problem) in [
            (vec![new_id(), file("a.exe", b"MZ")], Problem::FileTypeRefused),
            (vec![new_id(), file("a.pdf", b"not a pdf")], Problem::FileTypeRefused),
            (vec![new_id(), file("a.txt", b"")], Problem::FileEmpty),
            (vec![new_id(), file("", b"")], Problem::Required),
            ([vec![new_id()], vec![file("a.txt", b"a"); 11]].concat(), Problem::TooManyFiles(10)),
        ] {
            let answer = post(&scene, &scene.student, &parts).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
            assert_eq!(answer.json::<Error>().problem_of("files"), Some(problem));
        }
        for parts in [
            vec![file("a.txt", b"a")],
            vec![field("submission", "1"), file("a.txt", b"a")],
            vec![new_id(), field("files", "a text")],
            vec![new_id(), field("other", "a"), file("a.txt", b"a")],
        ] {
            assert_eq!(post(&scene, &scene.student, &parts).await.status, StatusCode::BAD_REQUEST);
        }
    })
    .await;
}

#[tokio::test]
async fn a_plain_form_that_is_refused_comes_back_with_its_note_and_the_problem() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let answer = scene.hand_in(&scene.student, &SubmissionId::new().to_string(), "a.exe", b"MZ").await;
        let page = scene.fill("/s/alpha/assignments/{assignment}");
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page.as_str()));
        let shown = scene.student.get(&page).await.body;
        assert!(shown.contains("“a.exe” cannot be read as one of the kinds taken here: PDF, Word"), "{shown}");
        assert!(shown.contains("id=\"refused\"") && shown.contains("/submissions#refused\""), "it is led to the message");
        assert!(shown.contains("A note.</textarea>"), "what was typed is still there");
        assert!(!scene.student.get(&page).await.body.contains("one of the kinds"), "once");
        let size = limits::FREE_FILE_BYTES as usize + 1024 * 1024;
        scene.hand_in(&scene.student, &SubmissionId::new().to_string(), "film.txt", &vec![b'a'; size]).await;
        let shown = scene.student.get(&page).await.body;
        assert!(shown.contains("“film.txt” has 3 MB. A file may have at most 2 MB."), "{shown}");
        let first = SubmissionId::new().to_string();
        for _ in 0..2 {
            let answer = scene.hand_in(&scene.student, &first, "b.txt", b"twice").await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, format!("{page}#own").as_str()));
        }
        let shown = scene.student.get(&page).await.body;
        assert!(shown.contains("attempt-2") && !shown.contains("attempt-3"), "sent twice, stored once");
    })
    .await;
}

/// A body of `chunks` chunks of 64 KiB that counts how many were taken.
fn endless(start: Vec<u8>, chunks: u64) -> (Body, Arc<AtomicU64>) {
    let taken = Arc::new(AtomicU64::new(0));
    let counter = taken.clone();
    let chunk = Bytes::from(vec![b'a'; 64 * 1024]);
    let rest = futures::stream::iter(0..chunks).map(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok::<_, std::io::Error>(chunk.clone())
    });
    use futures::StreamExt;
    (Body::from_stream(futures::stream::iter([Ok(Bytes::from(start))]).chain(rest)), taken)
}

#[tokio::test]
async fn a_gigabyte_is_refused_without_keeping_it_and_strangers_are_not_read_at_all() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let before = files_in(&folder(app));
        let start =
            [new_id(), b"--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n".to_vec()].concat();
        let gigabyte = 16 * 1024;
        let send = async |browser: &Browser<'_>| {
            let (body, taken) = endless(start.clone(), gigabyte);
            let request = browser
                .request(Method::POST, &scene.fill("/s/alpha/assignments/{assignment}/submissions"))
                .header(header::ACCEPT, "application/json")
                .header(header::CONTENT_TYPE, EDGE);
            let answer = browser.send(request.body(body).unwrap()).await;
            (answer, taken.load(Ordering::Relaxed))
        };
        let (answer, taken) = send(&scene.student).await;
        let error = answer.json::<Error>();
        assert_eq!(error.problem_of("files"), Some(Problem::FileTooLarge(limits::FREE_FILE_BYTES as u64)), "{error:?} {taken}");
        assert!(taken < 1200, "{taken} chunks were read");
        for (browser, status) in [(&scene.outsider().await, 404), (&scene.teacher, 403), (&app.browser(), 401)] {
            let (answer, taken) = send(browser).await;
            assert_eq!((answer.status.as_u16(), taken), (status, 0));
        }
        assert_eq!(files_in(&folder(app)), before, "nothing was left behind");
        let announced = scene
            .student
            .request(Method::POST, &scene.fill("/s/alpha/assignments/{assignment}/submissions"))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, EDGE)
            .header(header::CONTENT_LENGTH, 1_u64 << 30);
        let (body, taken) = endless(start.clone(), gigabyte);
        let answer = scene.student.send(announced.body(body).unwrap()).await;
        assert_eq!((answer.status.as_u16(), taken.load(Ordering::Relaxed)), (422, 0));
    })
    .await;
}

#[tokio::test]
async fn a_form_of_another_site_and_one_broken_off_store_nothing() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let before = files_in(&folder(app));
        let path = scene.fill("/s/alpha/assignments/{assignment}/submissions");
        let forged = axum::http::Request::builder()
            .method(Method::POST)
            .uri(&path)
            .header(header::HOST, "lyceum.test")
            .header(header::ORIGIN, "https://evil.example")
            .header("sec-fetch-site", "cross-site")
            .header(header::COOKIE, scene.student.cookie_line())
            .header(header::CONTENT_TYPE, EDGE);
        let body = [new_id(), file("a.txt", b"forged"), b"--edge--\r\n".to_vec()].concat();
        assert_eq!(scene.student.send(forged.body(Body::from(body)).unwrap()).await.status, StatusCode::FORBIDDEN);
        let cut = scene
            .student
            .request(Method::POST, &path)
            .header(header::ACCEPT, "application/json")
            .header(header::REFERER, format!("{ORIGIN}/"))
            .header(header::CONTENT_TYPE, EDGE);
        let body = [new_id(), file("a.txt", b"cut off")].concat();
        assert_eq!(scene.student.send(cut.body(Body::from(body)).unwrap()).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(files_in(&folder(app)), before);
    })
    .await;
}

/// A body that sends `start`, counts itself, and the rest only when it may.
fn held(start: &[Vec<u8>], rest: &[Vec<u8>], begun: &Arc<AtomicU64>, mut go: watch::Receiver<bool>) -> Body {
    use futures::StreamExt;
    let (start, rest, begun) = (Bytes::from(start.concat()), Bytes::from(rest.concat()), begun.clone());
    let rest = futures::stream::once(async move {
        begun.fetch_add(1, Ordering::Relaxed);
        let _ = go.wait_for(|go| *go).await;
        Ok::<_, std::io::Error>(rest)
    });
    Body::from_stream(futures::stream::iter([Ok(start)]).chain(rest))
}

fn by_script(scene: &Scene<'_>, browser: &Browser<'_>) -> axum::http::request::Builder {
    browser
        .request(Method::POST, &scene.fill("/s/alpha/assignments/{assignment}/submissions"))
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, EDGE)
}

/// Waits until no more files lie there than before: what is dropped is removed a moment later.
async fn settles(app: &TestApp, before: usize) {
    let gone = async {
        while files_in(&folder(app)) > before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone).await.expect("nothing is left behind");
}

#[tokio::test]
async fn a_form_refused_after_its_first_file_was_whole_leaves_nothing() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let before = files_in(&folder(app));
        let whole = || file("good.txt", b"whole and right");
        for (parts, status) in [
            (vec![new_id(), whole(), file("a.exe", b"MZ")], 422),
            (vec![new_id(), whole(), file("a.txt", b"")], 422),
            (vec![new_id(), whole(), field("other", "a")], 400),
            (vec![new_id(), whole(), field("note", &"a".repeat(limits::BRIEF + 1))], 422),
            (vec![whole()], 400),
            (vec![field("submission", "1"), whole()], 400),
        ] {
            assert_eq!(post(&scene, &scene.student, &parts).await.status.as_u16(), status);
            assert_eq!(files_in(&folder(app)), before);
        }
        // An id that is taken elsewhere is refused before anything gets its address.
        let form = [
            ("school", "alpha"),
            ("course", &scene.course),
            ("form[title]", "Second essay"),
            ("form[brief]", ""),
            ("form[points]", "10"),
            ("form[due]", "2099-01-01T12:00"),
        ];
        let second = scene.teacher.post("/fn/app/pages/assignments/api/set_assignment", &form).await;
        let body = [field("submission", &scene.submission), whole(), b"--edge--\r\n".to_vec()].concat();
        let request = scene
            .student
            .request(Method::POST, &format!("{}/submissions", second.location()))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, EDGE);
        let answer = scene.student.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!((answer.status, answer.json::<Error>()), (StatusCode::NOT_FOUND, Error::NotFound));
        assert_eq!(files_in(&folder(app)), before);
    })
    .await;
}

#[tokio::test]
async fn a_person_has_two_uploads_under_way_and_the_third_waits() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let begun = Arc::new(AtomicU64::new(0));
        let (allow, go) = watch::channel(false);
        let slow = async |name: &str| {
            let rest = [file(name, name.as_bytes()), b"--edge--\r\n".to_vec()];
            let body = held(&[new_id()], &rest, &begun, go.clone());
            scene.student.send(by_script(&scene, &scene.student).body(body).unwrap()).await.status
        };
        let third = async {
            while begun.load(Ordering::Relaxed) < 2 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let answer = post(&scene, &scene.student, &[new_id(), file("c.txt", b"c")]).await;
            allow.send_replace(true);
            answer
        };
        let (first, second, third) = tokio::join!(slow("a.txt"), slow("b.txt"), third);
        assert_eq!((first, second), (StatusCode::OK, StatusCode::OK));
        assert_eq!((third.status, third.json::<Error>()), (StatusCode::TOO_MANY_REQUESTS, Error::TooMany(60)));
        assert_eq!(of(&third, header::RETRY_AFTER), "60");
        let later = post(&scene, &scene.student, &[new_id(), file("c.txt", b"c")]).await;
        assert_eq!(later.status, StatusCode::OK, "{}", later.body);
    })
    .await;
}

#[tokio::test]
async fn an_upload_that_trickles_or_is_left_ends_and_leaves_nothing() {
    use futures::StreamExt;
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let before = files_in(&folder(app));
        let open = b"--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"b.txt\"\r\n\r\n".to_vec();
        let start = [new_id(), file("a.txt", b"whole"), open];

        // A byte now and then is never silent, and still it has an end.
        let mut state = app.state.clone();
        state.uploads = Arc::new(Uploads::within(Duration::from_millis(400)));
        let trickle = futures::stream::unfold((), async |()| {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from_static(b"a")), ()))
        });
        let body = Body::from_stream(futures::stream::iter([Ok(Bytes::from(start.concat()))]).chain(Box::pin(trickle)));
        let response = server::build(state).oneshot(by_script(&scene, &scene.student).body(body).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(serde_json::from_slice::<Error>(&body).unwrap(), Error::Unavailable);
        settles(app, before).await;

        // The sender goes away.
        let (_never, go) = watch::channel(false);
        let begun = Arc::new(AtomicU64::new(0));
        let request = by_script(&scene, &scene.student).body(held(&start, &[], &begun, go)).unwrap();
        let waiting = scene.student.send(request);
        assert!(tokio::time::timeout(Duration::from_millis(400), waiting).await.is_err());
        assert_eq!(begun.load(Ordering::Relaxed), 1);
        settles(app, before).await;
    })
    .await;
}

#[tokio::test]
async fn a_download_is_an_attachment_with_ranges() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let whole = fetch(&scene, &[]).await;
        assert_eq!((whole.status, whole.body.as_str()), (StatusCode::OK, "An essay."));
        assert_eq!(of(&whole, header::CONTENT_DISPOSITION), "attachment; filename=\"essay.txt\"; filename*=UTF-8''essay.txt");
        assert_eq!(of(&whole, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(of(&whole, header::CACHE_CONTROL), "private, no-store");
        assert_eq!((of(&whole, header::CONTENT_TYPE), of(&whole, header::CONTENT_LENGTH)), ("text/plain", "9"));
        let etag = of(&whole, header::ETAG).to_owned();
        assert_eq!(etag.len(), 66);
        assert_eq!(fetch(&scene, &[(header::IF_NONE_MATCH, &etag)]).await.status, StatusCode::NOT_MODIFIED);
        let part = fetch(&scene, &[(header::RANGE, "bytes=3-7"), (header::IF_RANGE, &etag)]).await;
        assert_eq!((part.status, part.body.as_str()), (StatusCode::PARTIAL_CONTENT, "essay"));
        assert_eq!(of(&part, header::CONTENT_RANGE), "bytes 3-7/9");
        let other = fetch(&scene, &[(header::RANGE, "bytes=3-7"), (header::IF_RANGE, "\"other\"")]).await;
        assert_eq!((other.status, other.body.as_str()), (StatusCode::OK, "An essay."));
        let none = fetch(&scene, &[(header::RANGE, "bytes=9-")]).await;
        assert_eq!((none.status, of(&none, header::CONTENT_RANGE)), (StatusCode::RANGE_NOT_SATISFIABLE, "bytes */9"));
    })
    .await;
}
