-- As 0028_name_suggestions.sqlite.sql, in the words of PostgreSQL.
create table name_suggestions (
    school_id    text   not null,
    user_id      text   not null,
    name         text   not null,
    suggested_by text   not null,
    suggested_at bigint not null,
    expires_at   bigint not null,
    primary key (school_id, user_id),
    foreign key (school_id, user_id) references memberships (school_id, user_id),
    foreign key (school_id, suggested_by) references memberships (school_id, user_id)
);
create index name_suggestions_user on name_suggestions (user_id);

create function end_suggestions_of_name() returns trigger language plpgsql as $$
begin
    delete from name_suggestions where user_id = new.id and name = new.name;
    return null;
end $$;

-- By its name it comes after users_named, which writes the memberships: whoever ends one of those has it first, too.
create trigger users_renamed after update of name on users
for each row when (old.name <> new.name)
execute function end_suggestions_of_name();

create function end_suggestions_of_member() returns trigger language plpgsql as $$
begin
    delete from name_suggestions where school_id = new.school_id and user_id = new.user_id;
    return null;
end $$;

create trigger memberships_over after update of status, suspended_at on memberships
for each row when (new.status = 'ended' and new.suspended_at is null)
execute function end_suggestions_of_member();
