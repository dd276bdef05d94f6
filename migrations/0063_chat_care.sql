-- Since when a further room of a class is closed: it is read, and nobody writes there.
alter table rooms add column closed_at bigint;
-- The number of the newest message when one of two put their room out of sight: what comes after it shows it again.
alter table room_members add column hidden_seq bigint;
-- Who keeps somebody from writing. No key: SQLite adds none to a table, and what names somebody who has gone names nobody.
alter table room_mutes add column muted_by text;
-- Whether it calls everybody in the room.
alter table messages add column calls_all boolean not null default false;
create index messages_calling on messages (school_id, room_id, seq) where calls_all;
