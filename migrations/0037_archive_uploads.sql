-- Archives that somebody brings to this machine to restore from them (product.md section 22): of one school, or of the whole
-- platform. Their bytes lie beside the database, and go with the row two days after anybody touched it last. No row refers to
-- another table: a restore replaces those, and goes on with its archive.
create table archive_uploads (
    id         text   not null primary key,
    user_id    text   not null,
    school_id  text,
    name       text   not null,
    bytes      bigint not null,
    received   bigint not null,
    state      text   not null check (state in ('coming', 'whole', 'checked', 'broken')),
    report     text   not null,
    created_at bigint not null,
    touched_at bigint not null
);
create index archive_uploads_user on archive_uploads (user_id);
create index archive_uploads_school on archive_uploads (school_id);
