-- The log says with what somebody did it: the client's description of itself, cut by the server.
alter table audit add column agent text not null default '' check (length(agent) <= 200);

-- Entries are added, never changed or cleared. The one way through is erasure (product.md section 24), which takes people
-- out of what an entry says: it says when, in `erased_at`, and leaves what was done, by whom, to what and when. The key an
-- entry is found by says nothing of its own, and may be made again.
alter table audit add column erased_at bigint;

create function keep_audit() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is added to, never changed or cleared';
end $$;

create trigger audit_is_kept before delete on audit for each row execute function keep_audit();
create trigger audit_is_not_emptied before truncate on audit for each statement execute function keep_audit();

create trigger audit_is_final before update on audit
for each row when (new.id is distinct from old.id or new.at is distinct from old.at
                   or new.actor_id is distinct from old.actor_id or new.school_id is distinct from old.school_id
                   or new.action is distinct from old.action or new.subject is distinct from old.subject
                   or new.request_id is distinct from old.request_id
                   or (new.erased_at is null or new.erased_at is not distinct from old.erased_at)
                      and (new.erased_at is distinct from old.erased_at or new.detail is distinct from old.detail
                           or new.address is distinct from old.address or new.agent is distinct from old.agent))
execute function keep_audit();

-- What was done to a person on the page of a class or a department: their own history asks for it.
create index audit_of_members on audit (school_id, at, id)
    where action in ('class.left', 'class.member_added', 'class.member_changed', 'class.member_removed',
                     'department.member_added', 'department.member_removed');
