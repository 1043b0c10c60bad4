-- Passkeys (WebAuthn): the public half of a key pair that somebody's device made for this server alone.
CREATE TABLE passkeys (
    credential TEXT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    public_key BYTES NOT NULL,
    counter BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_person ON passkeys (person_id);

-- By what devices know a person: random, as it says nothing of them and is nobody else's on another installation.
ALTER TABLE people ADD COLUMN passkey_handle TEXT;

-- Challenges that were answered, until they would have run out anyway: each is good once.
CREATE TABLE used_challenges (
    hash TEXT NOT NULL PRIMARY KEY,
    until_at BIGINT NOT NULL
);

-- This server as an app of a server of the fediverse by which people sign in, by what they type; what it was given is sealed.
CREATE TABLE sign_in_apps (
    typed TEXT NOT NULL PRIMARY KEY,
    server TEXT NOT NULL,
    app BYTES NOT NULL,
    added_at BIGINT NOT NULL,
    checked_at BIGINT NOT NULL
);
CREATE INDEX sign_in_apps_server ON sign_in_apps (server);
