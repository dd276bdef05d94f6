-- What the person might do when the session began, as a fingerprint; empty for sessions of before, until they are used.
alter table sessions add column rights text not null default '';
-- The session that took the place of this one, which answers for a moment more.
alter table sessions add column next_hash text references sessions (id_hash) on delete cascade;
-- What the new id was made with, beside the old one, so that an answer that got lost can be given again.
alter table sessions add column next_salt text;
create index sessions_next on sessions (next_hash);
