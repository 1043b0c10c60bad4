-- The handle that a mirrored account has on X, in lower case: a mention of it elsewhere leads to its mirror.
ALTER TABLE mirrors ADD COLUMN source_handle TEXT;
CREATE INDEX mirrors_source_handle ON mirrors (source_handle) WHERE source_handle IS NOT NULL;

-- Since when nobody follows a mirror: reading it may cost something.
ALTER TABLE mirrors ADD COLUMN unfollowed_since BIGINT;
