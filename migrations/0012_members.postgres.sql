-- As 0012_members.sqlite.sql, in the words of PostgreSQL.
alter table memberships add column search_key text not null default '';
alter table memberships add column email_key text not null default '';

update memberships set
    search_key = u.name_key || chr(10) || u.username_key || chr(10) || lower(memberships.number),
    email_key = u.email_key
from users u where u.id = memberships.user_id and u.status <> 'inactive';

create function index_membership() returns trigger language plpgsql as $$
begin
    select u.name_key || chr(10) || u.username_key || chr(10) || lower(new.number), u.email_key
    into new.search_key, new.email_key
    from users u where u.id = new.user_id and u.status <> 'inactive';
    new.search_key := coalesce(new.search_key, '');
    new.email_key := coalesce(new.email_key, '');
    return new;
end $$;

create trigger memberships_come before insert or update of number on memberships
for each row execute function index_membership();

create function index_memberships_of_user() returns trigger language plpgsql as $$
begin
    update memberships set
        search_key = case when new.status = 'inactive' then ''
                          else new.name_key || chr(10) || new.username_key || chr(10) || lower(number) end,
        email_key = case when new.status = 'inactive' then '' else new.email_key end
    where user_id = new.id;
    return null;
end $$;

create trigger users_named after update of name_key, username_key, email_key, status on users
for each row when (old.name_key <> new.name_key or old.username_key <> new.username_key or old.email_key <> new.email_key
                   or (old.status = 'inactive') <> (new.status = 'inactive'))
execute function index_memberships_of_user();

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
