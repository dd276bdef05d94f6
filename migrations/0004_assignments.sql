create table assignments (
    school_id  text   not null,
    id         text   not null,
    course_id  text   not null,
    title      text   not null,
    brief      text   not null,
    -- Hundredths of a point.
    points     bigint not null check (points > 0),
    due_at     bigint not null,
    created_by text   not null,
    created_at bigint not null,
    primary key (school_id, id),
    foreign key (school_id, course_id) references courses (school_id, id),
    foreign key (school_id, created_by) references memberships (school_id, user_id)
);
create index assignments_course on assignments (school_id, course_id, due_at);

-- Attempts are rows and stay.
create table submissions (
    school_id     text    not null,
    id            text    not null,
    assignment_id text    not null,
    user_id       text    not null,
    attempt       bigint  not null check (attempt > 0),
    note          text    not null,
    late          boolean not null,
    submitted_at  bigint  not null,
    primary key (school_id, id),
    unique (school_id, assignment_id, user_id, attempt),
    foreign key (school_id, assignment_id) references assignments (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index submissions_user on submissions (school_id, user_id);

-- A file as its sender named it; the bytes lie in the object store under their SHA-256.
create table files (
    school_id  text   not null references schools (id),
    id         text   not null,
    class_id   text   not null,
    name       text   not null,
    media_type text   not null,
    bytes      bigint not null check (bytes > 0),
    sha256     text   not null,
    created_by text   not null,
    created_at bigint not null,
    primary key (school_id, id),
    foreign key (school_id, class_id) references class_groups (school_id, id),
    foreign key (school_id, created_by) references memberships (school_id, user_id)
);
create index files_sha256 on files (school_id, sha256);

create table submission_files (
    school_id     text   not null,
    submission_id text   not null,
    file_id       text   not null,
    position      bigint not null,
    primary key (school_id, submission_id, file_id),
    foreign key (school_id, submission_id) references submissions (school_id, id),
    foreign key (school_id, file_id) references files (school_id, id)
);
create index submission_files_file on submission_files (school_id, file_id);

-- Every marking is a row; the one with the highest version holds.
create table marks (
    school_id     text   not null,
    id            text   not null,
    submission_id text   not null,
    version       bigint not null check (version > 0),
    marks         bigint not null check (marks >= 0),
    comment       text   not null,
    marked_by     text   not null,
    marked_at     bigint not null,
    primary key (school_id, id),
    unique (school_id, submission_id, version),
    foreign key (school_id, submission_id) references submissions (school_id, id),
    foreign key (school_id, marked_by) references memberships (school_id, user_id)
);
