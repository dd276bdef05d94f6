-- What the person might do when the session began, as a fingerprint; empty for sessions of before, until they are used.
alter table sessions add column rights text not null default '';
-- The session that took the place of this one, which answers for a moment more.
alter table sessions add column next_hash text references sessions (id_hash) on delete cascade;
create index sessions_next on sessions (next_hash);
