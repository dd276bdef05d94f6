-- Devices that are told while no page of ours is open. One ends with the session it was turned on in.
create table push_subscriptions (
    id           text   not null primary key,
    user_id      text   not null references users (id) on delete cascade,
    -- No reference: a session that goes on under a new id takes it along.
    session_hash text   not null,
    -- Where the browser's own service takes what is for it: whoever knows it can send there.
    endpoint     text   not null unique,
    -- The browser's keys (RFC 8291), in base64url.
    p256dh       text   not null,
    auth         text   not null,
    -- What the browser calls itself.
    device       text   not null,
    created_at   bigint not null,
    sent_at      bigint
);
create index push_subscriptions_user on push_subscriptions (user_id);
create index push_subscriptions_session on push_subscriptions (session_hash);
