//! The class chat: over real sockets, and as a plain form.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::hub::Event;
use model::chat::{ClientFrame, PROTOCOL, Refusal, ServerFrame};
use model::ids::{MessageId, RoomId, SchoolId, UserId};

use crate::app::{Browser, ORIGIN, each_app};
use crate::files::{EDGE, field};
use crate::talk::{Talk, page};

#[tokio::test]
async fn what_one_says_the_other_hears_and_both_see_who_is_there() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ada = talk.connect(&talk.ada).await;
        assert_eq!(ada.join(talk.room, 0).await, ["ada Person"]);
        let mut ben = talk.connect(&talk.ben).await;
        assert_eq!(ben.join(talk.room, 0).await, ["ada Person", "ben"]);
        let joined = ada.next().await;
        let ServerFrame::Joined { user_id: ben_id, name, catch_up: None, .. } = joined else { panic!("{joined:?}") };
        assert_eq!(name, "ben");

        ben.send(&ClientFrame::Typing { room: talk.room }).await;
        assert_eq!(ada.next().await, ServerFrame::Typing { room: talk.room, user_id: ben_id, name: "ben".into() });
        let body = "<script>alert(1)</script> 👩‍🏫";
        let id = ben.say(talk.room, body).await;
        let (heard, receipt) = (ada.heard().await, ben.heard().await);
        assert_eq!(heard, receipt);
        assert_eq!((heard.id, heard.seq, heard.body.as_str(), heard.author.as_str()), (id, 1, body, "ben"));
        assert_eq!(page(&talk.ada, "alpha", &talk.class).await.history.messages[0].message, heard);

        ben.send(&ClientFrame::Read { room: talk.room, seq: 1 }).await;
        assert_eq!(ben.next().await, ServerFrame::Read { room: talk.room, user_id: ben_id, seq: 1, back: false });
        assert_eq!(ada.next().await, ServerFrame::Seen { room: talk.room, user_id: ben_id, seq: 1 }, "they are few");
        ben.send(&ClientFrame::Leave { room: talk.room }).await;
        assert_eq!(ben.next().await, ServerFrame::Left { room: talk.room, user_id: ben_id });
        assert_eq!(ada.next().await, ServerFrame::Left { room: talk.room, user_id: ben_id });
        ada.say(talk.room, "Not for those who left").await;
        ada.heard().await;
        assert_eq!(ben.join(talk.room, 2).await.len(), 2, "nothing was delivered in between");
        drop(ben);
        let gone = |frame: &ServerFrame| matches!(frame, ServerFrame::Left { .. }).then_some(());
        ada.until(gone).await;
    })
    .await;
}

#[tokio::test]
async fn a_message_sent_again_is_answered_again_and_heard_once() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ada = talk.joined(&talk.ada, 0).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        let id = ben.say(talk.room, "Once").await;
        let first = ben.heard().await;
        ben.send(&ClientFrame::Send { room: talk.room, id, body: "Once".into(), reply: None }).await;
        assert_eq!(ben.heard().await, first);
        ben.send(&ClientFrame::Send { room: talk.room, id, body: "Or something else".into(), reply: None }).await;
        assert_eq!(ben.refusal().await, (Refusal::Conflict, Some(id)));
        // Also after the connection broke, and by the plain form.
        drop(ben);
        let mut ben = talk.joined(&talk.ben, 1).await;
        ben.send(&ClientFrame::Send { room: talk.room, id, body: "Once".into(), reply: None }).await;
        assert_eq!(ben.heard().await, first);
        assert_eq!(talk.say(&talk.ben, &id.to_string(), "Once").await.status, StatusCode::SEE_OTHER);
        ada.send(&ClientFrame::Send { room: talk.room, id, body: "Mine".into(), reply: None }).await;
        assert_eq!(ada.heard().await, first);
        assert_eq!(ada.refusal().await, (Refusal::Conflict, Some(id)));
        ben.say(talk.room, "Twice").await;
        let second = ada.heard().await;
        assert_eq!((second.seq, second.body.as_str()), (2, "Twice"));
    })
    .await;
}

