//! Script, tags and signs that turn the direction of a line, in every field of the chat, the forum and the notifications: on
//! every page that shows them they are words.

use axum::http::{Method, StatusCode};
use model::ids::MessageId;
use store::{Sql, args, sql};

use crate::app::{Browser, TestApp, each_app, encode};
use crate::chat_files;
use crate::files::{field, file};
use crate::forum::{add_file, begin};
use crate::me::picture;
use crate::scene::Scene;

/// Ends an attribute, a tag and a text.
const SCRIPT: &str = r#"" onfocus=a(3) x="'><script>a(1)</script><img src=x onerror=a(2)>"#;
/// Turns all that follows it in its line (U+202E).
const TURN: char = '\u{202e}';
/// Elements without an end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "!", "!doctype"];

/// What a field of one line is given; it is found by its number.
fn line(number: usize) -> String {
    format!("Fz{number}z{SCRIPT}")
}

/// The same for a text.
fn text(number: usize) -> String {
    format!("{}{TURN}denrut", line(number))
}

/// The tags of a page in their order, each with the text behind it. What stands in a script is left out.
fn pieces(page: &str) -> Vec<(&str, &str)> {
    let (mut pieces, mut rest) = (Vec::new(), page);
    while let Some((_, after)) = rest.split_once('<') {
        let Some(end) = tag_end(after) else { break };
        let (tag, behind) = (&after[..end], &after[end + 1..]);
        let is_script = !tag.starts_with('/') && name_of(tag) == "script";
        let next = if is_script { behind.find("</script") } else { behind.find('<') }.unwrap_or(behind.len());
        pieces.push((tag, if is_script { "" } else { &behind[..next] }));
        rest = &behind[next..];
    }
    pieces
}

/// Where a tag ends: at the first `>` that stands in no quoted value.
fn tag_end(tag: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in tag.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '>' => return Some(at),
            None if before == '=' && matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
        before = c;
    }
    None
}

fn name_of(tag: &str) -> String {
    tag.split(|c: char| c.is_whitespace() || c == '/').find(|part| !part.is_empty()).unwrap_or_default().to_ascii_lowercase()
}

/// A tag without its quoted values.
fn bare(tag: &str) -> String {
    let (mut bare, mut quote, mut before) = (String::new(), None, ' ');
    for c in tag.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if before == '=' && matches!(c, '"' | '\'') => quote = Some(c),
            None => bare.push(c),
        }
        before = c;
    }
    bare
}

/// A tag that somebody brought.
fn brought(page: &str) -> Option<String> {
    let tags = pieces(page).into_iter().map(|(tag, _)| bare(tag));
    let mut wrong = tags.filter(|tag| ["onfocus", "onerror", "src=x"].iter().any(|it| tag.contains(it)) || tag == "script");
    wrong.next()
}

/// A text that turns what stands beside it: none of the elements around it has a direction of its own.
fn loose(page: &str) -> Option<String> {
    let mut around: Vec<&str> = Vec::new();
    for (tag, text) in pieces(page) {
        let name = name_of(tag);
        if tag.starts_with('/') {
            if let Some(at) = around.iter().rposition(|it| name_of(it) == name) {
                around.truncate(at);
            }
        } else if !VOID.contains(&name.as_str()) && !tag.ends_with('/') {
            around.push(tag);
        }
        let is_apart = |tag: &&str| match name_of(tag).as_str() {
            "bdi" | "textarea" | "option" | "title" => true,
            "html" => false,
            _ => bare(tag).contains(" dir="),
        };
        if text.contains(TURN) && !around.iter().any(is_apart) {
            return Some(text.to_owned());
        }
    }
    None
}

/// Calls a function of the server, which takes it.
async fn done(browser: &Browser<'_>, function: &str, fields: &[(&str, &str)]) {
    let answer = browser.call(Method::POST, &format!("/fn/app/pages/{function}"), fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
}

/// The fields of several, one after the other.
fn with<'a>(some: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [some, more].concat()
}

async fn id(app: &TestApp, which: Sql, of: &str) -> String {
    app.state.world.db.one::<(String,)>(which, args![of]).await.unwrap().0
}

