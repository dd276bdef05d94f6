-- What a restore is made from, and how it went, is found again when it is done: a restore of the whole platform takes all
-- people and schools out and puts others in. So an archive names them by their ids alone; it goes after two days anyway.
create table archive_uploads_anew (
    id         text   not null primary key,
    user_id    text   not null,
    school_id  text,
    name       text   not null,
    bytes      bigint not null,
    received   bigint not null,
    state      text   not null check (state in ('coming', 'whole', 'checked', 'broken')),
    report     text   not null,
    created_at bigint not null,
    touched_at bigint not null,
    -- The kept backup it was fetched from: then this platform wrote it itself. Empty where somebody brought it.
    kept_id    text
);
insert into archive_uploads_anew (id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at)
select id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at from archive_uploads;
drop table archive_uploads;
alter table archive_uploads_anew rename to archive_uploads;
create index archive_uploads_user on archive_uploads (user_id);
create index archive_uploads_school on archive_uploads (school_id);

-- The archive on its page; empty for the command line.
alter table restores add column upload_id text;
-- Why somebody asked for it.
alter table restores add column reason text not null default '';
-- JSON: its steps, each with the instant it began.
alter table restores add column log text not null default '';
create index restores_upload on restores (upload_id);
