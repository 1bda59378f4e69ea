-- What keeps an input from being lost: writes counted, attempts remembered, feeds with what they answered last.

ALTER TABLE state ADD COLUMN commits INTEGER NOT NULL DEFAULT 0; -- compared with what was acknowledged, see connection

CREATE TABLE entered (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    outcome TEXT NOT NULL, -- the text's hash, or the status and reason of a refusal
    status TEXT NOT NULL CHECK (status IN ('ok', 'duplicate', 'skipped', 'rejected', 'failed', 'truncated')),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    name TEXT NOT NULL,
    at TEXT NOT NULL,      -- when it was read, UTC
    UNIQUE (source, outcome)
) STRICT;
INSERT INTO entered SELECT number, source, outcome, status, reason, detail, name, at FROM ledger;
DROP TABLE ledger;
ALTER TABLE entered RENAME TO ledger;
CREATE INDEX ledger_status ON ledger (status);
CREATE INDEX ledger_outcome ON ledger (outcome);

-- Texts that ended a worker of this coder.
CREATE TABLE attempt (
    item TEXT NOT NULL, -- the text's hash
    coder TEXT NOT NULL,
    times INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (item, coder)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed (
    address TEXT PRIMARY KEY,
    etag TEXT NOT NULL,     -- as the server gave them, to be sent back
    modified TEXT NOT NULL,
    failures INTEGER NOT NULL, -- in a row
    due REAL NOT NULL       -- not to be fetched before, seconds from 1970
) STRICT, WITHOUT ROWID;
