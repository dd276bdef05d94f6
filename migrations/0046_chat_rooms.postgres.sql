-- As 0046_chat_rooms.sqlite.sql, in the words of PostgreSQL.
alter table rooms
    add column kind          text    not null default 'class' check (kind in ('class', 'topic', 'direct', 'family')),
    add column key           text    not null default '',
    add column child_id      text,
    add column name          text    not null default '',
    add column last_revision bigint  not null default 0,
    add column read_only     boolean not null default false,
    add column slow_seconds  bigint  not null default 0 check (slow_seconds between 0 and 3600),
    add column created_at    bigint,
    alter column class_id drop not null;
update rooms set key = class_id;
alter table rooms
    drop constraint rooms_school_id_class_id_key,
    alter column key drop default,
    alter column kind drop default,
    add unique (school_id, key),
    add check ((class_id is not null) = (kind in ('class', 'topic'))),
    add foreign key (school_id, child_id) references memberships (school_id, user_id);
create index rooms_class on rooms (school_id, class_id);
create index rooms_child on rooms (school_id, child_id);

alter table messages
    add column revision   bigint not null default 0,
    add column edited_at  bigint,
    add column deleted_at bigint,
    add column pinned_at  bigint,
    add column reply_seq  bigint,
    add column words      text   not null default '';
update messages set words = coalesce((
    -- Signs of ASCII part them: what else is a letter depends on the locale of the database, and Rust folds it later.
    select string_agg(distinct left(word, 40), ' ')
    from regexp_split_to_table(lower(body), '[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+') as said(word)
    where word <> ''
), '');
create index messages_changed on messages (school_id, room_id, revision) where revision > 0;
create index messages_pinned on messages (school_id, room_id, pinned_at) where pinned_at is not null;
create index messages_words on messages using gin (array_to_tsvector(array_remove(string_to_array(words, ' '), '')));
