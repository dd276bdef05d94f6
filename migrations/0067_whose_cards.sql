-- What a school hands to the platform concerns the platform: cards of it that an older program wrote named the school, in which
-- those who look after the platform may have no place to read them.
update notifications set school_id = null where kind = 'archive_handed';

-- A report that was left waits again when it was made anew since: what waits is no longer what nobody ever settled, and by this
-- index nothing is found any more.
drop index message_reports_open;
