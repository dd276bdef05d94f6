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
    -- What it is found by: its words folded, parted by single blanks; a server that starts folds those of older ones.
    words      text   not null default '',
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
insert into messages_next (school_id, id, room_id, seq, user_id, body, sent_at, words)
select school_id, id, room_id, seq, user_id, body, sent_at, lower(body) from messages;
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

-- The index over the words of messages, as 0044_forum_words.sqlite.sql has it for posts: `{words messages}` and `{said $n}`.
create virtual table messages_words using fts5(
    row_key, words, school_id unindexed, id unindexed,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'", prefix = '2 3'
);

create trigger messages_came after insert on messages begin
    insert into messages_words (row_key, words, school_id, id)
    values (replace(new.school_id || new.id, '-', ''), new.words, new.school_id, new.id);
end;

create trigger messages_reworded after update of school_id, id, words on messages
when old.words <> new.words or old.id <> new.id or old.school_id <> new.school_id begin
    delete from messages_words where messages_words match 'row_key:' || replace(old.school_id || old.id, '-', '');
    insert into messages_words (row_key, words, school_id, id)
    values (replace(new.school_id || new.id, '-', ''), new.words, new.school_id, new.id);
end;

create trigger messages_went after delete on messages begin
    delete from messages_words where messages_words match 'row_key:' || replace(old.school_id || old.id, '-', '');
end;

insert into messages_words (row_key, words, school_id, id)
select replace(school_id || id, '-', ''), words, school_id, id from messages;
