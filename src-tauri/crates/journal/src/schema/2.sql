-- `left_by`: no byte of the update can have left later. `noted_at`: when a person saw the outcome,
-- or gave the update up; what nobody knows yet cannot have been seen. `reason` is sealed.
ALTER TABLE updates ADD COLUMN left_by INTEGER;
ALTER TABLE updates ADD COLUMN noted_at INTEGER
    CHECK (noted_at IS NULL OR state NOT IN ('intent', 'unknown'));
ALTER TABLE updates ADD COLUMN reason BLOB;

-- Version 1 showed each outcome as soon as it had it.
UPDATE updates SET noted_at = coalesce(settled_at, started_at)
WHERE state NOT IN ('intent', 'unknown');

DROP INDEX updates_pending;
CREATE INDEX updates_open ON updates (connection, id) WHERE noted_at IS NULL;

-- Whether it was reported that details under this key cannot be read under another.
ALTER TABLE keys ADD COLUMN noted INTEGER NOT NULL DEFAULT 0 CHECK (noted IN (0, 1));
