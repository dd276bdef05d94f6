-- What the id of the session that took this one's place was made with, beside this one's own, so that an answer that got
-- lost can be given again.
alter table sessions add column next_salt text;
