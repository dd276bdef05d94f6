-- Before what a safety backup was made: what was cleared then, or a restore. Of one by hand or by schedule there is nothing.
alter table kept_backups add column made_before text
    check (made_before in ('students', 'courses', 'enrollments', 'all', 'restore'));
-- Students at that time; nothing where they were not counted.
alter table kept_backups add column students bigint;
-- Restores have always noted theirs.
update kept_backups set made_before = 'restore'
    where why = 'safety' and name in (select safety from restores where safety is not null);
