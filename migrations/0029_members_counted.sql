-- How many people a school has is counted on every page of their list: by an index with nothing else in it.
create index memberships_counted on memberships (school_id) where search_key <> '';
