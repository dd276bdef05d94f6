-- A clear is begun by a request and carried out after it was answered: its row says how it stands.
alter table clears add column state text not null default 'done' check (state in ('running', 'done', 'failed'));
alter table clears add column step text not null default 'done';
-- JSON: why nothing was cleared.
alter table clears add column cause text not null default '';
-- When whoever clears was last seen to be alive, by the clock.
alter table clears add column beat_at bigint not null default 0;
-- Of one that was undone: the rows that came back, and those that did not, as they or something in their place were there.
alter table clears add column back bigint;
alter table clears add column there bigint;
-- One at a time in a school.
create unique index clears_running on clears (school_id) where state = 'running';
