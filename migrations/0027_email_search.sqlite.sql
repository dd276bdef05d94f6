-- What an address is searched by, folded like a name: without accents. `email_key` still tells which two are the same. Empty
-- until the first start has folded it: until then the key itself is searched.
alter table users add column email_search text not null default '';

drop trigger memberships_come;
create trigger memberships_come after insert on memberships begin
    update memberships set
        search_key = coalesce((select u.name_key || char(10) || u.username_key || char(10) || lower(new.number)
                               from users u where u.id = new.user_id and u.status <> 'inactive'), ''),
        email_key = coalesce((select case when u.email_search = '' then u.email_key else u.email_search end
                              from users u where u.id = new.user_id and u.status <> 'inactive'), '')
    where school_id = new.school_id and user_id = new.user_id;
end;

drop trigger users_named;
create trigger users_named after update of name_key, username_key, email_key, email_search, status on users
when old.name_key <> new.name_key or old.username_key <> new.username_key or old.email_key <> new.email_key
  or old.email_search <> new.email_search or (old.status = 'inactive') <> (new.status = 'inactive') begin
    update memberships set
        search_key = case when new.status = 'inactive' then ''
                          else new.name_key || char(10) || new.username_key || char(10) || lower(number) end,
        email_key = case when new.status = 'inactive' then ''
                         when new.email_search = '' then new.email_key
                         else new.email_search end
    where user_id = new.id;
end;
