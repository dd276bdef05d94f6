-- A mail domain is one school's (product.md section 1). Of several that have it, the eldest keeps it.
update schools set mail_domain = ''
where mail_domain <> ''
  and exists (select 1 from schools elder
              where elder.mail_domain = schools.mail_domain
                and (elder.created_at < schools.created_at
                     or (elder.created_at = schools.created_at and elder.id < schools.id)));
create unique index schools_mail_domain on schools (mail_domain) where mail_domain <> '';

-- A code that nobody has set yet begins with the school's mail domain when it is set. Of those that are there, nobody knows.
alter table class_codes add column never_set boolean not null default false;

-- A student's or an employee's number is one person's in the school, however its letters are written. Of several who
-- have it, those who left give it up first, and of the others who came first keeps it.
update memberships set number = ''
from (select school_id, user_id,
             row_number() over (partition by school_id, lower(number)
                                order by case when status = 'ended' and suspended_at is null then 1 else 0 end,
                                         created_at, user_id) as place
      from memberships where number <> '') as sharing
where sharing.place > 1 and memberships.school_id = sharing.school_id and memberships.user_id = sharing.user_id;
create unique index memberships_by_number on memberships (school_id, lower(number)) where number <> '';
