//! Sockets at which nobody looks, those whose line may be dead, and one more than a person may hold.

use axum::http::StatusCode;
use model::chat::{ClientFrame, PROTOCOL, Places, Refusal, ServerFrame};
use model::ids::RoomId;

use crate::app::{Browser, each_app};
use crate::talk::{Live, Talk};

/// The list of people that comes next.
async fn people(live: &mut Live) -> Vec<String> {
    live.until(|frame| match frame {
        ServerFrame::Presence { people, .. } => Some(people.iter().map(|it| it.name.clone()).collect()),
        _ => None,
    })
    .await
}

/// All that it is told before the server answers that it is there.
async fn told(live: &mut Live) -> Vec<ServerFrame> {
    live.send(&ClientFrame::Ping).await;
    let mut told = Vec::new();
    loop {
        match live.next().await {
            ServerFrame::Pong => return told,
            frame => told.push(frame),
        }
    }
}

#[tokio::test]
async fn who_looks_elsewhere_is_not_here_hears_messages_and_nothing_of_people() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let room = talk.room;
        let mut ada = talk.joined(&talk.ada, 0).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        assert!(matches!(ada.next().await, ServerFrame::Joined { catch_up: None, .. }));

        ben.send(&ClientFrame::Looking { room, on: false }).await;
        assert!(matches!(ada.next().await, ServerFrame::Left { .. }), "as if he had gone");
        assert!(told(&mut ben).await.is_empty());
        ada.send(&ClientFrame::Typing { room }).await;
        let mut second = talk.joined(&talk.ada, 0).await;
        assert_eq!(second.join(room, 0).await, ["ada Person"]);
        ada.say(room, "For later").await;
        ada.heard().await;
        let next = ben.next().await;
        assert!(
            matches!(&next, ServerFrame::Receive { message, .. } if message.body == "For later"),
            "nothing before it: {next:?}"
        );
        assert!(told(&mut ben).await.is_empty());

        // Somebody comes while he is away: he is told when he looks.
        ben.send(&ClientFrame::Looking { room, on: true }).await;
        assert_eq!(people(&mut ben).await, ["ada Person", "ben"]);
        assert!(matches!(ada.next().await, ServerFrame::Joined { catch_up: None, .. }));
        second.send(&ClientFrame::Typing { room }).await;
        assert!(matches!(ben.next().await, ServerFrame::Typing { .. }));
    })
    .await;
}

#[tokio::test]
async fn a_page_that_nobody_sees_comes_back_after_a_break_without_being_seen() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let room = talk.room;
        let mut ada = talk.joined(&talk.ada, 0).await;
        ada.say(room, "Before").await;
        ada.heard().await;
        let mut ben = talk.connect(&talk.ben).await;
        ben.send(&ClientFrame::Join { version: PROTOCOL, room, after: 0, revision: 0, looking: false }).await;
        assert_eq!(ben.heard().await.body, "Before");
        assert!(told(&mut ben).await.is_empty(), "no list of people");
        assert!(told(&mut ada).await.is_empty(), "nor is she told of him");
        // He looks, and his page enters once more from where it is.
        ben.join(room, 1).await;
        assert!(matches!(ada.next().await, ServerFrame::Joined { catch_up: None, .. }));
        ben.send(&ClientFrame::Looking { room: RoomId::new(), on: true }).await;
        assert_eq!(ben.refusal().await, (Refusal::NotFound, None), "a room he has not entered");
        drop(ben);
        assert!(matches!(ada.next().await, ServerFrame::Left { .. }));
    })
    .await;
}

async fn places(browser: &Browser<'_>) -> Places {
    let answer = browser.get("/live/places").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()
}

#[tokio::test]
async fn a_page_that_is_refused_a_socket_can_ask_whether_its_person_holds_too_many() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        assert_eq!(places(&talk.ben).await, Places { held: 0, most: 8 });
        let mut sockets = Vec::new();
        for _ in 0..8 {
            sockets.push(talk.joined(&talk.ben, 0).await);
        }
        let held = places(&talk.ben).await;
        assert!(held.are_taken() && held.held == 8, "{held:?}");
        assert_eq!(places(&talk.ada).await.held, 0, "it is their own that one is told");
    })
    .await;
}
