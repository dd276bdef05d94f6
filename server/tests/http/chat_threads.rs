//! Threads of the chat: their page, and answering into them with and without a script.

use axum::http::{Method, StatusCode};
use model::chat::{Answers, ClientFrame, ThreadPage};
use model::ids::MessageId;

use crate::app::each_app;
use crate::chat_files::post;
use crate::files::field;
use crate::talk::{Talk, page};

#[tokio::test]
async fn answers_are_told_with_their_thread_and_opened_as_one() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let mut ada = talk.joined(&talk.ada, 0).await;
        let mut ben = talk.joined(&talk.ben, 0).await;
        ada.say(talk.room, "Who comes along?").await;
        ben.heard().await;
        for reply in [1, 2] {
            let body = format!("Answer to {reply}");
            ben.send(&ClientFrame::Send { room: talk.room, id: MessageId::new(), body, reply: Some(reply) }).await;
            assert_eq!(ben.heard().await.thread_seq, Some(1));
        }
        let first = page(&talk.ada, "alpha", &talk.class).await.history.messages[0].message.clone();
        assert_eq!(first.answers, Some(Answers { count: 2, last: 3 }));
        let room = talk.room.to_string();
        let asked = [("school", "alpha"), ("room", room.as_str()), ("seq", "3")];
        let thread: ThreadPage = talk.ben.call(Method::GET, "/fn/app/pages/chat/api/chat_thread", &asked).await.json();
        let numbers: Vec<i64> = thread.room.history.messages.iter().map(|row| row.message.seq).collect();
        assert_eq!((thread.root.message.seq, numbers), (1, vec![2, 3]));
    })
    .await;
}

#[tokio::test]
async fn without_a_script_a_thread_is_a_page_with_a_pen_that_leads_back_to_it() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let room = talk.room.to_string();
        talk.say(&talk.ada, &MessageId::new().to_string(), "Who comes along?").await;
        let answer = async |body: &str, thread: Option<&str>| {
            let id = MessageId::new().to_string();
            let mut parts = vec![field("id", &id), field("form[body]", body), field("form[reply]", "1")];
            parts.extend(thread.map(|thread| field("thread", thread)));
            post(&talk.ben, &room, "text/html", &parts).await
        };
        let to_room = answer("I do", None).await;
        assert_eq!(
            (to_room.status, to_room.location()),
            (StatusCode::SEE_OTHER, format!("/s/alpha/chat/{room}#newest").as_str())
        );
        let path = format!("/s/alpha/chat/{room}/thread/1");
        // Where it leads is the message's own thread, whatever the form says.
        for said in ["1", "//evil.example"] {
            let back = answer("I do, too", Some(said)).await;
            assert_eq!(back.location(), format!("{path}#newest"));
        }
        let whole = talk.ben.get(&format!("/s/alpha/chat/{room}")).await.body;
        assert!(whole.contains(&format!("href=\"{path}\"")) && whole.contains("3 answers"), "{whole}");
        let thread = talk.ada.get(&path).await;
        assert_eq!(thread.status, StatusCode::OK);
        for part in ["Who comes along?", "I do, too", "name=\"form[reply]\"", "name=\"thread\""] {
            assert!(thread.body.contains(part), "{part}: {}", thread.body);
        }
        assert!(!thread.body.contains("message-quote"), "what all of it answers stands above it once");
        assert_eq!(talk.ada.get(&format!("/s/alpha/chat/{room}/thread/3")).await.status, StatusCode::OK, "from an answer, too");
        for nothing in ["9", "0", "x"] {
            assert_eq!(talk.ada.get(&format!("/s/alpha/chat/{room}/thread/{nothing}")).await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}
