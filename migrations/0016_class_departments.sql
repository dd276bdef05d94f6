-- The department a class belongs to, if it belongs to one (product.md section 5): who heads it looks after its classes
-- and their people.
create table class_departments (
    school_id     text not null,
    class_id      text not null,
    department_id text not null,
    primary key (school_id, class_id),
    foreign key (school_id, class_id) references class_groups (school_id, id),
    foreign key (school_id, department_id) references departments (school_id, id)
);
create index class_departments_department on class_departments (school_id, department_id);
create index departments_head on departments (school_id, head_id);
