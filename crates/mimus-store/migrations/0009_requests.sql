-- Accounts on X that somebody asked for, by their handles in lower case.
CREATE TABLE mirror_requests (
    handle TEXT NOT NULL PRIMARY KEY,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    asks BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_at BIGINT,
    reason TEXT
);
CREATE INDEX mirror_requests_waiting ON mirror_requests (asked_at) WHERE state = 'waiting';

-- Accounts on X that are not mirrored, or need no decision: a handle in lower case, or id/NUMBER.
CREATE TABLE source_rules (
    pattern TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Mirrors made without a decision, by the UTC day (days since 1970) and who asked; the empty name counts all.
CREATE TABLE open_asks (
    day BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    asks BIGINT NOT NULL,
    PRIMARY KEY (day, asked_by)
);
