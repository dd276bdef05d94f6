-- Parents and their children (product.md section 2): both are members of the same school. Unlinking takes the row away;
-- what it said stays in the audit.
create table guardians (
    school_id        text    not null,
    parent_id        text    not null,
    child_id         text    not null,
    relation         text    not null check (relation in ('father', 'mother', 'guardian')),
    occupation       text    not null,
    timetable        boolean not null,
    attendance       boolean not null,
    performance      boolean not null,
    fees             boolean not null,
    contact_teachers boolean not null,
    created_by       text    not null,
    created_at       bigint  not null,
    primary key (school_id, parent_id, child_id),
    foreign key (school_id, parent_id) references memberships (school_id, user_id),
    foreign key (school_id, child_id) references memberships (school_id, user_id),
    foreign key (school_id, created_by) references memberships (school_id, user_id),
    check (parent_id <> child_id)
);
create index guardians_parent on guardians (parent_id);
create index guardians_child on guardians (school_id, child_id);

-- A code that links whoever uses it first. It is typed without naming the school, so it is unique over the platform.
create table family_codes (
    school_id  text   not null,
    id         text   not null,
    child_id   text   not null,
    code       text   not null unique,
    created_by text   not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at    bigint,
    used_by    text,
    closed_at  bigint,
    primary key (school_id, id),
    foreign key (school_id, child_id) references memberships (school_id, user_id),
    foreign key (school_id, created_by) references memberships (school_id, user_id),
    foreign key (school_id, used_by) references memberships (school_id, user_id)
);
create index family_codes_child on family_codes (school_id, child_id);
