-- What the addresses that stop mails are signed with. It is made here, once.
insert into secrets (name, value) values ('mails', lower(hex(randomblob(32))));
