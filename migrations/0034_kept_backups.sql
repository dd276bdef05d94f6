-- Backups that lie on a shelf: on this machine's disk, or in a store elsewhere. A shelf says itself what lies on it; here
-- stands when each was made, what came of it, and what failed. No row refers to another table: a restore replaces those, and
-- forgets no backup.
create table kept_backups (
    id          text   not null primary key,
    -- The school's id; empty for the whole platform.
    whose       text   not null,
    -- Of the same name on each shelf that has it.
    name        text   not null,
    shelf       text   not null check (shelf in ('disk', 's3')),
    why         text   not null check (why in ('schedule', 'hand', 'safety')),
    state       text   not null check (state in ('running', 'kept', 'failed', 'gone')),
    begun_at    bigint not null,
    -- While it is made, the last time whoever makes it was heard of.
    beat_at     bigint not null,
    ended_at    bigint,
    row_count   bigint not null default 0,
    file_count  bigint not null default 0,
    -- Of the files it names, and of those that were not on the shelf before.
    bytes       bigint not null default 0,
    new_bytes   bigint not null default 0,
    -- Files that rows name and that were nowhere as they should be.
    lacking     bigint not null default 0,
    -- When all of it was read again and found whole.
    verified_at bigint,
    error       text   not null default '',
    asked_by    text
);
create unique index kept_backups_by_name on kept_backups (shelf, name);
-- One at a time, whoever asks.
create unique index kept_backups_running on kept_backups (whose) where state = 'running';
create index kept_backups_by_time on kept_backups (whose, begun_at);

-- When backups are made by themselves.
create table backup_schedules (
    -- The school's id; empty for the whole platform.
    whose      text   not null primary key,
    every      text   not null check (every in ('never', 'daily', 'weekly', 'monthly', 'yearly')),
    -- The hour of the day in the school's zone; of the platform in UTC.
    hour       bigint not null check (hour between 0 and 23),
    -- 0 until it is known.
    next_at    bigint not null,
    -- When its admins were told that it is late or failed; empty when all is well again.
    warned_at  bigint,
    changed_by text,
    changed_at bigint not null
);
-- A platform has backups without anybody asking for them.
insert into backup_schedules (whose, every, hour, next_at, changed_at) values ('', 'daily', 2, 0, 0);
