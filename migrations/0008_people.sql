-- What a person tells of themselves (product.md section 3). An empty language follows the school's.
alter table users add column phone text not null default '';
alter table users add column bio text not null default '';
alter table users add column organization text not null default '';
alter table users add column time_zone text not null default '';
alter table users add column theme text not null default 'system' check (theme in ('system', 'light', 'dark'));
-- The SHA-256 of the photo, which names the object; empty without one.
alter table users add column photo text not null default '';
alter table users add column primary_school_id text references schools (id);
update users set locale = '';

-- Reading with somebody else's eyes, for support: the session then shows that person in that school alone.
alter table sessions add column view_user_id text references users (id);
alter table sessions add column view_school_id text references schools (id);

-- A suspended place is an ended one that can be given back, so that whatever asks for active places need not know.
alter table memberships add column suspended_at bigint;
-- The student's or the employee's number.
alter table memberships add column number text not null default '';
alter table memberships add column joined_on text;
-- Names of permissions beyond the role's, and of those taken from it, parted by spaces.
alter table memberships add column granted text not null default '';
alter table memberships add column revoked text not null default '';

-- Features that differ from their defaults, parted by spaces: `chat:off experiments:on`.
alter table schools add column features text not null default '';
-- What teachers are called here.
alter table schools add column teacher_label text not null default 'teacher'
    check (teacher_label in ('teacher', 'lecturer', 'faculty', 'instructor'));
-- `#rrggbb`, or empty for the house colour.
alter table schools add column brand_color text not null default '';
-- The SHA-256 of the logo; empty without one.
alter table schools add column logo text not null default '';
alter table schools add column mail_domain text not null default '';
