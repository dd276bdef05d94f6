-- Since when somebody was in a course that they left. Who comes back has been in it since then, and owes what they owed.
create table left_courses (
    school_id   text   not null,
    course_id   text   not null,
    user_id     text   not null,
    enrolled_at bigint not null,
    primary key (school_id, course_id, user_id),
    foreign key (school_id, course_id) references courses (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index left_courses_user on left_courses (school_id, user_id);