#[tokio::test]
async fn who_was_away_gets_all_that_was_missed_in_order_and_then_goes_on_live() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        talk.say(&talk.ada, &MessageId::new().to_string(), "Number 1").await;
        assert_eq!(ben.heard().await.seq, 1);
        drop(ben);
        for n in 2..=250 {
            let answer = talk.say(&talk.ada, &MessageId::new().to_string(), &format!("Number {n}")).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let mut ben = talk.connect(&talk.ben).await;
        ben.ask_to_join(talk.room, 1).await;
        // Said while he catches up.
        let mut ada = talk.joined(&talk.ada, 250).await;
        for n in 251..=255 {
            ada.say(talk.room, &format!("Number {n}")).await;
        }
        for n in 2..=255 {
            let message = ben.heard().await;
            assert_eq!((message.seq, message.body), (n, format!("Number {n}")));
        }
        // A number that is not there yet is no reason to miss what comes.
        ben.join(talk.room, i64::MAX).await;
        ada.say(talk.room, "Number 256").await;
        assert_eq!(ben.heard().await.seq, 256);
    })
    .await;
}

#[tokio::test]
async fn a_listener_that_could_not_keep_up_misses_nothing() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        let hub = &talk.app.state.world.hub;
        let school =
            talk.app.state.world.db.one::<(SchoolId,)>(store::sql!("select id from schools order by id limit 1"), store::args![]);
        let (school,) = school.await.unwrap();
        for n in 1..=3 {
            let answer = talk.say(&talk.ada, &MessageId::new().to_string(), &format!("Number {n}")).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            // More than waits for one listener, at a moment when nobody can listen.
            let typing = || Event::Typing { school, room: talk.room, user: UserId::new(), name: "Eve".into() };
            (0..500).for_each(|_| hub.tell(typing()));
        }
        for n in 1..=3 {
            assert_eq!(ben.heard().await.seq, n);
        }
        // One that is told before the one ahead of it: both come, in order.
        let messages = page(&talk.ada, "alpha", &talk.class).await.history.messages;
        let old = messages[0].message.clone();
        hub.tell(Event::Said { school, room: talk.room, message: std::sync::Arc::new(old) });
        talk.say(&talk.ada, &MessageId::new().to_string(), "Number 4").await;
        assert_eq!(ben.heard().await.seq, 4, "what was delivered is not delivered again");
    })
    .await;
}

