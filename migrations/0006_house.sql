-- Who changed what (product.md section 24): written in the transaction of the change, never changed or cleared.
create table audit (
    id         text   not null primary key,
    at         bigint not null,
    actor_id   text references users (id),
    school_id  text references schools (id),
    action     text   not null,
    subject    text   not null,
    detail     text   not null,
    address    text   not null,
    request_id text   not null
);
create index audit_school on audit (school_id, at);

-- Work for later, done at least once.
create table jobs (
    id          text   not null primary key,
    kind        text   not null,
    payload     text   not null,
    state       text   not null check (state in ('waiting', 'running', 'done', 'dead')),
    tries       bigint not null default 0,
    run_at      bigint not null,
    -- Until when the node that took it is trusted to be alive.
    lease_until bigint,
    last_error  text,
    created_at  bigint not null,
    finished_at bigint
);
create index jobs_due on jobs (state, run_at);

-- Mails to send; where no server is configured the platform admin reads them here.
create table mails (
    id         text   not null primary key,
    recipient  text   not null,
    subject    text   not null,
    body       text   not null,
    created_at bigint not null,
    sent_at    bigint,
    last_error text
);
create index mails_created on mails (created_at);
create index mails_recipient on mails (recipient, created_at);
