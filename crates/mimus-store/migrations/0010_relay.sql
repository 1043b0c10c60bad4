-- Accounts that this server may publish to; their credentials are sealed with a key that is not in here.
CREATE TABLE accounts (
    id SERIAL,
    network TEXT NOT NULL,
    server TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    handle TEXT NOT NULL,
    profile TEXT NOT NULL,
    limits TEXT NOT NULL,
    rules TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    credentials BYTES,
    connected_at BIGINT NOT NULL,
    checked_at BIGINT NOT NULL,
    retry_at BIGINT NOT NULL DEFAULT 0,
    lease_owner TEXT
);
CREATE UNIQUE INDEX accounts_there ON accounts (network, server, remote_id);
CREATE INDEX accounts_held ON accounts (lease_owner) WHERE lease_owner IS NOT NULL;

-- Where routes read, once for all routes that begin there: a connected account, or a place such as a feed.
CREATE TABLE route_sources (
    id SERIAL,
    account_id BIGINT UNIQUE REFERENCES accounts (id),
    location TEXT UNIQUE,
    cursor TEXT,
    next_read_at BIGINT,
    failures BIGINT NOT NULL DEFAULT 0,
    last_read_at BIGINT,
    last_error TEXT,
    lease_owner TEXT
);
CREATE INDEX route_sources_due ON route_sources (next_read_at);
CREATE INDEX route_sources_held ON route_sources (lease_owner) WHERE lease_owner IS NOT NULL;

CREATE TABLE routes (
    id SERIAL,
    source_id BIGINT NOT NULL REFERENCES route_sources (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    policy TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    since BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX routes_source ON routes (source_id);
CREATE INDEX routes_account ON routes (account_id);

-- One post on one destination: planned first, carried out after. What is to be done at due_at has it set.
CREATE TABLE publications (
    id SERIAL,
    route_id BIGINT NOT NULL REFERENCES routes (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    source_post TEXT NOT NULL,
    mark TEXT NOT NULL UNIQUE,
    revision BIGINT NOT NULL,
    post TEXT NOT NULL,
    own_reply BIGINT NOT NULL,
    wanted TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    written_at BIGINT NOT NULL,
    due_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    published_at BIGINT
);
CREATE UNIQUE INDEX publications_post ON publications (route_id, source_post);
CREATE INDEX publications_due ON publications (account_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX publications_published ON publications (route_id, published_at) WHERE published_at IS NOT NULL;

-- A publication's posts on its network, in the order of their thread.
CREATE TABLE publication_parts (
    publication_id BIGINT NOT NULL REFERENCES publications (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    state TEXT NOT NULL,
    mark TEXT NOT NULL,
    words TEXT NOT NULL,
    remote_id TEXT,
    url TEXT,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (publication_id, position)
);
CREATE UNIQUE INDEX publication_parts_there ON publication_parts (account_id, remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX publication_parts_open ON publication_parts (account_id, mark) WHERE state = 'sending';

-- The trail: what was tried, when, and what came of it.
CREATE TABLE publication_attempts (
    id SERIAL,
    publication_id BIGINT NOT NULL REFERENCES publications (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX publication_attempts_of ON publication_attempts (publication_id, id);

-- Who is the same on two networks, as a keeper has said.
CREATE TABLE directory (
    account TEXT NOT NULL PRIMARY KEY,
    same_as TEXT NOT NULL
);

-- Who renews the tokens of an account just now: networks take a refresh token once.
CREATE TABLE renewals (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    until BIGINT NOT NULL
);
