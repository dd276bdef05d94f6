-- The forum (product.md section 15): one for a class or a course, made when somebody first writes there.
create table forums (
    school_id  text    not null references schools (id),
    id         text    not null,
    class_id   text,
    course_id  text,
    -- Whether those who learn may write without their name being told to their peers.
    anonymous  boolean not null default false,
    created_at bigint  not null,
    primary key (school_id, id),
    unique (school_id, class_id),
    unique (school_id, course_id),
    check ((class_id is null) <> (course_id is null)),
    foreign key (school_id, class_id) references class_groups (school_id, id),
    foreign key (school_id, course_id) references courses (school_id, id)
);

create table forum_topics (
    school_id  text   not null,
    id         text   not null,
    forum_id   text   not null,
    name       text   not null,
    created_at bigint not null,
    primary key (school_id, id),
    foreign key (school_id, forum_id) references forums (school_id, id)
);
create index forum_topics_forum on forum_topics (school_id, forum_id);

create table forum_threads (
    school_id   text    not null,
    id          text    not null,
    forum_id    text    not null,
    topic_id    text,
    title       text    not null,
    author_id   text    not null,
    anonymous   boolean not null,
    pinned      boolean not null default false,
    locked      boolean not null default false,
    -- The number of the post that answers it.
    answer      bigint,
    -- The number of the newest post: posts are numbered from 1 without gaps.
    last_number bigint  not null,
    last_at     bigint  not null,
    created_at  bigint  not null,
    -- Deleted with its first post.
    deleted_at  bigint,
    primary key (school_id, id),
    foreign key (school_id, forum_id) references forums (school_id, id),
    foreign key (school_id, topic_id) references forum_topics (school_id, id),
    foreign key (school_id, author_id) references memberships (school_id, user_id)
);
create index forum_threads_forum on forum_threads (school_id, forum_id, last_at);
create index forum_threads_topic on forum_threads (school_id, topic_id);
create index forum_threads_author on forum_threads (school_id, author_id);

create table forum_posts (
    school_id  text    not null,
    id         text    not null,
    thread_id  text    not null,
    number     bigint  not null,
    -- The number of the post that it replies to.
    reply_to   bigint,
    author_id  text    not null,
    -- Those who look after the forum know the author all the same.
    anonymous  boolean not null,
    body       text    not null,
    -- What it is found by: its words folded, those of the title too where it is the first, parted by single blanks.
    words      text    not null,
    created_at bigint  not null,
    edited_at  bigint,
    edited_by  text,
    deleted_at bigint,
    deleted_by text,
    primary key (school_id, id),
    unique (school_id, thread_id, number),
    foreign key (school_id, thread_id) references forum_threads (school_id, id),
    foreign key (school_id, author_id) references memberships (school_id, user_id),
    foreign key (school_id, edited_by) references memberships (school_id, user_id),
    foreign key (school_id, deleted_by) references memberships (school_id, user_id)
);
create index forum_posts_author on forum_posts (school_id, author_id);
create index forum_posts_editor on forum_posts (school_id, edited_by);
create index forum_posts_deleter on forum_posts (school_id, deleted_by);

-- What a post said before each time it was edited.
create table forum_edits (
    school_id text   not null,
    id        text   not null,
    post_id   text   not null,
    -- Of a first post.
    title     text,
    body      text   not null,
    edited_by text   not null,
    edited_at bigint not null,
    primary key (school_id, id),
    foreign key (school_id, post_id) references forum_posts (school_id, id),
    foreign key (school_id, edited_by) references memberships (school_id, user_id)
);
create index forum_edits_post on forum_edits (school_id, post_id);
create index forum_edits_editor on forum_edits (school_id, edited_by);

create table forum_votes (
    school_id text   not null,
    post_id   text   not null,
    user_id   text   not null,
    voted_at  bigint not null,
    primary key (school_id, post_id, user_id),
    foreign key (school_id, post_id) references forum_posts (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index forum_votes_user on forum_votes (school_id, user_id);

-- How far somebody has read a thread, and whether they want to hear of it: null is what nobody has said.
create table forum_visits (
    school_id text    not null,
    thread_id text    not null,
    user_id   text    not null,
    number    bigint  not null default 0,
    follows   boolean,
    primary key (school_id, thread_id, user_id),
    foreign key (school_id, thread_id) references forum_threads (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index forum_visits_user on forum_visits (school_id, user_id);

-- Who wants to hear of new threads, and who does not: without a row those do who teach there.
create table forum_follows (
    school_id text    not null,
    forum_id  text    not null,
    user_id   text    not null,
    follows   boolean not null,
    primary key (school_id, forum_id, user_id),
    foreign key (school_id, forum_id) references forums (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index forum_follows_user on forum_follows (school_id, user_id);

create table forum_files (
    school_id text   not null,
    post_id   text   not null,
    file_id   text   not null,
    position  bigint not null,
    primary key (school_id, post_id, file_id),
    foreign key (school_id, post_id) references forum_posts (school_id, id),
    foreign key (school_id, file_id) references files (school_id, id)
);
create index forum_files_file on forum_files (school_id, file_id);

-- What somebody has begun to write: in a forum, or in a thread of one.
create table forum_drafts (
    school_id text    not null,
    user_id   text    not null,
    place     text    not null,
    title     text    not null,
    body      text    not null,
    -- The id of the topic that was chosen; empty for none.
    topic     text    not null,
    anonymous boolean not null,
    saved_at  bigint  not null,
    primary key (school_id, user_id, place),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
