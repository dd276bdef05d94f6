-- An address that a person wants to have: it becomes theirs when the mail sent there has come back (product.md
-- section 3). One at a time; the next one takes its place.
create table email_changes (
    user_id    text   not null primary key references users (id) on delete cascade,
    email      text   not null,
    email_key  text   not null,
    link_hash  text   not null unique,
    code_hash  text   not null,
    tries      bigint not null default 0,
    created_at bigint not null,
    expires_at bigint not null,
    used_at    bigint
);

-- Whose photo an address shows.
create index users_photo on users (photo);
