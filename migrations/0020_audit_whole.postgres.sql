-- The log says with what somebody did it: the client's description of itself, cut by the server.
alter table audit add column agent text not null default '' check (length(agent) <= 200);
