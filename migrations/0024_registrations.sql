-- A registration that waits for its mail (product.md section 3): where mail leaves, nothing of it is made before. The row
-- is the same for a new and a taken address; for a taken one no code fits.
create table registrations (
    id            text   not null primary key,
    token_hash    text   not null unique,
    link_hash     text   not null unique,
    email_key     text   not null,
    code_hash     text   not null,
    form          text   not null,
    password_hash text   not null,
    tries         bigint not null default 0,
    mails         bigint not null default 0,
    mailed_at     bigint not null,
    created_at    bigint not null,
    expires_at    bigint not null,
    used_at       bigint,
    path          text   not null default ''
);

create index registrations_email on registrations (email_key, mailed_at);
