-- What a mail is searched by: its address and its subject, folded like a name. Those written before are folded by the
-- database, which knows no accents; they are forgotten within a month.
alter table mails add column search_key text not null default '';
update mails set search_key = lower(recipient || ' ' || subject);
