-- A place that was made by asking for a class, and ended while it still waited, has no instant of an end: who never came has
-- not left. Until now it had the instant of the answer.
update memberships set ended_at = created_at where status = 'ended' and suspended_at is null and ended_at is null;
update memberships set ended_at = null
where status = 'ended' and suspended_at is null and joined_on is null
  and exists (
    select 1 from class_requests q
    where q.school_id = memberships.school_id and q.user_id = memberships.user_id
      and (q.status = 'declined' and q.decided_at = memberships.ended_at
        or q.status = 'waiting' and q.asked_at = memberships.created_at)
  );

-- They are no part of the list of people, and few: so they are counted, and taken from all.
create index memberships_never_came on memberships (school_id, search_key)
where status = 'ended' and suspended_at is null and ended_at is null;

-- Whoever pages through the list meets them in none of its orders: the index tells who is here.
drop index memberships_by_rank;
create index memberships_by_rank on memberships (
    school_id,
    (case role when 'school_admin' then 0 when 'management' then 1 when 'principal' then 2 when 'deputy_principal' then 3
    when 'academic_head' then 4 when 'department_head' then 5 when 'registrar' then 6 when 'bursar' then 7
    when 'form_teacher' then 8 when 'teacher' then 9 when 'librarian' then 10 when 'it_support' then 11
    when 'security' then 12 when 'mentor' then 13 when 'corporate_rep' then 14 when 'parent' then 15
    when 'student' then 16 end),
    search_key, user_id, status
);
drop index memberships_by_joining;
create index memberships_by_joining on memberships (school_id, created_at, user_id, status);
