-- The Desk's lists over years of posts: by account and the newest first, and apart those that wait for somebody.
CREATE INDEX publications_desk ON publications (account_id, id, draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX publications_open ON publications (state, account_id, id, draft_id) WHERE draft_id IS NOT NULL;

-- A post of ours is known again by its address when a draft answers, quotes or boosts it.
CREATE INDEX publication_parts_url ON publication_parts (url) WHERE url IS NOT NULL;
