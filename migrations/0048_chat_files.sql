-- Pictures and files with a message. One of a post or of what is handed in has its row beside them; these have theirs here.
create table message_files (
    school_id  text   not null,
    message_id text   not null,
    file_id    text   not null,
    position   bigint not null,
    -- What a picture shows, in the words of its sender.
    alt        text   not null default '',
    -- Of a picture, in pixels; 0 of every other file.
    width      bigint not null default 0,
    height     bigint not null default 0,
    -- The picture that this one is the small version of; '' where it is a file that somebody sent.
    preview_of text   not null default '',
    primary key (school_id, message_id, file_id),
    foreign key (school_id, message_id) references messages (school_id, id),
    foreign key (school_id, file_id) references files (school_id, id)
);
create index message_files_file on message_files (school_id, file_id);

-- The names of a message's files, one a line: it is found and quoted by them. What was deleted keeps them in its trace.
alter table messages add column file_names text not null default '';
alter table message_versions add column file_names text not null default '';
