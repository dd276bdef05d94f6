-- Pictures of posts stand small in them, as those of messages do: beside a large one lies a small one.
-- Of a picture, in pixels; 0 of every other file.
alter table forum_files add column width bigint not null default 0;
alter table forum_files add column height bigint not null default 0;
-- The picture that this one is the small version of; '' where it is a file that somebody added.
alter table forum_files add column preview_of text not null default '';