#[tokio::test]
async fn only_pages_of_ours_and_members_connect() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let stranger = app.founder("eve", "beta").await;
        let own_host = format!("http://{}", talk.address);
        let cases = [
            (&talk.ben, "alpha", Some("https://evil.test"), StatusCode::FORBIDDEN),
            (&talk.ben, "alpha", Some("null"), StatusCode::FORBIDDEN),
            (&talk.ben, "alpha", None, StatusCode::FORBIDDEN),
            (&stranger, "alpha", Some(ORIGIN), StatusCode::NOT_FOUND),
            (&talk.ben, "beta", Some(ORIGIN), StatusCode::NOT_FOUND),
            (&talk.ben, "none", Some(ORIGIN), StatusCode::NOT_FOUND),
        ];
        for (browser, school, origin, status) in cases {
            assert_eq!(talk.try_connect(browser, school, origin).await.err(), Some(status), "{school} {origin:?}");
        }
        assert_eq!(talk.try_connect(&app.browser(), "alpha", Some(ORIGIN)).await.err(), Some(StatusCode::UNAUTHORIZED));
        assert!(talk.try_connect(&talk.ben, "alpha", Some(&own_host)).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_room_one_has_no_place_in_is_not_there() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let second = talk.ada.make_class("alpha", "Second class").await;
        let closed = page(&talk.ada, "alpha", second.rsplit('/').next().unwrap()).await.room_id;
        let eve = app.founder("eve", "beta").await;
        let foreign = eve.make_class("beta", "Foreign class").await;
        let foreign = page(&eve, "beta", foreign.rsplit('/').next().unwrap()).await.room_id;
        let mut ben = talk.joined(&talk.ben, 0).await;
        for room in [closed, foreign, RoomId::new()] {
            ben.ask_to_join(room, 0).await;
            assert_eq!(ben.refusal().await, (Refusal::NotFound, None));
            let id = ben.say(room, "Hello?").await;
            assert_eq!(ben.refusal().await, (Refusal::NotFound, Some(id)));
            ben.send(&ClientFrame::Typing { room }).await;
            assert_eq!(ben.refusal().await, (Refusal::NotFound, None));
            ben.send(&ClientFrame::Read { room, seq: 1 }).await;
            assert_eq!(ben.refusal().await, (Refusal::NotFound, None));
        }
        let mut ada = talk.connect(&talk.ada).await;
        ada.join(closed, 0).await;
        ada.say(closed, "Between us").await;
        assert_eq!(ada.heard().await.seq, 1);
        ben.say(talk.room, "Still here").await;
        assert_eq!(ben.heard().await.body, "Still here", "nothing of the other room came before it");
    })
    .await;
}

#[tokio::test]
async fn who_loses_their_place_is_out_at_once() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ada = talk.joined(&talk.ada, 0).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        let me = page(&talk.ben, "alpha", &talk.class).await.me;
        let db = &app.state.world.db;
        // Out of the class: out of its room, and the socket may go on.
        db.run(store::sql!("delete from class_members where user_id = $1 and school_id <> ''"), store::args![me]).await.unwrap();
        app.state.world.hub.tell(Event::AccessChanged { user: me });
        assert_eq!(ben.refusal().await, (Refusal::NotFound, None));
        ada.until(|frame| matches!(frame, ServerFrame::Left { user_id, .. } if *user_id == me).then_some(())).await;
        ada.say(talk.room, "About Ben").await;
        ada.heard().await;
        let id = ben.say(talk.room, "What?").await;
        assert_eq!(ben.next().await, ServerFrame::Error { refusal: Refusal::NotFound, room: Some(talk.room), id: Some(id) });
        // Out of the school, or logged out: the socket closes.
        db.run(store::sql!("update memberships set status = 'ended' where user_id = $1 and school_id <> ''"), store::args![me])
            .await
            .unwrap();
        app.state.world.hub.tell(Event::AccessChanged { user: me });
        assert_eq!(ben.farewell().await, 1008);
        talk.ada.post("/fn/app/pages/accounts/api/log_out", &[]).await;
        assert_eq!(ada.farewell().await, 1008);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_stops_says_good_bye() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        app.stop.send(true).unwrap();
        assert_eq!(ben.farewell().await, 1001);
    })
    .await;
}

