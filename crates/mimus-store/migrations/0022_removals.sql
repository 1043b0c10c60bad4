-- That what is published is to be deleted, and waits for its reviewers.
CREATE TABLE draft_removals (
    draft_id BIGINT NOT NULL PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL,
    why TEXT NOT NULL,
    hash TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
