-- What one node at a time does for all: reading X, whose windows are counted per app and whose stream there is once.
CREATE TABLE duties (
    name TEXT NOT NULL PRIMARY KEY,
    lease_owner TEXT
);
INSERT INTO duties (name, lease_owner) VALUES ('read-x', NULL);
