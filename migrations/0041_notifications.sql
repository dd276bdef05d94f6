-- What people are told (product.md section 20): in the bell, by mail and on their devices. A row is one person's.
create table notifications (
    id         text    not null primary key,
    user_id    text    not null references users (id),
    -- Where it happened; what the platform says is of no school.
    school_id  text    references schools (id),
    kind       text    not null,
    -- What happened: of one event nobody is told twice.
    key        text    not null,
    -- The values of its sentence, as JSON.
    args       text    not null,
    -- Where it leads, on this server.
    link       text    not null,
    created_at bigint  not null,
    in_bell    boolean not null,
    read_at    bigint,
    -- Whether its mail goes alone or with others, and when it is due; no time once it has gone, or was read before.
    mail_how   text    check (mail_how in ('once', 'daily', 'weekly')),
    mail_at    bigint,
    mailed_at  bigint,
    unique (user_id, kind, key),
    check (mail_at is null or mail_how is not null)
);
create index notifications_bell on notifications (user_id, created_at);
-- Each bell counts what is still to be read.
create index notifications_unread on notifications (user_id) where read_at is null;
-- What is old goes.
create index notifications_created on notifications (created_at);
create index notifications_due on notifications (mail_at, user_id) where mail_at is not null;
create index notifications_school on notifications (school_id);

-- What somebody has chosen otherwise than it is for everybody, as words.
alter table users add column notifications text not null default '';

-- Whose name and colour stand over a mail; without one it is the platform's. It refers to nothing: mails outlive a restore.
alter table mails add column school_id text;
-- The address that stops such mails with one request (RFC 8058).
alter table mails add column unsubscribe text not null default '';
