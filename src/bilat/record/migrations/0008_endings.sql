-- What became of an expectation may be ruled too; the log is kept as it is.

CREATE TABLE ruled (
    number INTEGER PRIMARY KEY,
    verdict TEXT NOT NULL CHECK (
        verdict IN ('same', 'different', 'wrong', 'unsure', 'undo', 'borne-out', 'not-borne-out', 'overtaken')
    ),
    left TEXT NOT NULL,  -- JSON: anchors, each [kind, id, document, start, end, [what it said]]
    right TEXT NOT NULL,
    undoes INTEGER REFERENCES ruled,
    by TEXT NOT NULL,
    at TEXT NOT NULL     -- UTC
) STRICT;
INSERT INTO ruled SELECT number, verdict, left, right, undoes, by, at FROM ruling ORDER BY number;
DROP TRIGGER ruling_stays;
DROP TRIGGER ruling_kept;
DROP TABLE ruling;
ALTER TABLE ruled RENAME TO ruling;
CREATE TRIGGER ruling_stays BEFORE UPDATE ON ruling BEGIN SELECT raise(ABORT, 'a ruling is never changed'); END;
CREATE TRIGGER ruling_kept BEFORE DELETE ON ruling BEGIN SELECT raise(ABORT, 'a ruling is never deleted'); END;
