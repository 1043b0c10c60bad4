-- One text for both databases. The migrator writes BYTES, SERIAL and TEXT as each database wants them.
-- Times are milliseconds since 1970; truth values are 0 and 1; documents are JSON text.

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- A source account that is republished here, and its actor.
CREATE TABLE mirrors (
    id SERIAL,
    handle TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    state_reason TEXT,
    policy TEXT NOT NULL,
    profile TEXT NOT NULL,
    avatar_id BIGINT,
    banner_id BIGINT,
    private_key BYTES NOT NULL,
    public_key TEXT NOT NULL,
    head BIGINT NOT NULL DEFAULT 0,
    posts BIGINT NOT NULL DEFAULT 0,
    last_post_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    removed_at BIGINT
);

-- Where a mirror reads, and how far it has read.
CREATE TABLE sources (
    mirror_id BIGINT NOT NULL PRIMARY KEY REFERENCES mirrors (id) ON DELETE CASCADE,
    location TEXT NOT NULL,
    cursor TEXT,
    next_read_at BIGINT,
    quiet BIGINT NOT NULL DEFAULT 1,
    failures BIGINT NOT NULL DEFAULT 0,
    last_read_at BIGINT,
    last_error TEXT,
    done BIGINT NOT NULL DEFAULT 0,
    total BIGINT,
    lease_owner TEXT,
    lease_until BIGINT
);
CREATE INDEX sources_due ON sources (next_read_at);
CREATE UNIQUE INDEX sources_location ON sources (location);

CREATE TABLE posts (
    id BIGINT NOT NULL PRIMARY KEY,
    mirror_id BIGINT NOT NULL REFERENCES mirrors (id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    reply_to TEXT,
    is_repost BIGINT NOT NULL DEFAULT 0,
    revision BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    changed_at BIGINT,
    deleted_at BIGINT,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX posts_remote ON posts (mirror_id, remote_id);
CREATE INDEX posts_shown ON posts (mirror_id, id) WHERE deleted_at IS NULL;
CREATE INDEX posts_replies ON posts (mirror_id, reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX posts_everywhere ON posts (remote_id);

CREATE TABLE post_tags (
    mirror_id BIGINT NOT NULL,
    tag TEXT NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (mirror_id, tag, post_id)
);
CREATE INDEX post_tags_post ON post_tags (post_id);

-- Media files: wanted, then stored once by their content.
CREATE TABLE files (
    id SERIAL,
    source TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    sha256 TEXT,
    mime TEXT,
    bytes BIGINT NOT NULL DEFAULT 0,
    width BIGINT,
    height BIGINT,
    blurhash TEXT,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT,
    last_error TEXT,
    used_at BIGINT NOT NULL
);
CREATE INDEX files_wanted ON files (next_try_at) WHERE state = 'wanted';
CREATE INDEX files_content ON files (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE post_media (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    file_id BIGINT NOT NULL REFERENCES files (id),
    preview_id BIGINT REFERENCES files (id),
    PRIMARY KEY (post_id, position)
);
CREATE INDEX post_media_file ON post_media (file_id);

-- What actors have done, in order; what is sent is made from it and the post as it then is.
CREATE TABLE activities (
    mirror_id BIGINT NOT NULL REFERENCES mirrors (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    post_id BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (mirror_id, seq)
);

-- Remote servers, their inboxes, and how far into each actor's log each inbox has been served.
CREATE TABLE servers (
    id SERIAL,
    host TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'alive',
    scheme TEXT NOT NULL DEFAULT 'cavage',
    failures BIGINT NOT NULL DEFAULT 0,
    failing_since BIGINT,
    retry_at BIGINT NOT NULL DEFAULT 0,
    last_success_at BIGINT,
    last_failure_at BIGINT,
    last_error TEXT,
    lease_owner TEXT,
    lease_until BIGINT
);
CREATE TABLE inboxes (
    id SERIAL,
    server_id BIGINT NOT NULL REFERENCES servers (id),
    url TEXT NOT NULL UNIQUE
);
CREATE INDEX inboxes_server ON inboxes (server_id);
CREATE TABLE subscriptions (
    mirror_id BIGINT NOT NULL REFERENCES mirrors (id) ON DELETE CASCADE,
    inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
    cursor BIGINT NOT NULL,
    followers BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (mirror_id, inbox_id)
);
CREATE INDEX subscriptions_behind ON subscriptions (mirror_id, cursor);
CREATE INDEX subscriptions_inbox ON subscriptions (inbox_id);

-- A message for one inbox alone, such as the answer to a follow.
CREATE TABLE letters (
    id SERIAL,
    mirror_id BIGINT NOT NULL REFERENCES mirrors (id) ON DELETE CASCADE,
    inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX letters_inbox ON letters (inbox_id, id);

CREATE TABLE followers (
    id SERIAL,
    mirror_id BIGINT NOT NULL REFERENCES mirrors (id) ON DELETE CASCADE,
    actor TEXT NOT NULL,
    follow_id TEXT NOT NULL,
    inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX followers_actor ON followers (mirror_id, actor);
CREATE INDEX followers_everywhere ON followers (actor);

-- Actors of other servers, as last read.
CREATE TABLE remote_actors (
    uri TEXT NOT NULL PRIMARY KEY,
    document TEXT NOT NULL,
    key_id TEXT,
    public_key TEXT,
    inbox TEXT NOT NULL,
    shared_inbox TEXT,
    fetched_at BIGINT NOT NULL
);
CREATE INDEX remote_actors_key ON remote_actors (key_id);

-- Activities that have been seen, so that a repeat does nothing.
CREATE TABLE seen (
    uri TEXT NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);
CREATE INDEX seen_age ON seen (seen_at);

-- Replies, likes and boosts from elsewhere, kept for the Inbox.
CREATE TABLE received (
    id SERIAL,
    uri TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    mirror_id BIGINT NOT NULL REFERENCES mirrors (id) ON DELETE CASCADE,
    post_id BIGINT,
    actor TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT
);
CREATE INDEX received_post ON received (post_id, kind);
CREATE INDEX received_actor ON received (actor);

CREATE TABLE reports (
    id SERIAL,
    uri TEXT NOT NULL UNIQUE,
    mirror_id BIGINT REFERENCES mirrors (id) ON DELETE SET NULL,
    actor TEXT NOT NULL,
    words TEXT NOT NULL,
    objects TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Who must not follow what: a remote actor that has blocked a mirror, or that a keeper has refused.
CREATE TABLE refusals (
    mirror_id BIGINT NOT NULL REFERENCES mirrors (id) ON DELETE CASCADE,
    actor TEXT NOT NULL,
    why TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (mirror_id, actor)
);
