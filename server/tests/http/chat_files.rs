//! Pictures and files in the chat, over HTTP: what is taken, what is kept of it, and for whom it is there.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use model::chat::Message;
use model::ids::MessageId;
use server::files::Uploads;
use store::{args, sql};
use tower::ServiceExt;

use crate::app::{Answer, Browser, ORIGIN, each_app};
use crate::files::{EDGE, field, file};
use crate::me::picture;
use crate::scene::Scene;
use crate::talk::Talk;

/// Parts on their way to a room; `accept` says whether a page or a script asks.
fn sending(browser: &Browser<'_>, room: &str, accept: &str, parts: &[Vec<u8>]) -> Request<Body> {
    let body = [parts.concat(), b"--edge--\r\n".to_vec()].concat();
    let request = browser
        .request(Method::POST, &format!("/s/alpha/chat/{room}/messages"))
        .header(header::ACCEPT, accept)
        .header(header::REFERER, format!("{ORIGIN}/s/alpha/chat/{room}"))
        .header(header::CONTENT_TYPE, EDGE);
    request.body(Body::from(body)).unwrap()
}

/// Sends them.
pub async fn post(browser: &Browser<'_>, room: &str, accept: &str, parts: &[Vec<u8>]) -> Answer {
    browser.send(sending(browser, room, accept, parts)).await
}

/// A message of one file and no words, as a browser without a script sends it.
pub async fn show(browser: &Browser<'_>, room: &str, id: &str, name: &str, content: &[u8]) -> Answer {
    post(browser, room, "text/html", &[field("id", id), field("form[body]", ""), file(name, content)]).await
}

fn new_id() -> String {
    MessageId::new().to_string()
}

fn of(answer: &Answer, name: header::HeaderName) -> &str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn has(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// A JPEG with an EXIF block, written by hand, that says where it was taken.
fn with_place() -> Vec<u8> {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    let drawn = image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([x as u8, y as u8, 90]));
    image::DynamicImage::from(drawn).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let mut exif = b"\xff\xe1\x00\x00Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 5.6037 N");
    let length = (exif.len() - 2) as u16;
    exif[2..4].copy_from_slice(&length.to_be_bytes());
    [&jpeg[..2], &exif, &jpeg[2..]].concat()
}

#[tokio::test]
async fn a_picture_comes_without_a_script_and_says_nothing_of_where_it_was_taken() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let room = talk.room.to_string();
        let mut ada = talk.joined(&talk.ada, 0).await;
        let sent = with_place();
        assert!(has(&sent, b"GPS") && has(&sent, b"Exif"));
        let id = new_id();
        let parts = [
            field("id", &id),
            field("form[body]", "Look"),
            field("form[reply]", ""),
            field("alt", "The board before the test"),
            file("board.jpg", &sent),
        ];
        let answer = post(&talk.ben, &room, "text/html", &parts).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, format!("/s/alpha/chat/{room}#newest").as_str()));
        let heard: Message = ada.heard().await;
        let shown = heard.files[0].picture.unwrap();
        // It was held on its side.
        assert_eq!((heard.files[0].alt.as_str(), shown.width, shown.height), ("The board before the test", 600, 900));
        let page = talk.ada.get(&format!("/s/alpha/chat/{room}")).await.body;
        assert!(page.contains("alt=\"The board before the test\""), "{page}");
        assert!(page.contains("width=\"255\"") && page.contains("height=\"384\""), "its place is known: {page}");
        for kept in [heard.files[0].id, shown.small] {
            let fetched = talk.ada.get(&format!("/s/alpha/files/{kept}")).await;
            assert_eq!((fetched.status, of(&fetched, header::CONTENT_TYPE)), (StatusCode::OK, "image/jpeg"));
            assert!(fetched.raw.starts_with(b"\xff\xd8\xff") && !has(&fetched.raw, b"GPS") && !has(&fetched.raw, b"Exif"));
            assert!(of(&fetched, header::CONTENT_DISPOSITION).starts_with("attachment"));
            assert_eq!(of(&fetched, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert_eq!(of(&fetched, header::CACHE_CONTROL), "private, no-cache", "asked for each time");
        }
        // The same form once more, after a lost answer.
        assert_eq!(post(&talk.ben, &room, "text/html", &parts).await.status, StatusCode::SEE_OTHER);
        let counts = sql!("select cast(count(*) as bigint) as n from message_files where school_id <> ''");
        assert_eq!(app.state.world.db.one::<(i64,)>(counts, args![]).await.unwrap(), (2,), "the picture and the small one");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_taken_is_said_beside_the_form_with_what_was_typed() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let room = talk.room.to_string();
        let refused = [
            ("page.svg", &b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..]),
            ("page.html", b"<html><script>alert(1)</script>"),
            ("photo.jpg", b"<html><script>alert(1)</script>"),
            ("photo.png", b"\x89PNG\r\n\x1a\n broken"),
            ("empty.txt", b""),
        ];
        for (name, content) in refused {
            let parts = [field("id", &new_id()), field("form[body]", "Typed with care"), file(name, content)];
            let answer = post(&talk.ben, &room, "application/json", &parts).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.body);
        }
        let parts = [field("id", &new_id()), field("form[body]", "Typed with care"), file("page.svg", b"<svg/>")];
        let answer = post(&talk.ben, &room, "text/html", &parts).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, format!("/s/alpha/chat/{room}").as_str()));
        let page = talk.ben.get(&format!("/s/alpha/chat/{room}")).await.body;
        assert!(page.contains("Typed with care") && page.contains("page.svg"), "{page}");
        let many: Vec<Vec<u8>> =
            (0..=model::limits::FILES_PER_MESSAGE).map(|n| file(&format!("{n}.txt"), b"One of many")).collect();
        let answer = post(&talk.ben, &room, "application/json", &[vec![field("id", &new_id())], many].concat()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        let nothing = post(&talk.ben, &room, "application/json", &[field("id", &new_id()), field("form[body]", " ")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let counts = sql!("select cast(count(*) as bigint) as n from messages where school_id <> ''");
        assert_eq!(app.state.world.db.one::<(i64,)>(counts, args![]).await.unwrap(), (0,));
    })
    .await;
}

