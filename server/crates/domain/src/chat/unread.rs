//! What is new to somebody in a room: what others said after the message that they have read up to, as far as it is still there.
//! Every figure of it is asked for with these texts, so that no two of them differ.

/// Whether the message `n` is new to a reader, who has read up to a number.
macro_rules! is_new {
    ($read:literal, $reader:literal) => {
        concat!("n.seq > ", $read, " and n.user_id <> ", $reader, " and n.deleted_at is null")
    };
}
pub(crate) use is_new;

/// How many are new in the room `r`, of which no more than [`model::chat::news::COUNTED`] are counted.
macro_rules! count_new {
    ($read:literal, $reader:literal) => {
        concat!(
            "(select cast(count(*) as bigint) from (
                select n.id from messages n where n.school_id = r.school_id and n.room_id = r.id and ",
            $crate::chat::unread::is_new!($read, $reader),
            " limit 100) as few)"
        )
    };
}
pub(crate) use count_new;

/// Whether something that is new in the room `r` calls the reader.
macro_rules! is_called {
    ($read:literal, $reader:literal) => {
        concat!(
            "(exists (select 1 from message_mentions c
                      join messages n on n.school_id = c.school_id and n.id = c.message_id
                      where c.school_id = r.school_id and c.user_id = ",
            $reader,
            " and n.room_id = r.id and ",
            $crate::chat::unread::is_new!($read, $reader),
            ") or exists (select 1 from messages n
                          where n.school_id = r.school_id and n.room_id = r.id and n.calls_all and ",
            $crate::chat::unread::is_new!($read, $reader),
            "))"
        )
    };
}
pub(crate) use is_called;
