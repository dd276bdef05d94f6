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
