-- What a change says, folded for the search (the folding of rows there already knows ASCII letters only).
alter table audit add column search_key text not null default '';
update audit set search_key = lower(action || ' ' || detail);