#[tokio::test]
async fn without_script_one_reads_pages_back_and_writes_by_a_form() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let chat = format!("/s/alpha/classes/{}/chat", talk.class);
        let shown = talk.ben.get(&chat).await;
        assert_eq!(shown.status, StatusCode::OK);
        let (_, after) = shown.body.split_once("name=\"id\" value=\"").expect("the id of the next message");
        let id: String = after.chars().take(36).collect();
        for _ in 0..2 {
            let answer = talk.say(&talk.ben, &id, "<script>alert('x')</script>\r\nhttps://lyceum.test/a").await;
            assert_eq!(
                (answer.status, answer.location()),
                (StatusCode::SEE_OTHER, format!("/s/alpha/chat/{}#newest", talk.room).as_str())
            );
        }
        for n in 2..=60 {
            talk.say(&talk.ada, &MessageId::new().to_string(), &format!("Number {n}.")).await;
        }
        // Who has read nothing yet begins at what waits for them.
        let first = talk.ben.get(&chat).await.body;
        assert!(first.contains("Number 50.") && !first.contains("Number 51.") && first.contains("Newer messages"));
        assert!(first.contains("New since your last visit") && first.contains("href=\"#m2\""), "{first}");
        let newest = talk.ben.get(&format!("{chat}?before=61")).await.body;
        assert!(newest.contains("Number 60.") && newest.contains("Number 11.") && !newest.contains("Number 10."));
        let (_, after) = newest.split_once(&format!("{chat}?before=")).expect("the way to older messages");
        let before: String = after.chars().take_while(char::is_ascii_digit).collect();
        assert_eq!(before, "11");
        let older = talk.ben.get(&format!("{chat}?before={before}")).await.body;
        assert!(older.contains("Number 10.") && !older.contains("Number 11.") && !older.contains("Older messages"));
        assert!(older.contains("Newer messages"));
        assert!(!older.contains("<script>alert"), "what looks like code is shown, not run");
        assert!(older.contains("&lt;script&gt;alert"));
        assert!(older.contains("<a href=\"https://lyceum.test/a\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">"));
        assert_eq!(older.matches("href=\"https://lyceum.test/a\"").count(), 1, "sent twice, stored once");

        // What was read is said by a button, as no script says it.
        assert!(newest.contains("mark_room_read"));
        let room = talk.room.to_string();
        let fields = [("school", "alpha"), ("room", room.as_str()), ("seq", "60")];
        let marked = talk.ben.post_from(&chat, "/fn/app/pages/chat/api/mark_room_read", &fields).await;
        assert_eq!(marked.status, StatusCode::SEE_OTHER);
        assert_eq!(page(&talk.ben, "alpha", &talk.class).await.unread, 0);
        assert!(!talk.ben.get(&chat).await.body.contains("mark_room_read"));

        // What is to be come back to leads to the list, which says that it is new.
        let fields = [("school", "alpha"), ("room", room.as_str()), ("seq", "60"), ("plain", "true")];
        let aside = talk.ben.post_from(&chat, "/fn/app/pages/chat/api/mark_room_unread", &fields).await;
        assert_eq!((aside.status, aside.location()), (StatusCode::SEE_OTHER, "/s/alpha/chat"));
        assert_eq!(page(&talk.ben, "alpha", &talk.class).await.unread, 1);

        let form = format!("/s/alpha/chat/{}/messages", talk.room);
        assert!(newest.contains(&format!("action=\"{form}\"")), "{newest}");
        let parts =
            [field("id", &MessageId::new().to_string()), field("form[body]", &"x".repeat(10_001)), b"--edge--\r\n".to_vec()];
        let request = talk
            .ben
            .request(Method::POST, &form)
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, format!("{ORIGIN}{chat}"))
            .header(header::CONTENT_TYPE, EDGE);
        let long = talk.ben.send(request.body(Body::from(parts.concat())).unwrap()).await;
        assert_eq!((long.status, long.location()), (StatusCode::SEE_OTHER, chat.as_str()));
        let wrong = talk.ben.get(&chat).await.body;
        assert!(wrong.contains(&app::text::problem(model::Problem::TooLong(10_000))));
    })
    .await;
}

