-- Times are milliseconds since 1970. A BLOB is a ciphertext under the row's key.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE connections (
    position        INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    environment     TEXT NOT NULL,
    server          TEXT NOT NULL,
    organization_id TEXT,
    can_read        INTEGER NOT NULL CHECK (can_read IN (0, 1))
) STRICT;

-- AUTOINCREMENT, here and below: a number is never given twice, so a ciphertext bound to a
-- deleted row opens in no later one.
CREATE TABLE keys (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    kept  INTEGER NOT NULL CHECK (kept IN (0, 1)),
    probe BLOB NOT NULL
) STRICT;

-- The key is part of the primary key: a session without the keychain writes beside the rows it
-- cannot read, never over them.
CREATE TABLE drafts (
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    customer   TEXT NOT NULL,
    key        INTEGER NOT NULL REFERENCES keys (id),
    base       BLOB,
    draft      BLOB NOT NULL,
    saved_at   INTEGER NOT NULL,
    PRIMARY KEY (connection, customer, key)
) STRICT;

CREATE TABLE recents (
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    customer   TEXT NOT NULL,
    key        INTEGER NOT NULL REFERENCES keys (id),
    name       BLOB NOT NULL,
    opened_at  INTEGER NOT NULL,
    PRIMARY KEY (connection, customer, key)
) STRICT;

CREATE TABLE updates (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    customer   TEXT NOT NULL,
    key        INTEGER NOT NULL REFERENCES keys (id),
    intent     BLOB NOT NULL,
    state      TEXT NOT NULL CHECK (state IN
        ('intent', 'applied', 'refused', 'not_applied', 'different', 'unknown', 'given_up')),
    started_at INTEGER NOT NULL,
    settled_at INTEGER,
    held       BLOB
) STRICT;

CREATE INDEX updates_pending ON updates (connection, id) WHERE state IN ('intent', 'unknown');
CREATE INDEX updates_by_customer ON updates (connection, customer, id);
