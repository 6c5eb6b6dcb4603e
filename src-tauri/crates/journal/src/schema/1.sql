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
-- deleted row opens in no later one. `noted`: whether it was reported that details under this key
-- cannot be read under another.
CREATE TABLE keys (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    kept  INTEGER NOT NULL CHECK (kept IN (0, 1)),
    probe BLOB NOT NULL,
    noted INTEGER NOT NULL DEFAULT 0 CHECK (noted IN (0, 1))
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

-- Many updates from one list. `undoes`, here and below, may name a row that was erased since.
CREATE TABLE runs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    title      BLOB NOT NULL,
    key        INTEGER NOT NULL REFERENCES keys (id),
    state      TEXT NOT NULL,
    undoes     INTEGER,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;

-- One family's update: a line of a run, or a single edit, which has none.
-- `changes`: old and new of each changed field. `seen`: of the record as the person saw it its date
-- and its name. `after`: what came back of it in those fields. `reason`: why it was refused.
-- `left_by`: no byte of it can have left later. `noted_at`: when a person saw the outcome, or gave
-- the update up; what nobody knows yet cannot have been seen.
CREATE TABLE updates (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    customer   TEXT NOT NULL,
    key        INTEGER NOT NULL REFERENCES keys (id),
    run        INTEGER REFERENCES runs (id) ON DELETE CASCADE,
    line       INTEGER,
    undoes     INTEGER,
    changes    BLOB NOT NULL,
    seen       BLOB NOT NULL,
    after      BLOB,
    reason     BLOB,
    state      TEXT NOT NULL CHECK (state IN
        ('planned', 'intent', 'applied', 'different', 'refused', 'not_applied', 'unknown',
         'conflict', 'needs_code', 'skipped', 'given_up')),
    started_at INTEGER CHECK
        (started_at IS NOT NULL OR state IN ('planned', 'conflict', 'skipped')),
    left_by    INTEGER,
    settled_at INTEGER,
    noted_at   INTEGER CHECK
        (noted_at IS NULL OR state NOT IN ('planned', 'intent', 'unknown')),
    CHECK ((run IS NULL) = (line IS NULL))
) STRICT;

CREATE INDEX updates_open ON updates (connection, id) WHERE noted_at IS NULL;
CREATE INDEX updates_by_customer ON updates (connection, customer, id);
CREATE INDEX updates_by_run ON updates (run, state, line) WHERE run IS NOT NULL;
