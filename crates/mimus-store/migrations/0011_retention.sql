-- How long accounts keep their own posts.
CREATE TABLE retentions (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    policy TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    next_scan_at BIGINT NOT NULL,
    next_post_at BIGINT NOT NULL
);

-- The posts that it is about, each with what becomes of it.
CREATE TABLE retired_posts (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, remote_id)
);
CREATE INDEX retired_posts_due ON retired_posts (account_id, due_at) WHERE due_at IS NOT NULL;
INSERT INTO duties (name, lease_owner) VALUES ('retire', NULL);
