-- Processes that work on this database. What a node has claimed is its own until its row is gone.
CREATE TABLE nodes (
    name TEXT NOT NULL PRIMARY KEY,
    place TEXT NOT NULL,
    roles TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    alive_until BIGINT NOT NULL
);

ALTER TABLE sources DROP COLUMN lease_until;
ALTER TABLE servers DROP COLUMN lease_until;
ALTER TABLE servers ADD COLUMN delivered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE servers ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE servers ADD COLUMN failed BIGINT NOT NULL DEFAULT 0;

-- What has been claimed before belongs to processes that run no more.
UPDATE sources SET lease_owner = NULL;
UPDATE servers SET lease_owner = NULL;
CREATE INDEX sources_held ON sources (lease_owner) WHERE lease_owner IS NOT NULL;
CREATE INDEX servers_held ON servers (lease_owner) WHERE lease_owner IS NOT NULL;
CREATE INDEX servers_failing ON servers (retry_at) WHERE failures > 0;

-- The courier looks at every log's end, each second: not at the wide rows.
CREATE INDEX mirrors_head ON mirrors (id, head);
