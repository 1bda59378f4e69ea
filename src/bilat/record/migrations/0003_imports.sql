-- Events that others coded, from files of theirs. Days count from 1970-01-01.

CREATE TABLE imported_file (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    hash TEXT NOT NULL,          -- of the file's bytes
    format TEXT NOT NULL,
    lines INTEGER NOT NULL,      -- how far it is read
    done INTEGER NOT NULL CHECK (done IN (0, 1)),
    events INTEGER NOT NULL,
    duplicates INTEGER NOT NULL, -- events that another line or file had told already
    malformed INTEGER NOT NULL,
    at TEXT NOT NULL,            -- when it was begun, UTC
    UNIQUE (hash, format)
) STRICT;

CREATE TABLE imported_fault (
    file INTEGER NOT NULL REFERENCES imported_file ON DELETE CASCADE,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (file, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE imported_act (
    number INTEGER PRIMARY KEY,
    format TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL, -- PLOVER's; empty for a mere statement
    mode TEXT NOT NULL,
    quad TEXT NOT NULL,
    goldstein REAL,
    intensity REAL,
    UNIQUE (format, code)
) STRICT;

CREATE TABLE imported_name (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- The events themselves, in the order in which a dyad's series is read.
CREATE TABLE imported_event (
    source TEXT NOT NULL, -- code of a state or body, empty where unknown
    target TEXT NOT NULL,
    day INTEGER NOT NULL,
    act INTEGER NOT NULL REFERENCES imported_act,
    file INTEGER NOT NULL REFERENCES imported_file,
    line INTEGER NOT NULL,
    source_name INTEGER NOT NULL REFERENCES imported_name,
    target_name INTEGER NOT NULL REFERENCES imported_name,
    reports INTEGER NOT NULL,
    PRIMARY KEY (source, target, day, act, file, line)
) STRICT, WITHOUT ROWID;

-- The data sets' own names of events, where they have such: one event is one row in whatever file it comes.
CREATE TABLE imported_key (
    format TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (format, key)
) STRICT, WITHOUT ROWID;

-- What follows is counted from the events.

CREATE TABLE imported_total (
    code TEXT NOT NULL, -- empty for all events together
    format TEXT NOT NULL,
    day INTEGER NOT NULL,
    role TEXT NOT NULL,
    events INTEGER NOT NULL,
    verbal_cooperation INTEGER NOT NULL,
    material_cooperation INTEGER NOT NULL,
    verbal_conflict INTEGER NOT NULL,
    material_conflict INTEGER NOT NULL,
    PRIMARY KEY (code, format, day, role)
) STRICT, WITHOUT ROWID;

-- Which names stand for whom, and how often each did.
CREATE TABLE imported_naming (
    code TEXT NOT NULL,
    name INTEGER NOT NULL REFERENCES imported_name,
    format TEXT NOT NULL,
    way TEXT NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (code, name, format, way)
) STRICT, WITHOUT ROWID;
