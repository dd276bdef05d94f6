//! What is done to the live side of the chat that nobody means well with: it is refused, it ends, and others go on.

use std::time::Duration;

use axum::http::StatusCode;
use domain::hub::Event;
use futures::future::join_all;
use model::chat::{ClientFrame, PROTOCOL, Refusal, ServerFrame};
use model::ids::{SchoolId, UserId};
use store::{args, sql};
use tokio_tungstenite::tungstenite::Message as Raw;

use crate::app::{ORIGIN, each_app};
use crate::talk::{Live, Talk, page};

#[tokio::test]
async fn a_person_holds_eight_sockets_and_the_ninth_is_turned_away() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut sockets = Vec::new();
        for _ in 0..8 {
            sockets.push(talk.joined(&talk.ben, 0).await);
        }
        assert_eq!(talk.try_connect(&talk.ben, "alpha", Some(ORIGIN)).await.err(), Some(StatusCode::TOO_MANY_REQUESTS));
        let mut ada = talk.connect(&talk.ada).await;
        assert_eq!(ada.join(talk.room, 0).await, ["ada Person", "ben"], "eight sockets are one person");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_the_socket_lives_on() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        for wrong in
            ["", "hello", "{}", "[]", "null", "{\"type\":\"drop\"}", "{\"type\":\"send\",\"room\":\"1\"}", "{\"type\":\"join\"}"]
        {
            ben.raw(Raw::text(wrong)).await;
            assert_eq!(ben.refusal().await, (Refusal::Malformed, None), "{wrong}");
        }
        ben.raw(Raw::binary(vec![1, 2, 3])).await;
        assert_eq!(ben.refusal().await, (Refusal::Malformed, None));
        ben.send(&ClientFrame::Join { version: 99, room: talk.room, after: 0, revision: 0, looking: true }).await;
        assert_eq!(ben.refusal().await, (Refusal::Version, None));
        let empty = ben.say(talk.room, " \n ").await;
        assert_eq!(ben.refusal().await, (Refusal::Empty, Some(empty)));
        let long = ben.say(talk.room, &"x".repeat(10_001)).await;
        assert_eq!(ben.refusal().await, (Refusal::TooLong, Some(long)));
        ben.say(talk.room, &"👩".repeat(10_000)).await;
        assert_eq!(ben.heard().await.body.chars().count(), 10_000);
        ben.raw(Raw::text("x".repeat(70_000))).await;
        assert_eq!(ben.farewell().await, 1009);
    })
    .await;
}

#[tokio::test]
async fn who_writes_too_fast_is_told_so_and_what_was_refused_can_be_sent_again() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut first = talk.joined(&talk.ben, 0).await;
        let mut second = talk.joined(&talk.ben, 0).await;
        let (mut said, mut refused) = (0, Vec::new());
        for n in 0..40 {
            let live = if n % 2 == 0 { &mut first } else { &mut second };
            let id = live.say(talk.room, &format!("Number {n}")).await;
            let outcome = live.until(|frame| match frame {
                ServerFrame::Receive { message, .. } if message.id == id => Some(None),
                ServerFrame::Error { refusal, id: Some(it), .. } if *it == id => Some(Some(*refusal)),
                _ => None,
            });
            match outcome.await {
                None => said += 1,
                Some(refusal) => {
                    assert_eq!(refusal, Refusal::TooFast);
                    refused.push(id);
                }
            }
        }
        assert!(said >= 20 && !refused.is_empty(), "{said} said");
        let id = refused[0];
        let heard = loop {
            first.send(&ClientFrame::Send { room: talk.room, id, body: "Again".into(), reply: None }).await;
            let again = first.until(|frame| match frame {
                ServerFrame::Receive { message, .. } if message.id == id => Some(Some(message.clone())),
                ServerFrame::Error { id: Some(it), .. } if *it == id => Some(None),
                _ => None,
            });
            match again.await {
                Some(message) => break message,
                None => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        };
        assert_eq!((heard.seq, heard.body.as_str()), (said + 1, "Again"));
    })
    .await;
}

#[tokio::test]
async fn a_socket_is_in_twenty_rooms_at_most() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ada = talk.joined(&talk.ada, 0).await;
        for n in 2..=21 {
            let class = talk.ada.make_class("alpha", &format!("Class {n}")).await;
            let room = page(&talk.ada, "alpha", class.rsplit('/').next().unwrap()).await.room_id;
            if n <= 20 {
                ada.join(room, 0).await;
            } else {
                ada.ask_to_join(room, 0).await;
                assert_eq!(ada.refusal().await, (Refusal::TooManyRooms, None));
            }
        }
        ada.join(talk.room, 0).await;
    })
    .await;
}

#[tokio::test]
async fn who_floods_is_refused_lives_on_and_is_put_out_at_last() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ada = talk.joined(&talk.ada, 0).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        let flood = async |live: &mut Live, frames: usize| {
            for _ in 0..frames {
                live.send(&ClientFrame::Typing { room: talk.room }).await;
            }
        };
        flood(&mut ben, 150).await;
        assert_eq!(ben.refusal().await, (Refusal::TooFast, None));
        // There is time again for a few frames.
        tokio::time::sleep(Duration::from_millis(200)).await;
        ben.send(&ClientFrame::Leave { room: talk.room }).await;
        ben.until(|frame| matches!(frame, ServerFrame::Left { .. }).then_some(())).await;
        flood(&mut ben, 1000).await;
        assert_eq!(ben.farewell().await, 1013);
        ada.say(talk.room, "Still here").await;
        assert_eq!(ada.heard().await.body, "Still here");
        let mut again = talk.joined(&talk.ben, 0).await;
        assert_eq!(again.say(talk.room, "Sorry").await, again.heard().await.id, "who comes back in peace is let in");
    })
    .await;
}