#[tokio::test]
async fn what_is_changed_reaches_the_others_as_it_is_now_also_those_who_were_away() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ada = talk.joined(&talk.ada, 0).await;
        let id = MessageId::new().to_string();
        talk.say(&talk.ben, &id, "Helo").await;
        ada.heard().await;
        let room = talk.room.to_string();
        let about = [("school", "alpha"), ("room", room.as_str()), ("id", id.as_str())];
        let change = async |browser: &Browser<'_>, function: &str, more: &[(&str, &str)]| {
            let path = format!("/fn/app/pages/chat/api/{function}");
            browser.call(Method::POST, &path, &[&about[..], more].concat()).await.status
        };
        let now = |frame: &ServerFrame| match frame {
            ServerFrame::Changed { message, .. } => Some(message.clone()),
            _ => None,
        };
        assert_eq!(change(&talk.ben, "edit_message", &[("form[body]", "Hello")]).await, StatusCode::OK);
        let edited = ada.until(now).await;
        assert_eq!((edited.body.as_str(), edited.revision, edited.edited_at.is_some()), ("Hello", 1, true));
        let mut away = talk.joined(&talk.ben, 1).await;
        assert_eq!(change(&talk.ada, "react", &[("form[emoji]", "👍"), ("form[on]", "true")]).await, StatusCode::OK);
        assert_eq!(away.until(now).await.reactions[0].by.len(), 1);
        drop(away);
        assert_eq!(change(&talk.ben, "delete_message", &[]).await, StatusCode::OK);
        assert_eq!(ada.until(now).await.revision, 2);
        assert!(ada.until(now).await.deleted_at.is_some());
        let mut back = talk.connect(&talk.ben).await;
        back.send(&ClientFrame::Join { version: PROTOCOL, room: talk.room, after: 1, revision: 1, looking: true }).await;
        let gone = back.until(now).await;
        assert_eq!((gone.revision, gone.body.as_str()), (3, ""), "once, as it is now");
        assert_eq!(change(&talk.ben, "pin_message", &[("on", "true")]).await, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn the_rules_of_a_room_are_told_at_once_to_those_who_are_in_it() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        let room = talk.room.to_string();
        let fields = [("school", "alpha"), ("room", room.as_str()), ("form[read_only]", "true"), ("form[slow_seconds]", "0")];
        talk.ada.post("/fn/app/pages/chat/api/rule_room", &fields).await;
        let standing = ben.until(|frame| match frame {
            ServerFrame::Standing { standing, .. } => Some(standing.clone()),
            _ => None,
        });
        let standing = standing.await;
        assert!(standing.read_only && !standing.may_write && !standing.may_moderate);
        let id = ben.say(talk.room, "Hello").await;
        assert_eq!(ben.refusal().await, (Refusal::Forbidden, Some(id)));
        // Who was away when it changed back is told with their return, and who is looked at again then.
        drop(ben);
        let free = [("school", "alpha"), ("room", room.as_str()), ("form[slow_seconds]", "0")];
        talk.ada.post("/fn/app/pages/chat/api/rule_room", &free).await;
        let mut ben = talk.connect(&talk.ben).await;
        ben.ask_to_join(talk.room, 0).await;
        let may_write = |frame: &ServerFrame| match frame {
            ServerFrame::Standing { standing, .. } => Some(standing.may_write),
            _ => None,
        };
        assert!(ben.until(may_write).await);
        let me = page(&talk.ben, "alpha", &talk.class).await.me;
        let role = store::sql!("update memberships set role = 'registrar' where user_id = $1 and school_id <> ''");
        app.state.world.db.run(role, store::args![me]).await.unwrap();
        app.state.world.hub.tell(Event::AccessChanged { user: me });
        assert!(!ben.until(may_write).await);
    })
    .await;
}

#[tokio::test]
async fn who_is_taken_out_of_the_class_is_out_of_its_room_within_a_second() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        let me = page(&talk.ben, "alpha", &talk.class).await.me.to_string();
        let fields = [("school", "alpha"), ("class", talk.class.as_str()), ("user", me.as_str())];
        let removed = talk.ada.call(Method::POST, "/fn/app/pages/classes/api/remove_member", &fields).await;
        assert_eq!(removed.status, StatusCode::OK, "{}", removed.body);
        let told = tokio::time::timeout(Duration::from_secs(1), ben.refusal()).await;
        assert_eq!(told.expect("within a second"), (Refusal::NotFound, None));
    })
    .await;
}
