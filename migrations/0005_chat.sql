create table rooms (
    school_id text   not null,
    id        text   not null,
    class_id  text   not null,
    -- The number of the newest message.
    last_seq  bigint not null default 0,
    primary key (school_id, id),
    unique (school_id, class_id),
    foreign key (school_id, class_id) references class_groups (school_id, id)
);

create table messages (
    school_id text   not null,
    id        text   not null,
    room_id   text   not null,
    seq       bigint not null,
    user_id   text   not null,
    body      text   not null,
    sent_at   bigint not null,
    primary key (school_id, id),
    unique (school_id, room_id, seq),
    foreign key (school_id, room_id) references rooms (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);

create table room_reads (
    school_id text   not null,
    room_id   text   not null,
    user_id   text   not null,
    seq       bigint not null,
    primary key (school_id, room_id, user_id),
    foreign key (school_id, room_id) references rooms (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
