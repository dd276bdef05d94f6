-- Whether the rows and files of a kept backup are locked with a passphrase.
alter table kept_backups add column locked boolean not null default false;

-- What this platform alone knows, in hexadecimal: in no archive and in no export.
create table secrets (
    name  text not null primary key,
    value text not null
);
-- What archives are sealed with. It is made here, once.
insert into secrets (name, value) values ('archives', replace(cast(gen_random_uuid() as text) || cast(gen_random_uuid() as text), '-', ''));