#[tokio::test]
async fn a_file_is_there_for_those_in_the_room_and_goes_with_its_message_or_their_place() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let room = scene.room.clone();
        let id = new_id();
        for click in 1..=2 {
            let answer = show(&scene.student, &room, &id, "notes.txt", b"Bring a hat.").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "click {click}: {}", answer.body);
        }
        let page = scene.teacher.get(&format!("/s/alpha/chat/{room}")).await.body;
        assert_eq!(page.matches("<bdi>notes.txt").count(), 1, "two clicks say it once: {page}");
        let (_, after) = page.split_once("/s/alpha/files/").expect("a file");
        let path = format!("/s/alpha/files/{}", after.chars().take(36).collect::<String>());
        assert_eq!(scene.teacher.get(&path).await.body, "Bring a hat.");
        assert_eq!(of(&scene.teacher.get(&path).await, header::CACHE_CONTROL), "private, no-store");
        assert_eq!(scene.parent().await.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(scene.outsider().await.get(&path).await.status, StatusCode::NOT_FOUND);
        let answer = show(&scene.student, &room, &new_id(), "face.png", &picture()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let other = show(&scene.student, &room, &id, "notes.txt", b"Bring a coat.").await;
        assert_eq!(other.status, StatusCode::SEE_OTHER, "told at the form");
        assert_eq!(scene.teacher.get(&path).await.body, "Bring a hat.", "an id is a message's for good");

        let leave = sql!("delete from class_members where user_id = $1 and school_id <> ''");
        app.state.world.db.run(leave, args![scene.sam.as_str()]).await.unwrap();
        assert_eq!(scene.student.get(&path).await.status, StatusCode::NOT_FOUND, "who left");
        let delete = [("school", "alpha"), ("room", room.as_str()), ("id", id.as_str())];
        scene.teacher.post("/fn/app/pages/chat/api/delete_message", &delete).await;
        assert_eq!(scene.teacher.get(&path).await.status, StatusCode::NOT_FOUND, "deleted");
        let trace = scene.teacher.get(&format!("/s/alpha/chat/{room}/versions/{id}")).await.body;
        assert!(trace.contains("notes.txt"), "that it was there stays to be seen: {trace}");
    })
    .await;
}

#[tokio::test]
async fn an_upload_that_is_broken_off_leaves_nothing_behind() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let room = talk.room.to_string();
        let whole = [field("id", &new_id()), file("notes.txt", &vec![b'x'; 300_000])].concat();
        let request = talk
            .ben
            .request(Method::POST, &format!("/s/alpha/chat/{room}/messages"))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, EDGE);
        // The end never comes.
        let broken = talk.ben.send(request.body(Body::from(whole[..200_000].to_vec())).unwrap()).await;
        assert_eq!(broken.status, StatusCode::BAD_REQUEST, "{}", broken.body);
        let named = sql!("select cast(count(*) as bigint) as n from files where school_id <> ''");
        assert_eq!(app.state.world.db.one::<(i64,)>(named, args![]).await.unwrap(), (0,));
        let said = [field("id", &new_id()), field("form[body]", "Still there")];
        assert_eq!(post(&talk.ben, &room, "application/json", &said).await.status, StatusCode::OK);
    })
    .await;
}