#[test]
fn what_somebody_brought_is_found_in_a_page_and_what_was_made_harmless_is_not() {
    assert_eq!(
        brought(r#"<p title="<img src=x onerror=a(2)>">&lt;script&gt; onfocus=a</p><script nonce="n">a("<b>")</script>"#),
        None
    );
    for page in [
        r#"<p>Fz1z<img src=x onerror=a(2)></p>"#,
        r#"<input value="Fz1z" onfocus=a(3) x="">"#,
        "<p><script>a(1)</script></p>",
        r#"<script nonce="n">{"a":"</script><img src=x onerror=a(2)>"}</script>"#,
    ] {
        assert!(brought(page).is_some(), "{page}");
    }
    assert_eq!(loose("<html dir=ltr><p>a</p><div dir=\"auto\"><p>b\u{202e}c</p></div><br><bdi>\u{202e}d</bdi></html>"), None);
    assert!(loose("<html dir=ltr><div dir=\"auto\">a</div><p>b\u{202e}c</p></html>").is_some());
}

#[tokio::test]
async fn a_field_of_one_line_takes_nothing_that_turns_it() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (class, board) = (scene.fill("{class}"), scene.fill("class-{class}"));
        let turned = format!("Trip{TURN}");
        let turned = turned.as_str();
        for (function, fields) in [
            ("chat/api/open_room", vec![("form[class]", class.as_str()), ("form[name]", turned)]),
            ("chat/api/set_words", vec![("form[words]", turned)]),
            ("forum/api/add_topic", vec![("board", board.as_str()), ("form[name]", turned)]),
            ("classes/api/rename_class", vec![("class", class.as_str()), ("form[name]", turned)]),
        ] {
            let fields = [vec![("school", "alpha")], fields].concat();
            let answer = scene.admin.call(Method::POST, &format!("/fn/app/pages/{function}"), &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{function}: {}", answer.body);
        }
        let begun = begin(&scene.admin, &board, &[("form[title]", turned), ("form[body]", "How?")], &[]).await;
        assert_eq!(begun.location(), format!("/s/alpha/forum/{board}/new"), "{}", begun.body);
        // The name of a file loses it.
        let name = format!("gnp{TURN}fdp.txt");
        let sent = chat_files::show(&scene.student, &scene.room, &MessageId::new().to_string(), &name, b"x").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let page = scene.teacher.get(&format!("/s/alpha/chat/{}", scene.room)).await.body;
        assert!(page.contains("<bdi>gnpfdp.txt") && !page.contains(TURN), "{page}");
    })
    .await;
}

