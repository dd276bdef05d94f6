-- How often a thread has changed: pages that stand open hear of it, and know whether they have it already.
alter table forum_threads add column revision bigint not null default 0;

-- Posts that somebody wants looked at, as message_reports of the chat.
create table forum_reports (
    school_id   text   not null,
    post_id     text   not null,
    user_id     text   not null,
    reason      text   not null,
    reported_at bigint not null,
    -- When somebody who looks after the forum laid it aside.
    settled_at  bigint,
    primary key (school_id, post_id, user_id),
    foreign key (school_id, post_id) references forum_posts (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index forum_reports_user on forum_reports (school_id, user_id);

-- Posts that somebody wants to find again.
create table forum_saves (
    school_id text   not null,
    post_id   text   not null,
    user_id   text   not null,
    saved_at  bigint not null,
    primary key (school_id, post_id, user_id),
    foreign key (school_id, post_id) references forum_posts (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index forum_saves_user on forum_saves (school_id, user_id, saved_at);
