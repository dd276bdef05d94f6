-- How each person chose to be told of what is said in a room; nothing where they chose nothing, and it is as for everybody.
alter table room_reads add column told text check (told in ('all', 'calls', 'nothing'));
create index room_reads_all on room_reads (school_id, room_id) where told = 'all';

-- What belongs together is one card while it is unread: when its reader was last disturbed for it.
alter table notifications add column raised_at bigint not null default 0;
update notifications set raised_at = created_at;
