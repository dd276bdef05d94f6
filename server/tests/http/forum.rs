//! The forum over HTTP: what stands there, without a script, and what nobody learns from it.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use model::ids::{ForumId, PostId, ThreadId, TopicId};
use store::{args, sql};

use crate::app::{Answer, Browser, ORIGIN, TestApp, each_app};
use crate::files::{EDGE, field, file};
use crate::scene::Scene;

const API: &str = "/fn/app/pages/forum/api";

/// A forum of the class with a topic, a thread of the teacher's and the student's reply: the ids by their names.
pub async fn seed(app: &TestApp, slug: &str, class: &str, teacher: &str, student: &str) -> Vec<(&'static str, String)> {
    let db = &app.state.world.db;
    let (school,): (String,) = db.one(sql!("select id from schools where slug = $1"), args![slug]).await.expect("a school");
    let (forum, topic, thread) = (ForumId::new(), TopicId::new(), ThreadId::new());
    let (first, reply) = (PostId::new(), PostId::new());
    let school = school.as_str();
    let made = "a forum";
    db.run(
        sql!("insert into forums (school_id, id, class_id, anonymous, created_at) values ($1, $2, $3, true, 1)"),
        args![school, forum, class],
    )
    .await
    .expect(made);
    db.run(
        sql!("insert into forum_topics (school_id, id, forum_id, name, created_at) values ($1, $2, $3, 'Exams', 1)"),
        args![school, topic, forum],
    )
    .await
    .expect(made);
    db.run(
        sql!(
            "insert into forum_threads (school_id, id, forum_id, topic_id, title, author_id, anonymous, last_number, last_at,
                                        created_at)
             values ($1, $2, $3, $4, 'The trip', $5, false, 2, 2, 1)"
        ),
        args![school, thread, forum, topic, teacher],
    )
    .await
    .expect(made);
    for (id, number, author, body, words) in
        [(first, 1_i64, teacher, "Who brings water?", "the trip who brings water"), (reply, 2, student, "I do.", "i do")]
    {
        db.run(
            sql!(
                "insert into forum_posts (school_id, id, thread_id, number, author_id, anonymous, body, words, created_at)
                 values ($1, $2, $3, $4, $5, false, $6, $7, $4)"
            ),
            args![school, id, thread, number, author, body, words],
        )
        .await
        .expect(made);
    }
    vec![
        ("{topic}", topic.to_string()),
        ("{thread}", thread.to_string()),
        ("{question}", first.to_string()),
        ("{post}", reply.to_string()),
    ]
}

/// Begins a thread as a browser's form does.
pub async fn begin(browser: &Browser<'_>, board: &str, fields: &[(&str, &str)], files: &[Vec<u8>]) -> Answer {
    let fields = fields.iter().map(|(name, value)| field(name, value));
    let body = [fields.collect::<Vec<_>>().concat(), files.concat(), b"--edge--\r\n".to_vec()].concat();
    let request = browser
        .request(Method::POST, &format!("/s/alpha/forum/{board}/threads"))
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("{ORIGIN}/s/alpha/forum/{board}/new"))
        .header(header::CONTENT_TYPE, EDGE);
    browser.send(request.body(Body::from(body)).unwrap()).await
}

/// A question with a file, under an id.
pub async fn ask(browser: &Browser<'_>, board: &str, id: &str) -> Answer {
    let fields = [("form[id]", id), ("form[title]", "Twice"), ("form[body]", "How?")];
    begin(browser, board, &fields, &[file("twice.txt", b"Once.")]).await
}

/// Adds a file to a post as a browser's form does.
pub async fn add_file(browser: &Browser<'_>, post: &str, name: &str, content: &[u8]) -> Answer {
    let request = browser
        .request(Method::POST, &format!("/s/alpha/forum/posts/{post}/files"))
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, EDGE)
        .body(Body::from([file(name, content), b"--edge--\r\n".to_vec()].concat()))
        .unwrap();
    browser.send(request).await
}

