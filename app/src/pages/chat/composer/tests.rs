use std::sync::Arc;

use model::At;
use model::chat::{History, Leads, Level, Refusal, RoomKind, RoomPage, Standing};
use model::ids::{ClassId, RoomId, UserId};

use super::*;
use crate::form::Flash;

fn page() -> RoomPage {
    RoomPage {
        room_id: RoomId::from_u128(1),
        kind: RoomKind::Class,
        class_id: Some(ClassId::from_u128(1)),
        class_name: "First class".into(),
        name: "First class".into(),
        me: UserId::from_u128(1),
        my_name: "Me".into(),
        my_photo: String::new(),
        history: History::default(),
        standing: Standing { may_write: true, ..Standing::default() },
        people: Vec::new(),
        muted: Vec::new(),
        leads: Leads::Nobody,
        told: Level::Calls,
        live: true,
        read: 0,
        unread: 0,
        last: 0,
        revision: 0,
        pins: Vec::new(),
        next_id: MessageId::from_u128(9),
        zone_minutes: 0,
    }
}

/// The field after a message that was refused.
fn refused(error: Error, typed: &str) -> String {
    let owner = Owner::new();
    owner.set();
    let (mut parts, ()) = axum::http::Request::new(()).into_parts();
    parts.extensions.insert(Arc::new(Flash {
        path: format!("/s/school/chat/{}/messages", RoomId::from_u128(1)),
        error: Some(error),
        typed: vec![("form[body]".into(), typed.into())],
    }));
    provide_context(parts);
    crate::form::keep_flash();
    let page = page();
    let desk = Desk::new("school".into(), &page, Writing::New);
    view! { <Composer desk next=page.next_id/> }.to_html()
}

#[test]
fn what_was_typed_comes_back_as_text() {
    let html = refused(Error::Conflict(model::Problem::Taken), "a</textarea><script>alert(1)</script>&lt;");
    assert!(html.contains(">a&lt;/textarea>&lt;script>alert(1)&lt;/script>&amp;lt;</textarea>"), "{html}");
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn why_a_message_was_refused_is_said_once_and_under_it() {
    let html = refused(Error::field("body", model::Problem::Required), "");
    assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    assert!(html.contains(&crate::text::problem(model::Problem::Required)), "{html}");
    assert!(!html.contains("notice"), "{html}");
}

#[test]
fn a_thread_beside_its_room_has_a_draft_of_its_own_and_other_words_for_a_message_have_none() {
    let owner = Owner::new();
    owner.set();
    let desk = Desk::new("school".into(), &page(), Writing::New);
    let html = |desk: Desk| view! { <Composer desk next=MessageId::from_u128(9)/> }.to_html();
    let (room, thread) = (html(desk), html(desk.thread_beside(5)));
    assert!(room.contains(r#"data-draft="" data-takes-shared="""#), "{room}");
    assert!(thread.contains(r#"data-draft="thread-5""#) && !thread.contains("data-takes-shared"), "{thread}");
    desk.writing.set(Writing::Edit { id: MessageId::from_u128(2), body: "Said".into(), files: false });
    let edit = html(desk);
    assert!(!edit.contains("data-draft"), "{edit}");
}

#[test]
fn a_refused_answer_goes_back_into_the_pen_as_one_though_what_it_answers_is_not_here() {
    let owner = Owner::new();
    owner.set();
    let desk = Desk::new("school".into(), &page(), Writing::New);
    let id = MessageId::from_u128(3);
    desk.timeline.update(|timeline| {
        timeline.outbox.say(id, MessageForm { body: "I have".into(), reply: Some(7) }, Vec::new(), At(0));
        timeline.outbox.next();
        timeline.outbox.refused(id, Refusal::Word);
    });
    desk.take_back(id);
    assert_eq!(desk.writing.with_untracked(Writing::answered), Some(7));
    let html = view! { <Composer desk next=MessageId::from_u128(9)/> }.to_html();
    assert!(html.contains(t(c::REPLYING_AWAY)), "{html}");
}
