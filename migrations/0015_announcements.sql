-- What the school tells its people (product.md section 4).
create table announcements (
    school_id    text    not null references schools (id),
    id           text    not null,
    title        text    not null,
    body         text    not null,
    -- Whom it is for: everybody, some roles, or the people of some classes.
    audience     text    not null check (audience in ('school', 'roles', 'classes')),
    pinned       boolean not null,
    author_id    text    not null,
    created_at   bigint  not null,
    -- From when on it is read; a draft has none.
    publish_at   bigint,
    until_at     bigint,
    withdrawn_at bigint,
    primary key (school_id, id),
    check (until_at is null or publish_at is null or until_at > publish_at),
    foreign key (school_id, author_id) references memberships (school_id, user_id)
);
create index announcements_published on announcements (school_id, publish_at);
create index announcements_author on announcements (school_id, author_id);

create table announcement_roles (
    school_id       text not null,
    announcement_id text not null,
    role            text not null,
    primary key (school_id, announcement_id, role),
    foreign key (school_id, announcement_id) references announcements (school_id, id)
);

create table announcement_classes (
    school_id       text not null,
    announcement_id text not null,
    class_id        text not null,
    primary key (school_id, announcement_id, class_id),
    foreign key (school_id, announcement_id) references announcements (school_id, id),
    foreign key (school_id, class_id) references class_groups (school_id, id)
);
create index announcement_classes_class on announcement_classes (school_id, class_id);

create table announcement_reads (
    school_id       text   not null,
    announcement_id text   not null,
    user_id         text   not null,
    read_at         bigint not null,
    primary key (school_id, announcement_id, user_id),
    foreign key (school_id, announcement_id) references announcements (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);

-- Who was told by mail: nobody twice, whatever happens to the job that does it.
create table announcement_mails (
    school_id       text   not null,
    announcement_id text   not null,
    user_id         text   not null,
    mailed_at       bigint not null,
    primary key (school_id, announcement_id, user_id),
    foreign key (school_id, announcement_id) references announcements (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);

-- Mails of the school's are no reason to hold back the links and codes of an account.
alter table mails add column kind text not null default 'account' check (kind in ('account', 'announcement'));
