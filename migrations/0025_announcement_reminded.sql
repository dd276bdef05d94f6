-- When those who had not read it were last reminded by mail.
alter table announcements add column reminded_at bigint;
