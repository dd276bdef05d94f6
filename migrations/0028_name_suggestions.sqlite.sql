-- A name that a school suggests to one of its people whose name is their own (product.md section 4): one for each of them,
-- the newer in the place of the older. It ends with the membership, and when the person comes to have that very name,
-- whoever writes either.
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

create trigger users_renamed after update of name on users
when old.name <> new.name begin
    delete from name_suggestions where user_id = new.id and name = new.name;
end;

create trigger memberships_over after update of status, suspended_at on memberships
when new.status = 'ended' and new.suspended_at is null begin
    delete from name_suggestions where school_id = new.school_id and user_id = new.user_id;
end;
