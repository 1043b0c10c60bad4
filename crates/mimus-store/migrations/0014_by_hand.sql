-- An account for which nothing is held here: what is to be published there, people publish by hand.
ALTER TABLE accounts ADD COLUMN by_hand BIGINT NOT NULL DEFAULT 0;
CREATE INDEX publications_held ON publications (account_id, until_at) WHERE state = 'held';