#[tokio::test]
async fn a_hundred_who_connect_at_once_for_one_account_are_eight_and_take_nothing_from_others() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let tries = (0..100).map(|_| talk.try_connect(&talk.ben, "alpha", Some(ORIGIN)));
        let tries = join_all(tries).await;
        let refused: Vec<StatusCode> = tries.iter().filter_map(|it| it.as_ref().err().copied()).collect();
        assert_eq!(refused, [StatusCode::TOO_MANY_REQUESTS; 92]);
        let mut ada = talk.joined(&talk.ada, 0).await;
        ada.say(talk.room, "Good morning").await;
        assert_eq!(ada.heard().await.seq, 1);
        drop(tries);
        // The server sees that they have gone.
        let mut ben = loop {
            match talk.try_connect(&talk.ben, "alpha", Some(ORIGIN)).await {
                Ok(live) => break live,
                Err(status) => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        assert_eq!(ben.join(talk.room, 0).await, ["ada Person", "ben"]);
    })
    .await;
}

#[tokio::test]
async fn script_in_any_field_is_refused_or_words_and_never_run() {
    const SCRIPT: &str = "<script>alert(1)</script>";
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let ada = page(&talk.ada, "alpha", &talk.class).await.me;
        let named = sql!("update users set name = $2 where id = $1");
        app.state.world.db.run(named, args![ada, SCRIPT]).await.unwrap();
        let mut ben = talk.joined(&talk.ben, 0).await;
        let room = talk.room;
        for frame in [
            format!(r#"{{"type":"{SCRIPT}","room":"{room}"}}"#),
            format!(r#"{{"type":"join","version":{PROTOCOL},"room":"{SCRIPT}","after":0}}"#),
            format!(r#"{{"type":"join","version":{PROTOCOL},"room":"{room}","after":"{SCRIPT}"}}"#),
            format!(r#"{{"type":"join","version":"{SCRIPT}","room":"{room}","after":0}}"#),
            format!(r#"{{"type":"join","version":{PROTOCOL},"room":"{room}","after":0,"revision":"{SCRIPT}"}}"#),
            format!(r#"{{"type":"send","room":"{SCRIPT}","id":"{room}","body":"x"}}"#),
            format!(r#"{{"type":"send","room":"{room}","id":"{SCRIPT}","body":"x"}}"#),
            format!(r#"{{"type":"send","room":"{room}","id":"{room}","body":"x","reply":"{SCRIPT}"}}"#),
            format!(r#"{{"type":"typing","room":"{SCRIPT}"}}"#),
            format!(r#"{{"type":"read","room":"{SCRIPT}","seq":1}}"#),
            format!(r#"{{"type":"read","room":"{room}","seq":"{SCRIPT}"}}"#),
            format!(r#"{{"type":"leave","room":"{SCRIPT}"}}"#),
        ] {
            ben.raw(Raw::text(frame.as_str())).await;
            let refusal = ben.next().await;
            assert_eq!(refusal, ServerFrame::Error { refusal: Refusal::Malformed, room: None, id: None }, "{frame}");
        }
        let mut ada = talk.connect(&talk.ada).await;
        assert_eq!(ada.join(room, 0).await, [SCRIPT, "ben"], "a name is words");
        ada.say(room, SCRIPT).await;
        let heard = ben.heard().await;
        assert_eq!((heard.author.as_str(), heard.body.as_str()), (SCRIPT, SCRIPT));
        let shown = talk.ben.get(&format!("/s/alpha/chat/{room}")).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.body.contains(SCRIPT) && shown.body.matches("&lt;script&gt;alert(1)").count() >= 2, "{}", shown.body);
    })
    .await;
}

#[tokio::test]
async fn who_is_suspended_is_out_within_a_second_and_others_stay() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ada = talk.joined(&talk.ada, 0).await;
        let mut sockets = [talk.joined(&talk.ben, 0).await, talk.connect(&talk.ben).await];
        let me = page(&talk.ben, "alpha", &talk.class).await.me.to_string();
        let fields = [("school", "alpha"), ("id", me.as_str()), ("act", "suspend")];
        let done = talk.ada.post("/fn/app/pages/people/api/change_person", &fields).await;
        assert!(done.location().contains("undo="), "{} {}", done.location(), done.body);
        for live in &mut sockets {
            let farewell = tokio::time::timeout(Duration::from_secs(1), live.farewell()).await;
            assert_eq!(farewell.expect("within a second"), 1008);
        }
        let refused = talk.try_connect(&talk.ben, "alpha", Some(ORIGIN)).await.err().expect("no way back");
        assert!(refused.is_client_error() && refused != StatusCode::TOO_MANY_REQUESTS, "{refused}");
        ada.say(talk.room, "About Ben").await;
        ada.heard().await;
    })
    .await;
}

#[tokio::test]
async fn who_never_reads_is_dropped_and_nobody_waits_for_them() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        // It stays open, and is never read from.
        let _deaf = talk.joined(&talk.ben, 0).await;
        let hub = &app.state.world.hub;
        let school = app.state.world.db.one::<(SchoolId,)>(sql!("select id from schools order by id limit 1"), args![]);
        let (school,) = school.await.unwrap();
        let name: std::sync::Arc<str> = "x".repeat(64 * 1024).into();
        // More than the two machines between them take in.
        for _ in 0..1000 {
            hub.tell(Event::Typing { school, room: talk.room, user: UserId::new(), name: name.clone() });
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let mut ada = talk.joined(&talk.ada, 0).await;
        ada.say(talk.room, "Good morning").await;
        ada.heard().await;
        let gone = async {
            while hub.present(school, talk.room).0.len() > 1 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), gone).await.expect("it is dropped");
    })
    .await;
}
