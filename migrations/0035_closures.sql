-- What is being put back, a school or without one the whole platform: until it is, everybody reads it and nobody changes it.
-- The school is no reference: a restore takes the schools out and puts them back, and its closure stands meanwhile.
create table closures (
    id        text   not null primary key,
    school_id text,
    why       text   not null,
    begun_at  bigint not null,
    -- When whoever closed it was heard last: a process that was killed closes nothing for ever.
    beat_at   bigint not null,
    ended_at  bigint
);
-- One at a time: of those that have not ended all have the same key.
create unique index closures_open on closures ((ended_at is null)) where ended_at is null;
