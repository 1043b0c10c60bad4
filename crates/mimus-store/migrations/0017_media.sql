-- Drafts that have media are listed among years of posts that have none.
ALTER TABLE drafts ADD COLUMN with_media BIGINT NOT NULL DEFAULT 0;
UPDATE drafts SET with_media = 1 WHERE content LIKE '%"media":[{%';
CREATE INDEX drafts_media ON drafts (updated_at, id) WHERE with_media = 1;
