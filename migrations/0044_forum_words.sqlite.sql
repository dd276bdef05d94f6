-- The index over the words of posts. SQLite keeps it beside its table and PostgreSQL in an index: `{words forum_posts}`
-- and `{said $n}` ask either. Triggers keep it, so that whatever writes posts, a restore too, fills it.
create virtual table forum_posts_words using fts5(
    row_key, words, school_id unindexed, id unindexed,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'", prefix = '2 3'
);

create trigger forum_posts_came after insert on forum_posts begin
    insert into forum_posts_words (row_key, words, school_id, id)
    values (replace(new.school_id || new.id, '-', ''), new.words, new.school_id, new.id);
end;

create trigger forum_posts_reworded after update of school_id, id, words on forum_posts
when old.words <> new.words or old.id <> new.id or old.school_id <> new.school_id begin
    delete from forum_posts_words where forum_posts_words match 'row_key:' || replace(old.school_id || old.id, '-', '');
    insert into forum_posts_words (row_key, words, school_id, id)
    values (replace(new.school_id || new.id, '-', ''), new.words, new.school_id, new.id);
end;

create trigger forum_posts_went after delete on forum_posts begin
    delete from forum_posts_words where forum_posts_words match 'row_key:' || replace(old.school_id || old.id, '-', '');
end;
