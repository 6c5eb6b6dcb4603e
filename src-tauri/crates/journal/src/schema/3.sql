-- The same table with cheaper checks. For a list of three or more SQLite makes a table of its own, each time a row is
-- written; a run writes each of its rows three times. Of a run's line `seen` is empty, and in `changes` instead; an
-- empty `after` stands for exactly what was asked for.
CREATE TABLE updates_new (
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
    state      TEXT NOT NULL CHECK (
        state = 'planned' OR state = 'intent' OR state = 'applied' OR state = 'different' OR state = 'refused'
        OR state = 'not_applied' OR state = 'unknown' OR state = 'conflict' OR state = 'needs_code'
        OR state = 'skipped' OR state = 'given_up'),
    started_at INTEGER CHECK
        (started_at IS NOT NULL OR state = 'planned' OR state = 'conflict' OR state = 'skipped'),
    left_by    INTEGER,
    settled_at INTEGER,
    noted_at   INTEGER CHECK
        (noted_at IS NULL OR NOT (state = 'planned' OR state = 'intent' OR state = 'unknown')),
    row        INTEGER,
    wave       INTEGER,
    tries      INTEGER NOT NULL DEFAULT 0,
    sent       INTEGER,
    skip       TEXT CHECK
        (skip IS NULL OR skip = 'cancelled' OR skip = 'password_gone' OR skip = 'unreadable'),
    CHECK ((run IS NULL) = (line IS NULL))
) STRICT;

INSERT INTO updates_new (
    id, connection, customer, key, run, line, undoes, changes, seen, after, reason, state,
    started_at, left_by, settled_at, noted_at, row, wave, tries, sent, skip)
SELECT
    id, connection, customer, key, run, line, undoes, changes, seen, after, reason, state,
    started_at, left_by, settled_at, noted_at, row, wave, tries, sent, skip
FROM updates;

-- Numbers that are on no row any more are not given again.
DELETE FROM sqlite_sequence WHERE name = 'updates_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'updates_new', seq FROM sqlite_sequence WHERE name = 'updates';

DROP TABLE updates;
ALTER TABLE updates_new RENAME TO updates;

CREATE INDEX updates_open ON updates (connection, id) WHERE noted_at IS NULL AND state <> 'planned';
CREATE INDEX updates_by_customer ON updates (connection, customer, id);
CREATE INDEX updates_by_run ON updates (run, state, line) WHERE run IS NOT NULL;