#[tokio::test]
async fn what_is_put_into_any_field_is_words_on_every_page_that_shows_it() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let Scene { admin, teacher, student, class, room, .. } = &scene;
        let (board, alpha) = (format!("class-{class}"), ("school", "alpha"));
        let named = sql!("update users set name = $2 where id = $1");
        app.state.world.db.run(named, args![scene.sam.as_str(), line(0)]).await.unwrap();

        // The chat.
        done(admin, "classes/api/rename_class", &[alpha, ("class", class), ("form[name]", &line(1))]).await;
        done(admin, "chat/api/open_room", &[alpha, ("form[class]", class), ("form[name]", &line(2))]).await;
        let topic = id(app, sql!("select id from rooms where school_id = $1 and kind = 'topic'"), &scene.place).await;
        let said = MessageId::new().to_string();
        let message = [alpha, ("room", topic.as_str()), ("id", said.as_str())];
        done(student, "chat/api/say", &with(&message, &[("form[body]", &text(3))])).await;
        done(student, "chat/api/edit_message", &with(&message, &[("form[body]", &text(4))])).await;
        done(admin, "chat/api/pin_message", &with(&message, &[("on", "true")])).await;
        done(admin, "chat/api/report_message", &with(&message, &[("form[reason]", &text(5))])).await;
        let answer = MessageId::new().to_string();
        let reply = [("id", answer.as_str()), ("form[body]", "Yes"), ("form[reply]", "1")];
        done(teacher, "chat/api/say", &with(&message[..2], &reply)).await;
        let other = MessageId::new().to_string();
        let sent = chat_files::show(student, &topic, &other, "Fz6z<img src=x onerror=a(2)>.txt", b"x").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let alt = text(7);
        let parts =
            [field("id", &MessageId::new().to_string()), field("form[body]", ""), field("alt", &alt), file("a.png", &picture())];
        let sent = chat_files::post(student, room, "application/json", &parts).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);

        // The forum.
        done(teacher, "forum/api/add_topic", &[alpha, ("board", &board), ("form[name]", &line(8))]).await;
        let about = id(app, sql!("select id from forum_topics where school_id = $1 and name like 'Fz8z%'"), &scene.place).await;
        let begun =
            begin(student, &board, &[("form[topic]", &about), ("form[title]", &line(9)), ("form[body]", &text(10))], &[]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        let thread =
            id(app, sql!("select id from forum_threads where school_id = $1 and title like 'Fz9z%'"), &scene.place).await;
        done(teacher, "forum/api/reply_to_thread", &[alpha, ("id", &thread), ("form[body]", &text(11))]).await;
        let first = sql!("select id from forum_posts where school_id <> '' and thread_id = $1 and number = 1");
        let second = sql!("select id from forum_posts where school_id <> '' and thread_id = $1 and number = 2");
        let (first, second) = (id(app, first, &thread).await, id(app, second, &thread).await);
        let added = add_file(teacher, &second, "Fz12z<img src=x onerror=a(2)>.txt", b"x").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        let post = [alpha, ("id", first.as_str())];
        done(student, "forum/api/edit_post", &with(&post, &[("form[title]", &line(13)), ("form[body]", &text(14))])).await;
        let answered = [alpha, ("id", second.as_str())];
        done(student, "forum/api/report_post", &with(&answered, &[("form[reason]", &text(19))])).await;
        done(student, "forum/api/save_post", &with(&answered, &[("on", "true")])).await;
        done(student, "forum/api/keep_draft", &[alpha, ("place", &thread), ("body", &text(15))]).await;

        // What is told.
        let tick = format!("form[classes][_{class}]");
        let announced = [alpha, ("form[body]", "Bring water."), ("form[audience]", "classes"), ("form[begin]", "now")];
        let announced = with(&announced, &[(tick.as_str(), "true")]);
        done(teacher, "announcements/api/write_announcement", &with(&announced, &[("form[title]", &line(16))])).await;
        done(admin, "chat/api/set_words", &[alpha, ("form[words]", &line(17))]).await;

        let asked = encode(&[("q", &line(18))]);
        let pages = [
            "".to_owned(),
            "/audit".to_owned(),
            "/chat".to_owned(),
            format!("/chat/{room}"),
            format!("/chat/{topic}"),
            format!("/chat/{topic}?at=1&reply=1"),
            format!("/chat/{topic}?at=1&edit=1"),
            format!("/chat/{topic}/thread/1"),
            format!("/chat/{topic}/acts/1"),
            format!("/chat/{topic}/versions/{said}"),
            format!("/chat/{topic}/report/{said}?at=1"),
            format!("/chat/{topic}/search?q=Fz4z"),
            format!("/chat/{topic}/search?{asked}"),
            format!("/chat/search?{asked}"),
            "/chat/reports".to_owned(),
            "/chat/words".to_owned(),
            format!("/classes/{class}/chat"),
            "/forum".to_owned(),
            "/forum?q=Fz14z".to_owned(),
            format!("/forum?{asked}"),
            format!("/forum/{board}"),
            format!("/forum/{board}?{asked}"),
            format!("/forum/{board}/new"),
            format!("/forum/{board}/settings"),
            format!("/forum/threads/{thread}"),
            format!("/forum/threads/{thread}?quote=1"),
            format!("/forum/posts/{first}/edit"),
            format!("/forum/posts/{second}/edit"),
            format!("/forum/posts/{first}/report"),
            "/forum/reports".to_owned(),
            "/forum/saved".to_owned(),
            "/announcements".to_owned(),
        ];
        let own = ["/notifications", "/notifications?show=unread", "/me/notifications", "/share"].map(str::to_owned);
        let pages: Vec<String> = pages.into_iter().map(|path| format!("/s/alpha{path}")).chain(own).collect();
        let (mut shown, mut faults) = (String::new(), Vec::new());
        for path in &pages {
            for (who, browser) in [("the admin", admin), ("the teacher", teacher), ("the student", student)] {
                let page = browser.get(path).await;
                if page.status != StatusCode::OK {
                    assert!(page.status.is_client_error(), "{path} for {who}: {}", page.status);
                    continue;
                }
                if let Some(tag) = brought(&page.body) {
                    faults.push(format!("{path} for {who} has the tag <{tag}>"));
                }
                if let Some(text) = loose(&page.body) {
                    faults.push(format!("{path} for {who} is turned by {text:?}"));
                }
                shown.push_str(&page.body);
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        let hidden: Vec<usize> = (0..=19).filter(|number| !shown.contains(&format!("Fz{number}z"))).collect();
        assert!(hidden.is_empty(), "no page shows the fields {hidden:?}");
    })
    .await;
}
