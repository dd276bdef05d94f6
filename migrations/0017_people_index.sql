create index users_unproven on users (id) where verified_at is null;
-- The list of people is counted and searched within its index alone: whatever it is filtered by stands there.
drop index memberships_by_name;
create index memberships_by_name
    on memberships (school_id, search_key, user_id, role, status, suspended_at, email_key);
