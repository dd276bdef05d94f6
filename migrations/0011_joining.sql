-- Coming into a school (product.md section 3): those who asked to be let into a class, and invitations.

-- Who asked, what they would be in the class, and what came of it. Their membership waits with them if it is new.
create table class_requests (
    school_id  text   not null,
    class_id   text   not null,
    user_id    text   not null,
    role       text   not null check (role in ('teacher', 'student')),
    status     text   not null check (status in ('waiting', 'admitted', 'declined')),
    asked_at   bigint not null,
    decided_at bigint,
    decided_by text,
    primary key (school_id, class_id, user_id),
    foreign key (school_id, class_id) references class_groups (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id),
    foreign key (school_id, decided_by) references memberships (school_id, user_id)
);
create index class_requests_user on class_requests (user_id, status);

-- An invitation has two links, either of which lets one person in: the mailed one, kept as its hash, proves the address
-- it was sent to; the one that is shown to be handed on proves nothing.
create table invitations (
    school_id    text   not null,
    id           text   not null,
    email        text   not null,
    email_key    text   not null,
    name         text   not null,
    role         text   not null,
    class_id     text,
    note         text   not null,
    mail_hash    text   not null unique,
    link         text   not null unique,
    invited_by   text   not null,
    invited_at   bigint not null,
    sent_at      bigint not null,
    expires_at   bigint not null,
    accepted_at  bigint,
    accepted_by  text,
    withdrawn_at bigint,
    primary key (school_id, id),
    foreign key (school_id, class_id) references class_groups (school_id, id),
    foreign key (school_id, invited_by) references memberships (school_id, user_id),
    foreign key (school_id, accepted_by) references memberships (school_id, user_id)
);
create index invitations_address on invitations (school_id, email_key);

-- Codes tried that let nobody in, by who tried them, so that codes are not found by trying.
create table code_guesses (
    guesser  text   not null primary key,
    guesses  bigint not null,
    since_at bigint not null
);