#[tokio::test]
async fn a_question_is_asked_found_and_answered_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let board = scene.fill("class-{class}");
        let home = scene.student.get("/s/alpha/forum").await.body;
        assert!(home.contains(&format!("/s/alpha/forum/{board}")), "{home}");
        let fields = [
            ("form[title]", "Élodie's fractions"),
            ("form[body]", "How do **fractions** <script>alert(1)</script> work? [x](javascript:alert(1))"),
        ];
        let asked = begin(&scene.student, &board, &fields, &[]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let thread = asked.location().to_owned();
        let shown = scene.teacher.get(&thread).await.body;
        assert!(shown.contains("<strong>fractions</strong>") && shown.contains("Mark as read"), "{shown}");
        assert!(!shown.contains("<script>alert") && !shown.contains("href=\"javascript"), "{shown}");
        let found = scene.teacher.get("/s/alpha/forum?q=elodies").await.body;
        assert!(found.contains("Nothing found"), "{found}");
        let found = scene.teacher.get("/s/alpha/forum?q=elodie%20FRAC").await.body;
        assert!(found.contains("Élodie&#x27;s fractions") || found.contains("Élodie's fractions"), "{found}");
        let id = thread.rsplit('/').next().unwrap().split('?').next().unwrap();
        let reply = [("school", "alpha"), ("id", id), ("form[body]", "By halves.")];
        let answered = scene.teacher.post(&format!("{API}/reply_to_thread"), &reply).await;
        assert!(answered.location().ends_with("?page=1#post-2"), "{} {}", answered.location(), answered.body);
        let empty = [("school", "alpha"), ("id", id), ("form[body]", " ")];
        let refused = scene.teacher.post_from(&thread, &format!("{API}/reply_to_thread"), &empty).await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, thread.as_str()));
        assert!(scene.teacher.get(&thread).await.body.contains("Please fill this in."));
    })
    .await;
}

#[tokio::test]
async fn no_answer_to_a_peer_says_who_wrote_without_a_name() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (board, sam) = (scene.fill("class-{class}"), scene.fill("{sam}"));
        let code = scene.admin.code(&scene.fill("/s/alpha/classes/{class}"), "student").await;
        let peer = app.joiner("peer", &code).await;
        let fields = [("form[title]", "Zqhidden"), ("form[body]", "I am afraid of the exam."), ("form[anonymous]", "true")];
        let asked = begin(&scene.student, &board, &fields, &[]).await;
        let thread = asked.location().to_owned();
        let id = thread.rsplit('/').next().unwrap().to_owned();
        let name: (String, String) =
            app.state.world.db.one(sql!("select name, username from users where id = $1"), args![sam.as_str()]).await.unwrap();
        let places = [
            thread.clone(),
            format!("{thread}?quote=1"),
            format!("/s/alpha/forum/{board}"),
            "/s/alpha/forum?q=afraid".to_owned(),
            format!("{API}/show_thread?school=alpha&id={id}"),
            format!("{API}/show_board?school=alpha&board={board}&page=1"),
            format!("{API}/show_forums?school=alpha&q=afraid&page=1"),
        ];
        for place in &places {
            let seen = peer.get(place).await;
            assert_eq!(seen.status, StatusCode::OK, "{place}");
            assert!(seen.body.contains("Zqhidden"), "{place}: {}", seen.body);
            // The reply of the scene's own thread, which bears the student's name, stands on the same list.
            for told in [&sam, &format!("@{}", name.1)] {
                assert!(!seen.body.contains(told.as_str()), "{place} tells {told}: {}", seen.body);
            }
            let known = scene.teacher.get(place).await.body;
            assert!(known.contains(&name.0), "{place}: the teacher knows: {known}");
        }
        let by_name = peer.get(&format!("/s/alpha/forum?q={}", name.1)).await.body;
        assert!(!by_name.contains("Zqhidden"), "{by_name}");
    })
    .await;
}

