-- Archives put back, and drills of it in a database of their own (product.md section 22). A row says how it went, and while
-- one runs how far it is. It names schools and people by their ids alone: what it names may be what it replaces.
create table restores (
    id         text   not null primary key,
    kind       text   not null check (kind in ('restore', 'drill')),
    -- The school that was put back; empty is the whole platform.
    school_id  text,
    archive    text   not null,
    -- The instant that the archive's rows are of.
    made_at    bigint,
    state      text   not null check (state in ('running', 'loading', 'done', 'failed')),
    -- Only one runs at a time: 'yes' while it does, else empty.
    alone      text   unique check (alone = 'yes'),
    step       text   not null,
    -- The stored backup made before; empty until there is one.
    safety     text,
    report     text   not null default '',
    error      text   not null default '',
    asked_by   text,
    begun_at   bigint not null,
    -- When whoever runs it was last seen to be alive.
    beat_at    bigint not null,
    ended_at   bigint
);
create index restores_begun on restores (begun_at);

-- The log while its table is filled anew: entries since the archive are kept. Empty at all other times.
create table audit_aside (
    id         text   not null primary key,
    at         bigint not null,
    actor_id   text,
    school_id  text,
    action     text   not null,
    subject    text   not null,
    detail     text   not null,
    address    text   not null,
    request_id text   not null,
    search_key text   not null,
    agent      text   not null,
    erased_at  bigint
);

-- The one other way through beside erasure: a restore of the whole platform takes the log aside and puts it back, in one
-- transaction that nobody else sees the inside of.
create function keep_audit_rows() returns trigger language plpgsql as $$
begin
    if exists (select 1 from restores where state = 'loading') then
        return old;
    end if;
    raise exception 'the audit log is added to, never changed or cleared';
end $$;

drop trigger audit_is_kept on audit;
create trigger audit_is_kept before delete on audit for each row execute function keep_audit_rows();
