-- As 0044_forum_words.sqlite.sql, in the words of PostgreSQL: no table of its own, so that nothing has to keep it. An empty
-- word, which it refuses, is passed over.
create index forum_posts_words on forum_posts using gin (array_to_tsvector(array_remove(string_to_array(words, ' '), '')));
