-- The school's own order (product.md section 4): departments, academic years with their terms, holidays, grade scales.

create table departments (
    school_id  text   not null references schools (id),
    id         text   not null,
    name       text   not null,
    name_key   text   not null,
    head_id    text,
    created_at bigint not null,
    primary key (school_id, id),
    unique (school_id, name_key),
    foreign key (school_id, head_id) references memberships (school_id, user_id)
);

create table department_members (
    school_id     text not null,
    department_id text not null,
    user_id       text not null,
    primary key (school_id, department_id, user_id),
    foreign key (school_id, department_id) references departments (school_id, id),
    foreign key (school_id, user_id) references memberships (school_id, user_id)
);
create index department_members_user on department_members (school_id, user_id);

-- Days are ISO 8601, both ends included; that years, and terms, of a school do not overlap is kept under its row's lock.
create table academic_years (
    school_id  text   not null references schools (id),
    id         text   not null,
    name       text   not null,
    name_key   text   not null,
    starts_on  text   not null,
    ends_on    text   not null,
    created_at bigint not null,
    primary key (school_id, id),
    unique (school_id, name_key),
    check (starts_on <= ends_on)
);

create table terms (
    school_id  text   not null,
    id         text   not null,
    year_id    text   not null,
    name       text   not null,
    name_key   text   not null,
    starts_on  text   not null,
    ends_on    text   not null,
    created_at bigint not null,
    primary key (school_id, id),
    unique (school_id, year_id, name_key),
    foreign key (school_id, year_id) references academic_years (school_id, id),
    check (starts_on <= ends_on)
);
create index terms_days on terms (school_id, starts_on);

create table holidays (
    school_id  text   not null references schools (id),
    id         text   not null,
    name       text   not null,
    name_key   text   not null,
    starts_on  text   not null,
    ends_on    text   not null,
    created_at bigint not null,
    primary key (school_id, id),
    unique (school_id, name_key, starts_on),
    check (starts_on <= ends_on)
);
create index holidays_days on holidays (school_id, starts_on);

create table grade_scales (
    school_id  text    not null references schools (id),
    id         text    not null,
    name       text    not null,
    name_key   text    not null,
    is_default boolean not null default false,
    created_at bigint  not null,
    primary key (school_id, id),
    unique (school_id, name_key)
);
create unique index grade_scales_default on grade_scales (school_id) where is_default;

-- A band reaches from its least percent to the next one's, so that bands leave no gap and never overlap; a scale
-- without bands shows percentages alone.
create table grade_bands (
    school_id text   not null,
    scale_id  text   not null,
    letter    text   not null,
    -- Hundredths of a percent.
    least     bigint not null check (least >= 0 and least <= 10000),
    -- Hundredths of a point.
    points    bigint check (points >= 0),
    primary key (school_id, scale_id, least),
    unique (school_id, scale_id, letter),
    foreign key (school_id, scale_id) references grade_scales (school_id, id)
);
