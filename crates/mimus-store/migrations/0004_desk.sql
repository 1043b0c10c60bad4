-- Links by which a keeper signs in, each good once, and the sessions that come of them. Only hashes are kept.
CREATE TABLE desk_links (
    hash TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE TABLE desk_sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
