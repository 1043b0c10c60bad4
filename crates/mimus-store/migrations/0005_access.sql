-- Who may speak to this server. The rules' version is the setting access_version.
CREATE TABLE access_rules (
    pattern TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    origin TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
