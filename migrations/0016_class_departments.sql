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
-- Heads keep what they looked after: a class belongs where all of its teachers do.
insert into class_departments (school_id, class_id, department_id)
select t.school_id, t.class_id, min(d.department_id)
from class_members t
join department_members d on d.school_id = t.school_id and d.user_id = t.user_id
where t.role = 'teacher'
group by t.school_id, t.class_id
having count(distinct d.department_id) = 1;

create index departments_head on departments (school_id, head_id);
