-- People of the platform: one row a human (product.md section 2). These tables belong to no school.

create table users (
    id            text not null primary key,
    username      text not null,
    username_key  text not null unique,
    email         text not null,
    email_key     text not null unique,
    name          text not null,
    -- The name folded for search and sorting.
    name_key      text not null,
    password_hash text not null,
    status        text not null check (status in ('pending', 'active', 'inactive', 'suspended')),
    platform_role text not null check (platform_role in
        ('super_admin', 'school_admin', 'registrar', 'teacher', 'parent', 'student', 'staff')),
    locale        text not null,
    verified_at   bigint,
    created_at    bigint not null
);

-- The cookie's value is kept as its SHA-256 only.
create table sessions (
    id_hash    text    not null primary key,
    user_id    text    not null references users (id) on delete cascade,
    device     text    not null,
    remember   boolean not null,
    created_at bigint  not null,
    seen_at    bigint  not null,
    expires_at bigint  not null
);
create index sessions_user on sessions (user_id);
create index sessions_expiry on sessions (expires_at);

-- Single-use links and six-digit codes.
create table tokens (
    id         text   not null primary key,
    kind       text   not null check (kind in ('verify', 'reset')),
    user_id    text   not null references users (id) on delete cascade,
    link_hash  text   not null unique,
    code_hash  text,
    tries      bigint not null default 0,
    created_at bigint not null,
    expires_at bigint not null,
    used_at    bigint
);
create index tokens_user on tokens (user_id, kind);

-- What a form without JavaScript typed, for the page that shows its errors.
create table flashes (
    id_hash    text   not null primary key,
    body       text   not null,
    expires_at bigint not null
);

-- Failed log-ins by account, for the gradual lock-out.
create table log_in_failures (
    account_key text   not null primary key,
    failures    bigint not null,
    last_at     bigint not null
);

create table platform (
    key   text not null primary key,
    value text not null
);
