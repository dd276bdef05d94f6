create table courses (
    school_id  text   not null references schools (id),
    id         text   not null,
    title      text   not null,
    title_key  text   not null,
    summary    text   not null,
    teacher_id text   not null,
    created_at bigint not null,
    primary key (school_id, id),
    foreign key (school_id, teacher_id) references memberships (school_id, user_id)
);

-- A course taught to a class group.
create table course_classes (
    school_id text not null,
    course_id text not null,
    class_id  text not null,
    primary key (school_id, course_id, class_id),
    foreign key (school_id, course_id) references courses (school_id, id),
    foreign key (school_id, class_id) references class_groups (school_id, id)
);
create index course_classes_class on course_classes (school_id, class_id);

create table enrollments (
    school_id   text   not null,
    course_id   text   not null,
    user_id     text   not null,
    enrolled_at bigint not null,
    primary key (school_id, course_id, user_id),
    foreign key (school_id, course_id) references courses (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index enrollments_user on enrollments (school_id, user_id);
