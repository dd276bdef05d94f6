-- The times somebody was in a course that they left. Who comes back owes what was due then, and nothing that was due while
-- they were away.
create table left_courses (
    school_id   text   not null,
    course_id   text   not null,
    user_id     text   not null,
    enrolled_at bigint not null,
    left_at     bigint not null,
    primary key (school_id, course_id, user_id, left_at),
    foreign key (school_id, course_id) references courses (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index left_courses_user on left_courses (school_id, user_id);
