-- People of the Desk. A password is kept as argon2id's own string, a TOTP secret sealed.
CREATE TABLE people (
    id SERIAL,
    name TEXT NOT NULL UNIQUE,
    shown TEXT NOT NULL,
    keeper BIGINT NOT NULL,
    password TEXT,
    totp BYTES,
    totp_step BIGINT NOT NULL DEFAULT 0,
    language TEXT,
    email TEXT,
    digest BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- By what else somebody signs in: an OpenID Connect issuer, or a server of the fediverse.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    shown TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_person ON identities (person_id);

CREATE TABLE account_roles (
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (person_id, account_id, role)
);
CREATE INDEX account_roles_account ON account_roles (account_id);

-- Sessions and links are somebody's from now on; those from before are nobody's.
DELETE FROM desk_sessions;
ALTER TABLE desk_links ADD COLUMN person_id BIGINT;
ALTER TABLE desk_sessions ADD COLUMN person_id BIGINT;
ALTER TABLE desk_sessions ADD COLUMN agent TEXT;
ALTER TABLE desk_sessions ADD COLUMN seen_at BIGINT;
CREATE INDEX desk_sessions_person ON desk_sessions (person_id);

-- Guesses at somebody's password: after some, none is looked at for a while.
CREATE TABLE sign_in_guesses (
    name TEXT NOT NULL PRIMARY KEY,
    wrong BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

-- What the Desk knows of a connected account: its charter, its slots, and the route by which drafts go to it.
CREATE TABLE desk_accounts (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    route_id BIGINT NOT NULL REFERENCES routes (id),
    charter TEXT NOT NULL,
    slots TEXT NOT NULL
);

CREATE TABLE drafts (
    id SERIAL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL,
    revision BIGINT NOT NULL,
    author_id BIGINT,
    proposer TEXT,
    editor_id BIGINT,
    window_from BIGINT,
    window_until BIGINT,
    slot BIGINT,
    published_hash TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX drafts_state ON drafts (state, updated_at);
CREATE INDEX drafts_slot ON drafts (slot) WHERE slot IS NOT NULL;

CREATE TABLE draft_accounts (
    draft_id BIGINT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (draft_id, account_id)
);
CREATE INDEX draft_accounts_account ON draft_accounts (account_id, draft_id);

-- Every state of a draft. One that is aside was written at once with another and is in nobody's way.
CREATE TABLE draft_revisions (
    draft_id BIGINT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    aside BIGINT NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL,
    person_id BIGINT,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (draft_id, number)
);

CREATE TABLE draft_comments (
    id SERIAL,
    draft_id BIGINT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX draft_comments_draft ON draft_comments (draft_id, id);

CREATE TABLE draft_rulings (
    id SERIAL,
    draft_id BIGINT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL,
    ruling TEXT NOT NULL,
    hash TEXT NOT NULL,
    revision BIGINT NOT NULL,
    words TEXT NOT NULL,
    given_at BIGINT NOT NULL
);
CREATE INDEX draft_rulings_draft ON draft_rulings (draft_id, id);

-- A publication of the Desk knows its draft, and when its time has gone by.
ALTER TABLE publications ADD COLUMN draft_id BIGINT;
ALTER TABLE publications ADD COLUMN until_at BIGINT;
CREATE INDEX publications_draft ON publications (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX publication_parts_words ON publication_parts (account_id, mark);

-- The open record: each entry bound to the one before by its hash. The head is where the next one goes.
CREATE TABLE desk_record (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    deed TEXT NOT NULL,
    about TEXT NOT NULL,
    account TEXT,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX desk_record_account ON desk_record (account, seq);
CREATE TABLE desk_record_head (
    one BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO desk_record_head (one, seq, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE draft_templates (
    id SERIAL,
    name TEXT NOT NULL,
    accounts TEXT NOT NULL,
    content TEXT NOT NULL,
    rhythm TEXT,
    next_at BIGINT,
    author_id BIGINT NOT NULL
);

CREATE TABLE api_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE webhooks (
    id SERIAL,
    url TEXT NOT NULL,
    secret BYTES NOT NULL,
    cursor BIGINT NOT NULL,
    failures BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    retry_at BIGINT NOT NULL DEFAULT 0
);
INSERT INTO duties (name, lease_owner) VALUES ('webhooks', NULL);
