-- Which post that a route brought is in which draft, as it was last read. A post that is gone at its source does not come back.
CREATE TABLE route_drafts (
    route_id BIGINT NOT NULL REFERENCES routes (id),
    source_post TEXT NOT NULL,
    draft_id BIGINT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    own_reply BIGINT NOT NULL,
    post TEXT NOT NULL,
    media TEXT NOT NULL,
    gone BIGINT NOT NULL DEFAULT 0,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (route_id, source_post)
);
CREATE INDEX route_drafts_draft ON route_drafts (draft_id, position);
CREATE INDEX route_drafts_made ON route_drafts (route_id, made_at);

-- What linked pages say of themselves, for a while; who had it looked at, as nobody may have too many looked at.
CREATE TABLE link_cards (
    url TEXT NOT NULL PRIMARY KEY,
    card TEXT,
    asked_by BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
CREATE INDEX link_cards_asked ON link_cards (asked_by, asked_at);
CREATE INDEX link_cards_until ON link_cards (until_at);
