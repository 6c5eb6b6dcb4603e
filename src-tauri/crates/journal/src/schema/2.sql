-- A run of many updates can be taken up again after a restart, and its outcome be written without the file.

-- Of the file: its digest, sheet, headers, and how its columns were understood. `stop`: why it does not go on.
ALTER TABLE runs ADD COLUMN source BLOB;
ALTER TABLE runs ADD COLUMN stop BLOB;

-- `row`: of the sheet. `wave`: all lines of one are over before the next begins. `tries`: how often it may have
-- been sent. `sent`: the number it would have had as an update of its own, by which it stands among the family's.
ALTER TABLE updates ADD COLUMN row INTEGER;
ALTER TABLE updates ADD COLUMN wave INTEGER;
ALTER TABLE updates ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE updates ADD COLUMN sent INTEGER;
ALTER TABLE updates ADD COLUMN skip TEXT CHECK (skip IN ('cancelled', 'password_gone', 'unreadable'));

-- Thousands of lines wait to be sent, and nobody has to see each of their outcomes.
DROP INDEX updates_open;
CREATE INDEX updates_open ON updates (connection, id) WHERE noted_at IS NULL AND state <> 'planned';

-- The rows of the sheet, those without an update included, a hundred or so in each chunk. The numbers stand before
-- the ciphertext, which fills pages that are then not read where only they are wanted.
CREATE TABLE run_rows (
    run        INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    chunk      INTEGER NOT NULL,
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    key        INTEGER NOT NULL REFERENCES keys (id),
    count      INTEGER NOT NULL,
    same       INTEGER NOT NULL,
    repeated   INTEGER NOT NULL,
    left_out   INTEGER NOT NULL,
    rows       BLOB NOT NULL,
    PRIMARY KEY (run, chunk)
) STRICT;
