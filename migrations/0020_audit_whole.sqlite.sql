-- The log says with what somebody did it: the client's description of itself, cut by the server.
alter table audit add column agent text not null default '' check (length(agent) <= 200);

-- Entries are added, never changed or cleared. The one way through is erasure (product.md section 24), which takes people
-- out of what an entry says: it says when, in `erased_at`, and leaves what was done, by whom, to what and when. The key an
-- entry is found by says nothing of its own, and may be made again.
alter table audit add column erased_at bigint;

create trigger audit_is_kept before delete on audit begin
    select raise(abort, 'the audit log is never cleared');
end;

create trigger audit_is_final before update on audit
when new.id is not old.id or new.at is not old.at or new.actor_id is not old.actor_id
  or new.school_id is not old.school_id or new.action is not old.action or new.subject is not old.subject
  or new.request_id is not old.request_id
  or (new.erased_at is null or new.erased_at is old.erased_at)
     and (new.erased_at is not old.erased_at or new.detail is not old.detail or new.address is not old.address
          or new.agent is not old.agent) begin
    select raise(abort, 'the audit log is added to, never changed');
end;

-- What was done to a person on the page of a class or a department: their own history asks for it.
create index audit_of_members on audit (school_id, at, id)
    where action in ('class.left', 'class.member_added', 'class.member_changed', 'class.member_removed',
                     'department.member_added', 'department.member_removed');
