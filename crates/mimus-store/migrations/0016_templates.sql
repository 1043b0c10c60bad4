-- Nothing was ever kept in the table of 0012.
DROP TABLE draft_templates;
CREATE TABLE draft_templates (
    id SERIAL,
    name TEXT NOT NULL,
    accounts TEXT NOT NULL,
    content TEXT NOT NULL,
    rhythm TEXT,
    next_at BIGINT,
    due_at BIGINT,
    last_for BIGINT,
    made BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    author_id BIGINT NOT NULL,
    stopped TEXT,
    updated_at BIGINT NOT NULL
);
CREATE INDEX draft_templates_due ON draft_templates (due_at) WHERE due_at IS NOT NULL;

INSERT INTO duties (name, lease_owner) VALUES ('recur', NULL);
