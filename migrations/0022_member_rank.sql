-- The list of people is sorted by role as a school ranks them; the same expression stands in the statements that do so.
create index memberships_by_rank on memberships (
    school_id,
    (case role when 'school_admin' then 0 when 'management' then 1 when 'principal' then 2 when 'deputy_principal' then 3
    when 'academic_head' then 4 when 'department_head' then 5 when 'registrar' then 6 when 'bursar' then 7
    when 'form_teacher' then 8 when 'teacher' then 9 when 'librarian' then 10 when 'it_support' then 11
    when 'security' then 12 when 'mentor' then 13 when 'corporate_rep' then 14 when 'parent' then 15
    when 'student' then 16 end),
    search_key, user_id
);
