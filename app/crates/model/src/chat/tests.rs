use super::*;
use crate::limits;

#[test]
fn frames_are_tagged_json() {
    let room = RoomId::from_u128(7);
    let join = |looking| ClientFrame::Join { version: 2, room, after: 3, revision: 4, looking };
    let text = r#"{"type":"join","version":2,"room":"00000000-0000-0000-0000-000000000007","after":3,"revision":4"#;
    assert_eq!(serde_json::to_string(&join(false)).unwrap(), format!(r#"{text},"looking":false}}"#));
    assert_eq!(serde_json::from_str::<ClientFrame>(&format!("{text}}}")).unwrap(), join(true), "an older page looks");
    assert_eq!(serde_json::to_string(&ClientFrame::Ping).unwrap(), r#"{"type":"ping"}"#);
    assert_eq!(serde_json::from_str::<ServerFrame>(r#"{"type":"pong"}"#).unwrap(), ServerFrame::Pong);
}

#[test]
fn of_a_sign_that_many_gave_the_reader_is_remembered_and_nobody_else() {
    let (me, ada, ben) = (UserId::from_u128(1), UserId::from_u128(2), UserId::from_u128(3));
    let few = |by: &[UserId]| Reaction {
        emoji: "👍".into(),
        count: by.len(),
        by: by.iter().map(|it| Present { user_id: *it, name: "Somebody".into() }).collect(),
        known: None,
    };
    assert_eq!((few(&[ada]).is_from(ada), few(&[ada]).is_from(me)), (Some(true), Some(false)));
    let many = |known: Option<(UserId, bool)>| Reaction {
        count: 1000,
        known: known.map(|(user_id, on)| Giver { user_id, on }),
        ..few(&[ada])
    };
    assert_eq!((many(None).is_from(ada), many(None).is_from(me)), (Some(true), None));
    assert_eq!(many(Some((ben, true))).is_from(me), None);
    let said = |reaction: Reaction| Message {
        id: MessageId::from_u128(1),
        seq: 1,
        user_id: ada,
        author: "Ada".into(),
        photo: String::new(),
        body: "Well done".into(),
        sent_at: At(0),
        revision: 1,
        edited_at: None,
        deleted_at: None,
        pinned_at: None,
        pinned_by: None,
        reply_seq: None,
        quote: None,
        mentions: Vec::new(),
        calls_all: false,
        reactions: vec![reaction],
        file_names: String::new(),
        files: Vec::new(),
    };
    let after = |before: Reaction, now: Reaction| {
        let mut now = said(now);
        now.remember(&said(before), me);
        now.reactions[0].is_from(me)
    };
    let (mine, not_mine) = (many(Some((me, true))), many(Some((me, false))));
    assert_eq!(after(mine.clone(), many(Some((ben, true)))), Some(true), "another one gives it");
    assert_eq!(after(not_mine.clone(), many(None)), Some(false));
    assert_eq!(after(few(&[me]), many(None)), Some(true), "they were few before");
    assert_eq!(after(mine, not_mine.clone()), Some(false), "taken back on another device");
    assert_eq!(after(not_mine, many(Some((me, true)))), Some(true));
}

#[test]
fn a_message_is_trimmed_and_counted_in_characters() {
    let form = |body: &str| MessageForm { body: body.into(), reply: None };
    assert_eq!(form(" a\r\nb \n").text(), "a\nb");
    let refusal = |body: &str| Refusal::from(&form(body).validate().unwrap_err());
    assert_eq!(refusal(" \r\n "), Refusal::Empty);
    assert_eq!(refusal(&"ä".repeat(limits::MESSAGE + 1)), Refusal::TooLong);
    assert_eq!(refusal("a\0b"), Refusal::Malformed);
    assert_eq!(form(&format!(" {} ", "ä".repeat(limits::MESSAGE))).validate(), Ok(()));
    assert_eq!(form(" \r\n ").validate_beside(true), Ok(()), "a picture says something without a word");
    assert!(form(&"ä".repeat(limits::MESSAGE + 1)).validate_beside(true).is_err());
}