#[tokio::test]
async fn a_post_without_a_name_comes_back_with_its_words_where_names_are_asked_for_by_now() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let board = scene.fill("class-{class}");
        let asks = [("school", "alpha"), ("board", board.as_str()), ("on", "false")];
        assert_eq!(scene.teacher.post(&format!("{API}/allow_no_names"), &asks).await.status, StatusCode::SEE_OTHER);
        let form = format!("/s/alpha/forum/{board}/new");
        let fields = [("form[title]", "Zqafraid"), ("form[body]", "I am afraid of the exam."), ("form[anonymous]", "true")];
        let refused = begin(&scene.student, &board, &fields, &[]).await;
        assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.body);
        assert!(refused.location().ends_with(&form), "{}", refused.location());
        let again = scene.student.get(&form).await.body;
        assert!(again.contains("Nothing was published") && again.contains("I am afraid of the exam."), "{again}");
        assert!(!again.contains("name=\"form[anonymous]\""), "{again}");
        let thread = scene.fill("/s/alpha/forum/threads/{thread}");
        let id = scene.fill("{thread}");
        let hidden = [("school", "alpha"), ("id", id.as_str()), ("form[body]", "Zqme too."), ("form[anonymous]", "true")];
        let refused = scene.student.post_from(&thread, &format!("{API}/reply_to_thread"), &hidden).await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, thread.as_str()));
        let again = scene.student.get(&thread).await.body;
        assert!(again.contains("Nothing was published") && again.contains("Zqme too."), "{again}");
        let seen = scene.teacher.get(&thread).await.body;
        assert!(!seen.contains("Zqme too."), "{seen}");
        let seen = scene.teacher.get(&format!("/s/alpha/forum/{board}")).await.body;
        assert!(!seen.contains("Zqafraid"), "{seen}");
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_drawn_anew_and_shown_and_whatever_comes_is_sent_out_as_a_download() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let mut photo = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(40, 20, image::Rgb([122, 31, 43])).write_to(&mut photo, image::ImageFormat::Jpeg).unwrap();
        let photo = photo.into_inner();
        // A comment, as cameras write where they were.
        let sent = [&photo[..2], b"\xff\xfe\x00\x10GPS 5.6037 N..", &photo[2..]].concat();
        let post = scene.fill("{post}");
        let thread = scene.fill("/s/alpha/forum/threads/{thread}?page=1");
        for _ in 1..=2 {
            let answer = add_file(&scene.student, &post, "roof.jpg", &sent).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let shown = scene.teacher.get(&thread).await.body;
        assert_eq!(shown.matches("<bdi>roof.jpg").count(), 1, "two clicks add it once: {shown}");
        let (_, after) = shown.split_once("src=\"/s/alpha/files/").expect("a picture");
        let file = format!("/s/alpha/files/{}", after.chars().take(36).collect::<String>());
        let kept = scene.teacher.get(&file).await;
        let tells = |bytes: &[u8]| bytes.windows(3).any(|it| it == b"GPS");
        assert!(tells(&sent) && !tells(&kept.raw) && !kept.raw.is_empty());
        for (name, value) in [
            (header::CONTENT_TYPE, "image/jpeg"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"roof.jpg\"; filename*=UTF-8''roof.jpg"),
        ] {
            assert_eq!(kept.headers.get(&name).and_then(|it| it.to_str().ok()), Some(value), "{name}");
        }
        let others = [
            ("page.html", &b"<script>alert(1)</script>"[..]),
            ("a.svg", &b"<svg/>"[..]),
            ("roof.png", &b"%PDF-1.7"[..]),
            ("broken.jpg", &photo[..30]),
        ];
        for (name, content) in others {
            let refused = add_file(&scene.student, &post, name, content).await;
            assert!(!refused.location().contains("#post-"), "{name}: {}", refused.location());
        }
        let (count,): (i64,) = app
            .state
            .world
            .db
            .one(
                sql!(
                    "select cast(count(*) as bigint) as n from schools s
                     join forum_files k on k.school_id = s.id where s.slug = $1"
                ),
                args!["alpha"],
            )
            .await
            .unwrap();
        assert_eq!(count, 1);
    })
    .await;
}

#[tokio::test]
async fn a_picture_stands_small_in_its_post_keeps_its_place_and_leads_to_the_whole_one() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let mut photo = std::io::Cursor::new(Vec::new());
        let drawn = image::RgbImage::from_fn(960, 480, |x, y| image::Rgb([x as u8, y as u8, 90]));
        drawn.write_to(&mut photo, image::ImageFormat::Jpeg).unwrap();
        let answer = add_file(&scene.student, &scene.fill("{post}"), "roof.jpg", &photo.into_inner()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = scene.teacher.get(&scene.fill("/s/alpha/forum/threads/{thread}?page=1")).await.body;
        let (before, _) = page.split_once("small-picture").unwrap_or_else(|| panic!("{page}"));
        let link = page[before.rfind("<a ").unwrap()..].split("</a>").next().unwrap();
        assert!(link.contains("width=\"320\"") && link.contains("height=\"160\"") && link.contains("alt=\"roof.jpg\""), "{link}");
        let address = |before: &str| {
            let (_, after) = link.split_once(before).unwrap_or_else(|| panic!("{before} in {link}"));
            after.split('"').next().unwrap().to_owned()
        };
        let (whole, small) = (address("href=\""), address("src=\""));
        assert_ne!(whole, small);
        let sides = async |path: &str| {
            let fetched = scene.teacher.get(path).await;
            let seen = image::load_from_memory(&fetched.raw).unwrap();
            (seen.width(), seen.height())
        };
        assert_eq!((sides(&whole).await, sides(&small).await), ((960, 480), (640, 320)));
        assert_eq!(scene.outsider().await.get(&small).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_file_of_a_post_is_there_for_its_readers_alone() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        for click in 1..=2 {
            let answer = add_file(&scene.student, &scene.fill("{post}"), "notes.txt", b"Bring a hat.").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "click {click}: {}", answer.body);
        }
        let shown = scene.teacher.get(&scene.fill("/s/alpha/forum/threads/{thread}?page=1")).await.body;
        assert_eq!(shown.matches("<bdi>notes.txt").count(), 1, "two clicks add it once: {shown}");
        let (_, after) = shown.split_once("/s/alpha/files/").expect("a file");
        let file = format!("/s/alpha/files/{}", after.chars().take(36).collect::<String>());
        assert_eq!(scene.teacher.get(&file).await.body, "Bring a hat.");
        assert_eq!(scene.parent().await.get(&file).await.status, StatusCode::NOT_FOUND);
        assert_eq!(scene.outsider().await.get(&file).await.status, StatusCode::NOT_FOUND);
        let post = scene.fill("{post}");
        let delete = [("school", "alpha"), ("id", post.as_str())];
        scene.student.post(&format!("{API}/delete_post"), &delete).await;
        assert_eq!(scene.student.get(&file).await.status, StatusCode::NOT_FOUND, "deleted");
        assert_eq!(scene.teacher.get(&file).await.status, StatusCode::OK, "who looks after the forum reads it");
    })
    .await;
}

