-- What persons ruled: a log that only grows.

CREATE TABLE ruling (
    number INTEGER PRIMARY KEY,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'wrong', 'unsure', 'undo')),
    left TEXT NOT NULL,  -- JSON: anchors, each [kind, id, document, start, end, [what it said]]
    right TEXT NOT NULL,
    undoes INTEGER REFERENCES ruling,
    by TEXT NOT NULL,
    at TEXT NOT NULL     -- UTC
) STRICT;
CREATE TRIGGER ruling_stays BEFORE UPDATE ON ruling BEGIN SELECT raise(ABORT, 'a ruling is never changed'); END;
CREATE TRIGGER ruling_kept BEFORE DELETE ON ruling BEGIN SELECT raise(ABORT, 'a ruling is never deleted'); END;
