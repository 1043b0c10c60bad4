-- What somebody hears of the Desk: a feed of their own, and a digest by mail. Of what opens something only hashes are kept.
CREATE TABLE person_news (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    feed TEXT UNIQUE,
    pending TEXT,
    pending_hash TEXT UNIQUE,
    pending_until BIGINT NOT NULL DEFAULT 0,
    asked_at BIGINT NOT NULL DEFAULT 0,
    rhythm TEXT NOT NULL DEFAULT 'off',
    hour BIGINT NOT NULL DEFAULT 7,
    zone TEXT NOT NULL DEFAULT 'UTC',
    since BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT,
    failures BIGINT NOT NULL DEFAULT 0,
    retry_at BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    sent_at BIGINT
);
CREATE INDEX person_news_due ON person_news (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX drafts_author ON drafts (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX publications_changed ON publications (updated_at) WHERE draft_id IS NOT NULL;
INSERT INTO duties (name, lease_owner) VALUES ('digests', NULL);
