-- Whether the rows and files of a kept backup are locked with a passphrase.
alter table kept_backups add column locked boolean not null default false;
