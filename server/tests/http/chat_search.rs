//! The search of the chats as its page shows it, and the way to a day.

use axum::http::StatusCode;
use model::ids::MessageId;

use crate::app::each_app;
use crate::talk::{Talk, page};

#[tokio::test]
async fn what_is_found_is_marked_and_what_looks_like_markup_is_text() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        let me = page(&talk.ada, "alpha", &talk.class).await.me;
        let new_id = || MessageId::new().to_string();
        talk.say(&talk.ada, &new_id(), "The book <script>alert('book')</script>").await;
        talk.say(&talk.ben, &new_id(), "Which book?").await;
        let room = talk.room;
        for place in [format!("/s/alpha/chat/search?q=boo&from={me}"), format!("/s/alpha/chat/{room}/search?q=boo&from={me}")] {
            let found = talk.ben.get(&place).await;
            assert_eq!(found.status, StatusCode::OK);
            assert_eq!(found.body.matches("<mark>book<").count(), 2, "{}", found.body);
            assert!(!found.body.contains("<script>alert"), "{place}");
        }
        for (query, count) in
            [("q=boo", 2), ("q=boo&link=true", 0), ("pinned=true", 0), ("after=2000-01-01", 2), ("before=2000-01-01", 0)]
        {
            let found = talk.ben.get(&format!("/s/alpha/chat/{room}/search?{query}")).await.body;
            assert_eq!(found.matches("class=\"found\"").count(), count, "{query}: {found}");
        }
        let all = talk.ben.get(&format!("/s/alpha/chat/{room}/search?all=true&q=boo")).await.body;
        assert_eq!(all.matches("class=\"found\"").count(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_day_leads_to_its_first_message_and_one_to_come_to_the_end() {
    each_app(async |app| {
        let talk = Talk::new(app).await;
        talk.say(&talk.ada, &MessageId::new().to_string(), "Good morning").await;
        let room = format!("/s/alpha/chat/{}", talk.room);
        for (day, place) in [("2000-01-01", "?at=1#m1"), ("2999-12-31", "#newest")] {
            let answer = talk.ben.get(&format!("{room}/day?day={day}")).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, format!("{room}{place}").as_str()));
        }
        for wrong in ["?day=", "?day=2026-02-30", ""] {
            assert_eq!(talk.ben.get(&format!("{room}/day{wrong}")).await.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
    })
    .await;
}
