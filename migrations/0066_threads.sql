-- Answers stand together in threads: each knows the number of the message that it and all beside it go back to. One that an older
-- program wrote knows the message it answers, and stands in the thread of that.
alter table messages add column thread_seq bigint;

create index messages_replies on messages (school_id, room_id, reply_seq) where reply_seq is not null;
with recursive answers (school_id, room_id, seq, root) as (
    select a.school_id, a.room_id, a.seq, a.reply_seq
    from messages a
    join messages m on m.school_id = a.school_id and m.room_id = a.room_id and m.seq = a.reply_seq
    where a.reply_seq is not null and m.reply_seq is null
    union all
    select a.school_id, a.room_id, a.seq, t.root
    from answers t
    join messages a on a.school_id = t.school_id and a.room_id = t.room_id and a.reply_seq = t.seq
)
update messages set thread_seq = answers.root
from answers
where messages.school_id = answers.school_id and messages.room_id = answers.room_id and messages.seq = answers.seq;
drop index messages_replies;

create index messages_thread on messages (school_id, room_id, (coalesce(thread_seq, reply_seq)), seq)
    where reply_seq is not null;

-- By which messages of a room are found from a day on, and before one.
create index messages_sent on messages (school_id, room_id, sent_at);
