-- Rooms beside those of the classes, messages that change, and the index they are searched by (product.md section 14).
-- SQLite changes no column: the tables are made anew, those that are named first.
create table rooms_next (
    school_id     text    not null,
    id            text    not null,
    -- The class of its own room, and of the further ones; a room of two has none.
    class_id      text,
    -- The number of the newest message.
    last_seq      bigint  not null default 0,
    kind          text    not null check (kind in ('class', 'topic', 'direct', 'family')),
    -- What there is one room for: a class, two people, two people and a child.
    key           text    not null,
    -- Whom a parent and a teacher talk about.
    child_id      text,
    -- Of a further room.
    name          text    not null default '',
    -- The number of the newest change of a message.
    last_revision bigint  not null default 0,
    -- Only those who moderate write.
    read_only     boolean not null default false,
    -- Between two messages of one person.
    slow_seconds  bigint  not null default 0 check (slow_seconds between 0 and 3600),
    created_at    bigint,
    primary key (school_id, id),
    unique (school_id, key),
    check ((class_id is not null) = (kind in ('class', 'topic'))),
    foreign key (school_id, class_id) references class_groups (school_id, id),
    foreign key (school_id, child_id) references memberships (school_id, user_id)
);

create table messages_next (
    school_id  text   not null,
    id         text   not null,
    room_id    text   not null,
    seq        bigint not null,
    user_id    text   not null,
    -- As it is now; what it was stands in message_versions.
    body       text   not null,
    sent_at    bigint not null,
    -- The number of its last change in the room; 0 as it was said.
    revision   bigint not null default 0,
    edited_at  bigint,
    deleted_at bigint,
    pinned_at  bigint,
    -- The number, in the same room, of the message it answers.
    reply_seq  bigint,
    -- What it is found by, folded; older ones have none and are found by their text.
    search_key text   not null default '',
    primary key (school_id, id),
    unique (school_id, room_id, seq),
    foreign key (school_id, room_id) references rooms_next (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);

create table room_reads_next (
    school_id text   not null,
    room_id   text   not null,
    user_id   text   not null,
    seq       bigint not null,
    primary key (school_id, room_id, user_id),
    foreign key (school_id, room_id) references rooms_next (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);

insert into rooms_next (school_id, id, class_id, last_seq, kind, key)
select school_id, id, class_id, last_seq, 'class', class_id from rooms;
insert into messages_next (school_id, id, room_id, seq, user_id, body, sent_at)
select school_id, id, room_id, seq, user_id, body, sent_at from messages;
insert into room_reads_next select school_id, room_id, user_id, seq from room_reads;
drop table room_reads;
drop table messages;
drop table rooms;
alter table rooms_next rename to rooms;
alter table messages_next rename to messages;
alter table room_reads_next rename to room_reads;
create index rooms_class on rooms (school_id, class_id);
create index rooms_child on rooms (school_id, child_id);
create index messages_user on messages (school_id, user_id);
create index room_reads_user on room_reads (school_id, user_id);
create index messages_changed on messages (school_id, room_id, revision) where revision > 0;
create index messages_pinned on messages (school_id, room_id, pinned_at) where pinned_at is not null;

-- The index of words needs a number for each message that stays the same.
create table message_rows (
    number    integer primary key,
    school_id text not null,
    id        text not null,
    words     text not null,
    unique (school_id, id)
);
-- `message_words('one* two*')` is a table of the messages with words that begin so; PostgreSQL has a function of that name.
create virtual table message_words using fts5 (
    school_id unindexed, id unindexed, words,
    content = 'message_rows', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
create trigger message_rows_come after insert on message_rows begin
    insert into message_words (rowid, school_id, id, words) values (new.number, new.school_id, new.id, new.words);
end;
create trigger message_rows_go after delete on message_rows begin
    insert into message_words (message_words, rowid, school_id, id, words)
    values ('delete', old.number, old.school_id, old.id, old.words);
end;
create trigger messages_come after insert on messages begin
    insert into message_rows (school_id, id, words)
    values (new.school_id, new.id, case when new.search_key = '' then lower(new.body) else new.search_key end);
end;
create trigger messages_go after delete on messages begin
    delete from message_rows where school_id = old.school_id and id = old.id;
end;
create trigger messages_said_otherwise after update of body, search_key on messages begin
    delete from message_rows where school_id = old.school_id and id = old.id;
    insert into message_rows (school_id, id, words)
    values (new.school_id, new.id, case when new.search_key = '' then lower(new.body) else new.search_key end);
end;
insert into message_rows (school_id, id, words) select school_id, id, lower(body) from messages;
