-- The Ledger: what is counted and paid for at metered APIs. Money is in millionths of a dollar; days, hours and months
-- are numbers of UTC days and hours since 1970 and of months since the year 0.
CREATE TABLE ledger_windows (
    credential TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    resets_at BIGINT NOT NULL,
    allowed BIGINT NOT NULL,
    used BIGINT NOT NULL,
    told BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (credential, endpoint)
);
CREATE TABLE ledger_days (
    day BIGINT NOT NULL,
    credential TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    requests BIGINT NOT NULL DEFAULT 0,
    failed BIGINT NOT NULL DEFAULT 0,
    posts BIGINT NOT NULL DEFAULT 0,
    users BIGINT NOT NULL DEFAULT 0,
    micros BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (day, credential, endpoint)
);
-- The one row that all reservations of a month pass by.
CREATE TABLE ledger_months (
    month BIGINT NOT NULL PRIMARY KEY,
    spent BIGINT NOT NULL DEFAULT 0,
    reserved BIGINT NOT NULL DEFAULT 0,
    posts BIGINT NOT NULL DEFAULT 0,
    posts_reserved BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE ledger_seen (
    day BIGINT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (day, kind, id)
);
CREATE TABLE ledger_reservations (
    id SERIAL,
    node TEXT NOT NULL,
    credential TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    month BIGINT NOT NULL,
    window_start BIGINT,
    posts BIGINT NOT NULL,
    users BIGINT NOT NULL,
    micros BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX ledger_reservations_expiry ON ledger_reservations (expires_at);
CREATE INDEX ledger_reservations_of ON ledger_reservations (credential, endpoint);
CREATE TABLE ledger_holds (
    credential TEXT NOT NULL,
    why TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (credential, why)
);
-- How old posts were when they were read: so many in an hour, within a bound of seconds.
CREATE TABLE ledger_delays (
    hour BIGINT NOT NULL,
    bound BIGINT NOT NULL,
    posts BIGINT NOT NULL,
    PRIMARY KEY (hour, bound)
);
-- What has been said in the log, by all nodes together.
CREATE TABLE ledger_alarms (
    name TEXT NOT NULL PRIMARY KEY,
    raised_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
