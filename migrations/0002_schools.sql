-- Tenants. Every table of a school has the key (school_id, id) and refers only to rows of its own school.

create table schools (
    id         text   not null primary key,
    slug       text   not null unique,
    name       text   not null,
    name_key   text   not null unique,
    time_zone  text   not null,
    locale     text   not null,
    currency   text   not null,
    created_at bigint not null
);

-- A person's place in a school; ended, never deleted.
create table memberships (
    school_id  text   not null references schools (id),
    user_id    text   not null references users (id),
    role       text   not null,
    status     text   not null check (status in ('active', 'waiting', 'ended')),
    created_at bigint not null,
    ended_at   bigint,
    primary key (school_id, user_id)
);
create index memberships_user on memberships (user_id);

create table class_groups (
    school_id     text   not null references schools (id),
    id            text   not null,
    name          text   not null,
    name_key      text   not null,
    storage_bytes bigint not null default 0 check (storage_bytes >= 0),
    quota_bytes   bigint not null,
    created_by    text   not null,
    created_at    bigint not null,
    archived_at   bigint,
    primary key (school_id, id),
    foreign key (school_id, created_by) references memberships (school_id, user_id)
);

-- A code is typed without naming the school, so it is unique over the platform.
create table class_codes (
    school_id   text    not null,
    class_id    text    not null,
    kind        text    not null check (kind in ('student', 'lecturer')),
    code        text    not null unique,
    closed      boolean not null default false,
    ask_first   boolean not null default false,
    mail_domain text,
    expires_at  bigint,
    created_at  bigint  not null,
    primary key (school_id, class_id, kind),
    foreign key (school_id, class_id) references class_groups (school_id, id)
);

create table class_members (
    school_id text   not null,
    class_id  text   not null,
    user_id   text   not null,
    role      text   not null check (role in ('teacher', 'student')),
    joined_at bigint not null,
    primary key (school_id, class_id, user_id),
    foreign key (school_id, class_id) references class_groups (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index class_members_user on class_members (school_id, user_id);