/// A box of a film.
fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes(), kind.as_slice(), content].concat()
}

/// The addresses of the files on a page, in their order, each once.
fn addresses(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (_, after) in page.match_indices("/s/alpha/files/").map(|(at, it)| page.split_at(at + it.len())) {
        let path = format!("/s/alpha/files/{}", after.chars().take(36).collect::<String>());
        if !found.contains(&path) {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn a_film_is_played_by_the_browser_a_part_at_a_time_and_everything_else_is_fetched() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let room = talk.room.to_string();
        let moov = boxed(b"moov", &boxed(b"udta", b"+05.6037-000.1870/"));
        let film = [boxed(b"ftyp", b"isom\0\0\0\0"), moov, boxed(b"mdat", b"moving")].concat();
        let gif = b"GIF89a\x01\0\x01\0\0\0\0\x21\xfe\x03GPS\0;";
        let sent: [(&str, &[u8], &str); 4] = [
            ("film.mp4", &film, "video/mp4"),
            ("marks.csv", b"=cmd|' /C calc'!A0;10\n", "text/csv"),
            ("moving.gif", gif, "image/gif"),
            ("note.mp3", b"ID3\x04\0\0\0\0\0\0sound", "audio/mpeg"),
        ];
        for (name, content, media_type) in sent {
            let answer = show(&talk.ben, &room, &new_id(), name, content).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.body);
            let page = talk.ada.get(&format!("/s/alpha/chat/{room}")).await;
            assert!(page.headers["content-security-policy"].to_str().unwrap().contains("media-src 'self';"));
            let path = addresses(&page.body).pop().expect("a file");
            let plays = |tag: &str| page.body.contains(&format!("<{tag} "));
            match name {
                "film.mp4" => assert!(plays("video") && !plays("audio"), "{}", page.body),
                "note.mp3" => assert!(plays("audio"), "{}", page.body),
                _ => assert!(!plays("audio"), "{name}"),
            }
            let file = talk.ada.get(&path).await;
            assert_eq!((file.status, of(&file, header::CONTENT_TYPE)), (StatusCode::OK, media_type));
            assert!(of(&file, header::CONTENT_DISPOSITION).starts_with("attachment"), "never a page of its own: {name}");
            assert_eq!(of(&file, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert!(!has(&file.raw, b"5.6037") && !has(&file.raw, b"GPS"), "{name}");
            let part = talk.ada.request(Method::GET, &path).header(header::RANGE, "bytes=0-3");
            let part = talk.ada.send(part.body(Body::empty()).unwrap()).await;
            assert_eq!((part.status, &part.raw[..]), (StatusCode::PARTIAL_CONTENT, &file.raw[..4]), "{name}");
        }
        let broken = b"GIF89a\x01\0\x01\0\0\0\0<html>";
        for (name, content) in [("film.mp4", &b"<html>"[..]), ("photo.heic", &film[..]), ("moving.gif", &broken[..])] {
            let parts = [field("id", &new_id()), file(name, content)];
            let answer = post(&talk.ben, &room, "application/json", &parts).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.body);
        }
    })
    .await;
}

#[tokio::test]
async fn what_all_uploads_hold_in_memory_has_an_end_and_films_are_not_held() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let room = talk.room.to_string();
        let mut state = app.state.clone();
        state.uploads = Arc::new(Uploads::default());
        let send = async |name: &str, content: &[u8]| {
            let parts = [field("id", &new_id()), field("form[body]", ""), file(name, content)];
            let sent = sending(&talk.ben, &room, "application/json", &parts);
            server::build(state.clone()).oneshot(sent).await.unwrap().status()
        };
        let (gif, film) = (&b"GIF89a\x01\0\x01\0\0\0\0;"[..], boxed(b"ftyp", b"isom\0\0\0\0"));
        let uploads = state.uploads.clone();
        let mut others = uploads.room();
        while others.take(64 * 1024).is_ok() {}
        assert_eq!(send("moving.gif", gif).await, StatusCode::SERVICE_UNAVAILABLE);
        assert!(send("film.mp4", &film).await.is_success());
        drop(others);
        assert!(send("moving.gif", gif).await.is_success());
    })
    .await;
}
