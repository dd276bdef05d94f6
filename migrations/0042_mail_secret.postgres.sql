-- What the addresses that stop mails are signed with. It is made here, once.
insert into secrets (name, value) values ('mails', replace(cast(gen_random_uuid() as text) || cast(gen_random_uuid() as text), '-', ''));
