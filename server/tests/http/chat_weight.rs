//! What a page of the chat weighs, and where the menus of its messages are that it does not carry.

use axum::http::StatusCode;
use model::chat::{EMOJI, PAGE};
use model::ids::MessageId;

use crate::app::each_app;
use crate::talk::{Talk, page};

/// Bytes of HTML for each message, with what the client takes over of it; and of the page.
const EACH: usize = 3_500;
const WHOLE: usize = 250_000;

#[tokio::test]
async fn a_page_of_fifty_messages_is_light_as_their_menus_are_drawn_when_they_are_wanted() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let path = format!("/s/alpha/chat/{}", talk.room);
        let empty = talk.ben.get(&path).await.body.len();
        for n in 1..=PAGE {
            let body = format!("Number {n}, with as many words as are said on most days.");
            let answer = talk.say(&talk.ada, &MessageId::new().to_string(), &body).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let whole = talk.ben.get(&path).await.body;
        let each = (whole.len() - empty) / PAGE as usize;
        println!("a page of {PAGE} messages: {} bytes of HTML, {each} for each message", whole.len());
        assert!(each < EACH, "{each} bytes for each message");
        assert!(whole.len() < WHOLE, "{} bytes", whole.len());
        assert_eq!(whole.matches("form[emoji]").count(), 0);
        for n in 1..=PAGE {
            assert!(whole.contains(&format!("href=\"{path}/acts/{n}\"")), "{n}");
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_script_a_page_holds_what_can_be_done_with_a_message() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let id = MessageId::new().to_string();
        talk.say(&talk.ada, &id, "Who has the book?").await;
        let path = format!("/s/alpha/chat/{}/acts/1", talk.room);
        let acts = talk.ben.get(&path).await;
        assert_eq!(acts.status, StatusCode::OK);
        assert!(acts.body.contains("Who has the book?"));
        assert_eq!(acts.body.matches("name=\"form[emoji]\"").count(), EMOJI.len());
        assert!(!acts.body.contains("delete_message"), "it is not his");
        assert!(talk.ada.get(&path).await.body.contains("delete_message"));
        let room = talk.room.to_string();
        let sign =
            [("school", "alpha"), ("room", room.as_str()), ("id", id.as_str()), ("form[emoji]", "👍"), ("form[on]", "true")];
        let back = talk.ben.post_from(&path, "/fn/app/pages/chat/api/react", &sign).await;
        assert_eq!((back.status, back.location().ends_with("/acts/1")), (StatusCode::SEE_OTHER, true), "{}", back.location());
        let given = page(&talk.ada, "alpha", &talk.class).await.history.messages[0].message.reactions.clone();
        assert_eq!((given[0].emoji.as_str(), given[0].count), ("👍", 1));
        let gone = [("school", "alpha"), ("room", room.as_str()), ("id", id.as_str())];
        talk.ada.post_from(&path, "/fn/app/pages/chat/api/delete_message", &gone).await;
        assert_eq!(talk.ada.get(&path).await.status, StatusCode::NOT_FOUND, "nothing can be done with what was deleted");
        for nothing in ["2", "0", "-1", "x"] {
            assert_eq!(talk.ada.get(&format!("/s/alpha/chat/{room}/acts/{nothing}")).await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test]
async fn who_reports_a_message_sees_what_they_report() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let ids = [1, 2].map(|_| MessageId::new().to_string());
        talk.say(&talk.ada, &ids[0], "Whose *book* is this?").await;
        talk.say(&talk.ada, &ids[1], "Not this one").await;
        let (room, acts) = (format!("/s/alpha/chat/{}", talk.room), format!("/s/alpha/chat/{}/acts/1", talk.room));
        let report = format!("{room}/report/{}?at=1", ids[0]);
        assert!(talk.ben.get(&acts).await.body.contains(&format!("href=\"{report}\"")), "the menu leads there");
        let shown = talk.ben.get(&report).await.body;
        let quoted = shown.split("class=\"reported\"").nth(1).and_then(|it| it.split("</figure>").next()).unwrap();
        assert!(quoted.contains("ada Person") && quoted.contains("book"), "{quoted}");
        assert!(!quoted.contains("Not this one"), "{quoted}");
    })
    .await;
}
