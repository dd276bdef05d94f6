-- The people of a room of two. Those of a class's rooms are the people of the class.
create table room_members (
    school_id text   not null,
    room_id   text   not null,
    user_id   text   not null,
    joined_at bigint not null,
    primary key (school_id, room_id, user_id),
    foreign key (school_id, room_id) references rooms (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index room_members_user on room_members (school_id, user_id);

-- Who may not write in a room, and until when.
create table room_mutes (
    school_id text   not null,
    room_id   text   not null,
    user_id   text   not null,
    until_at  bigint not null,
    primary key (school_id, room_id, user_id),
    foreign key (school_id, room_id) references rooms (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index room_mutes_user on room_mutes (school_id, user_id);

-- What a message was before it was edited or deleted.
create table message_versions (
    school_id   text   not null,
    message_id  text   not null,
    version     bigint not null,
    body        text   not null,
    -- Else one who moderates did it; the log says who.
    by_author   boolean not null,
    replaced_at bigint not null,
    primary key (school_id, message_id, version),
    foreign key (school_id, message_id) references messages (school_id, id)
);

create table message_reactions (
    school_id  text   not null,
    message_id text   not null,
    user_id    text   not null,
    emoji      text   not null,
    reacted_at bigint not null,
    primary key (school_id, message_id, user_id, emoji),
    foreign key (school_id, message_id) references messages (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index message_reactions_user on message_reactions (school_id, user_id);

-- Whom a message calls, by the name that stands in it.
create table message_mentions (
    school_id  text not null,
    message_id text not null,
    user_id    text not null,
    name       text not null,
    primary key (school_id, message_id, user_id),
    foreign key (school_id, message_id) references messages (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index message_mentions_user on message_mentions (school_id, user_id);

create table message_reports (
    school_id   text   not null,
    message_id  text   not null,
    user_id     text   not null,
    reason      text   not null,
    reported_at bigint not null,
    -- When one who moderates had looked at it.
    settled_at  bigint,
    primary key (school_id, message_id, user_id),
    foreign key (school_id, message_id) references messages (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index message_reports_user on message_reports (school_id, user_id);
create index message_reports_open on message_reports (school_id, reported_at) where settled_at is null;

-- The words that the school does not want said in its chats.
create table chat_words (
    school_id text not null references schools (id),
    word_key  text not null,
    word      text not null,
    primary key (school_id, word_key)
);
