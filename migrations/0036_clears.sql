-- What an admin cleared (product.md section 22), for as long as it can be taken back. No row refers to another table: a restore
-- replaces those.
create table clears (
    school_id  text   not null,
    id         text   not null,
    what       text   not null,
    reason     text   not null,
    -- What the counts were sealed with when it was confirmed, by which a double click is known.
    seal       text   not null,
    rows       bigint not null,
    cleared_by text   not null,
    cleared_at bigint not null,
    undone_at  bigint,
    undone_by  text,
    expires_at bigint not null,
    primary key (school_id, id)
);
create index clears_expiry on clears (expires_at);

-- Its rows, with all that stood in them, and what stood in a column of rows that stayed.
create table cleared_rows (
    school_id   text   not null,
    clear_id    text   not null,
    seq         bigint not null,
    table_name  text   not null,
    -- Of a row that stayed: the column that was given another value.
    column_name text,
    -- JSON: each column by its name; of a row that stayed its key and that column alone.
    body        text   not null,
    -- The content that a row of files names, which the sweep of the store leaves alone.
    content     text,
    primary key (school_id, clear_id, seq),
    foreign key (school_id, clear_id) references clears (school_id, id) on delete cascade
);
create index cleared_rows_content on cleared_rows (school_id, content) where content is not null;

-- When a place goes, the database looks for what still names it, in each table that could: without these it would read all
-- of a table for each person, with everybody else's writing waiting.
create index class_groups_created_by on class_groups (school_id, created_by);
create index class_requests_decided_by on class_requests (school_id, decided_by);
create index class_requests_place on class_requests (school_id, user_id);
create index invitations_accepted_by on invitations (school_id, accepted_by);
create index invitations_invited_by on invitations (school_id, invited_by);
create index invitations_class on invitations (school_id, class_id);
create index courses_teacher on courses (school_id, teacher_id);
create index assignments_created_by on assignments (school_id, created_by);
create index files_class on files (school_id, class_id);
create index files_created_by on files (school_id, created_by);
create index marks_marked_by on marks (school_id, marked_by);
create index messages_user on messages (school_id, user_id);
create index room_reads_user on room_reads (school_id, user_id);
create index announcement_reads_user on announcement_reads (school_id, user_id);
create index announcement_mails_user on announcement_mails (school_id, user_id);
create index name_suggestions_suggested_by on name_suggestions (school_id, suggested_by);
create index guardians_created_by on guardians (school_id, created_by);
create index family_codes_created_by on family_codes (school_id, created_by);
create index family_codes_used_by on family_codes (school_id, used_by);