#[tokio::test]
async fn a_thread_begins_with_its_files_and_what_is_refused_comes_back_with_its_words() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let board = scene.fill("class-{class}");
        let id = ThreadId::new().to_string();
        let fields = [("form[id]", id.as_str()), ("form[title]", "Rivers"), ("form[body]", "See the map.")];
        for click in 1..=2 {
            let begun =
                begin(&scene.student, &board, &fields, &[file("map.txt", b"North is up."), file("key.txt", b"Blue.")]).await;
            assert_eq!(begun.location(), format!("/s/alpha/forum/threads/{id}"), "click {click}: {}", begun.body);
        }
        let shown = scene.teacher.get(&format!("/s/alpha/forum/threads/{id}")).await.body;
        assert_eq!((shown.matches("<bdi>map.txt").count(), shown.matches("<bdi>key.txt").count()), (1, 1), "{shown}");

        let page = format!("/s/alpha/forum/{board}/new");
        let wrong = [("form[title]", "Zqlakes"), ("form[body]", "Where?")];
        for files in [vec![file("page.html", b"<b>no</b>")], (0..11).map(|n| file(&format!("{n}.txt"), b"x")).collect()] {
            let refused = begin(&scene.student, &board, &wrong, &files).await;
            assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, page.as_str()), "{}", refused.body);
            assert!(scene.student.get(&page).await.body.contains("value=\"Zqlakes\""));
        }
        let empty = begin(&scene.student, &board, &[("form[title]", ""), ("form[body]", "Where?")], &[]).await;
        assert_eq!(empty.location(), page);
        assert!(scene.student.get(&page).await.body.contains("Please fill this in."));
        let kept = [("form[title]", "Zqlakes"), ("form[body]", "Where?"), ("form[keep]", "true")];
        assert_eq!(begin(&scene.student, &board, &kept, &[]).await.location(), page);
        assert!(scene.student.get(&page).await.body.contains("value=\"Zqlakes\""), "a draft");
        let listed = scene.teacher.get(&format!("/s/alpha/forum/{board}")).await.body;
        assert!(listed.contains("Rivers") && !listed.contains("Zqlakes"), "{listed}");
    })
    .await;
}

#[tokio::test]
async fn all_is_marked_read_without_a_script_and_what_came_since_stays_new() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let board = scene.fill("class-{class}");
        let start = async |title: &str| {
            let fields = [("form[title]", title), ("form[body]", "Who knows?")];
            let begun = begin(&scene.student, &board, &fields, &[]).await;
            assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        };
        start("Rivers").await;
        let places = [
            (format!("/s/alpha/forum/{board}"), format!("{API}/mark_board_read"), vec![("board", board.as_str())]),
            ("/s/alpha/forum".to_owned(), format!("{API}/mark_forums_read"), Vec::new()),
        ];
        for (page, path, more) in places {
            let drawn = scene.teacher.get(&page).await.body;
            assert!(drawn.contains(path.as_str()), "{page}: {drawn}");
            let (_, until) = drawn.split_once("name=\"until\" value=\"").expect("when it was drawn");
            let until = until.split('"').next().unwrap().to_owned();
            let fields = [vec![("school", "alpha"), ("until", until.as_str())], more].concat();
            for click in 1..=2 {
                let done = scene.teacher.post_from(&page, &path, &fields).await;
                assert_eq!(
                    (done.status, done.location()),
                    (StatusCode::SEE_OTHER, page.as_str()),
                    "click {click}: {}",
                    done.body
                );
            }
            let read = scene.teacher.get(&page).await.body;
            assert!(read.contains("Marked as read.") && !read.contains(path.as_str()), "{page}: {read}");
            // Instants are milliseconds: the next thread is begun in a later one.
            while store::clock::now().0 <= until.parse::<i64>().unwrap() {
                tokio::task::yield_now().await;
            }
            start(&format!("After {page}")).await;
            scene.teacher.post_from(&page, &path, &fields).await;
            assert!(scene.teacher.get(&page).await.body.contains(path.as_str()), "{page}: the same page sent late");
        }
    })
    .await;
}
