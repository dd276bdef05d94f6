-- As 0027_email_search.sqlite.sql, in the words of PostgreSQL.
alter table users add column email_search text not null default '';

create or replace function index_membership() returns trigger language plpgsql as $$
begin
    select u.name_key || chr(10) || u.username_key || chr(10) || lower(new.number),
           case when u.email_search = '' then u.email_key else u.email_search end
    into new.search_key, new.email_key
    from users u where u.id = new.user_id and u.status <> 'inactive';
    new.search_key := coalesce(new.search_key, '');
    new.email_key := coalesce(new.email_key, '');
    return new;
end $$;

create or replace function index_memberships_of_user() returns trigger language plpgsql as $$
begin
    update memberships set
        search_key = case when new.status = 'inactive' then ''
                          else new.name_key || chr(10) || new.username_key || chr(10) || lower(number) end,
        email_key = case when new.status = 'inactive' then ''
                         when new.email_search = '' then new.email_key
                         else new.email_search end
    where user_id = new.id;
    return null;
end $$;

drop trigger users_named on users;
create trigger users_named after update of name_key, username_key, email_key, email_search, status on users
for each row when (old.name_key <> new.name_key or old.username_key <> new.username_key or old.email_key <> new.email_key
                   or old.email_search <> new.email_search
                   or (old.status = 'inactive') <> (new.status = 'inactive'))
execute function index_memberships_of_user();
