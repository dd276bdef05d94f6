-- When admins were told that the weekly test of their backups is late or failed; empty when all is well again. It is told of
-- by itself: a backup that comes every night may still be none that can be put back.
alter table backup_schedules add column drill_warned_at bigint;
