-- The members list of ten thousand people: found and sorted by what stands in the membership itself, so that neither
-- needs the table of all people. Written by triggers: whoever changes a name, an address or a number need not know of
-- the list. Parts are set apart by a line feed, which sorts before every sign there can be in one. Empty for accounts
-- that are no more.
alter table memberships add column search_key text not null default '';
alter table memberships add column email_key text not null default '';

update memberships set
    search_key = coalesce((select u.name_key || char(10) || u.username_key || char(10) || lower(memberships.number)
                           from users u where u.id = memberships.user_id and u.status <> 'inactive'), ''),
    email_key = coalesce((select u.email_key from users u where u.id = memberships.user_id and u.status <> 'inactive'), '');

create trigger memberships_come after insert on memberships begin
    update memberships set
        search_key = coalesce((select u.name_key || char(10) || u.username_key || char(10) || lower(new.number)
                               from users u where u.id = new.user_id and u.status <> 'inactive'), ''),
        email_key = coalesce((select u.email_key from users u where u.id = new.user_id and u.status <> 'inactive'), '')
    where school_id = new.school_id and user_id = new.user_id;
end;

create trigger memberships_numbered after update of number on memberships begin
    update memberships set
        search_key = coalesce((select u.name_key || char(10) || u.username_key || char(10) || lower(new.number)
                               from users u where u.id = new.user_id and u.status <> 'inactive'), '')
    where school_id = new.school_id and user_id = new.user_id;
end;

create trigger users_named after update of name_key, username_key, email_key, status on users
when old.name_key <> new.name_key or old.username_key <> new.username_key or old.email_key <> new.email_key
  or (old.status = 'inactive') <> (new.status = 'inactive') begin
    update memberships set
        search_key = case when new.status = 'inactive' then ''
                          else new.name_key || char(10) || new.username_key || char(10) || lower(number) end,
        email_key = case when new.status = 'inactive' then '' else new.email_key end
    where user_id = new.id;
end;

create index memberships_by_name on memberships (school_id, search_key, user_id);
create index memberships_by_role on memberships (school_id, role, search_key, user_id);
create index memberships_by_joining on memberships (school_id, created_at, user_id);
-- The last admins are counted with every change that could take one.
create index users_admins on users (platform_role) where platform_role = 'super_admin';
create index users_by_name on users (name_key, id);
-- What was done to one person.
create index audit_by_subject on audit (subject, at);

-- What a change of members replaced, so that it can be taken back once, for a few minutes.
create table undos (
    school_id  text   not null references schools (id),
    id         text   not null,
    user_id    text   not null,
    action     text   not null,
    -- Says which form it came from, so that a double click is known by it.
    form_key   text   not null,
    people     bigint not null,
    -- JSON: each person's place before and after.
    body       text   not null,
    created_at bigint not null,
    expires_at bigint not null,
    undone_at  bigint,
    primary key (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index undos_by_person on undos (school_id, user_id, created_at);
