-- What somebody did: asked of accounts that were never proven, before they are swept.
create index audit_by_actor on audit (actor_id, at);
