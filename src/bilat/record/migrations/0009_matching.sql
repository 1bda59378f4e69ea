-- What matching keeps of its last run, so that the next one looks only at what is new or changed.

ALTER TABLE state ADD COLUMN happenings INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN matchings INTEGER NOT NULL DEFAULT 0; -- how often matching wrote
ALTER TABLE state ADD COLUMN persons TEXT NOT NULL DEFAULT '';     -- the rulings on persons that held then
UPDATE state SET happenings = (SELECT count(*) FROM happening);

-- A document as it was matched.
CREATE TABLE fingerprint (
    document TEXT PRIMARY KEY, -- id
    stamp TEXT NOT NULL,       -- the document's seal
    signature BLOB NOT NULL,   -- MinHash
    declared TEXT NOT NULL,    -- its origin and its outlet, in plain words
    printed TEXT NOT NULL,
    house TEXT NOT NULL,       -- who reported it, as far as it says so itself
    origin TEXT NOT NULL,      -- the document that stands for all its copies
    reporter TEXT NOT NULL     -- who reported it first, by all its copies
) STRICT, WITHOUT ROWID;

-- Two documents that were compared word for word.
CREATE TABLE compared (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    copy INTEGER NOT NULL CHECK (copy IN (0, 1)),
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX compared_b ON compared (b);

-- A mention that was matched; `twin` is common to those that are one from the start.
CREATE TABLE node (
    mention TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    twin INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX node_document ON node (document);
CREATE INDEX node_twin ON node (twin, mention);

-- Where the first of each kind of twins stands, and where it looks for others.
CREATE TABLE spot (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,  -- proleptic ordinal
    place TEXT NOT NULL,   -- in a crowd
    mention TEXT NOT NULL,
    PRIMARY KEY (key, day, place, mention)
) STRICT, WITHOUT ROWID;
CREATE INDEX spot_mention ON spot (mention);

CREATE TABLE stretch (
    key INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    place TEXT NOT NULL,
    mention TEXT NOT NULL,
    PRIMARY KEY (key, first, last, place, mention)
) STRICT, WITHOUT ROWID;
CREATE INDEX stretch_mention ON stretch (mention);

-- Which other each sees whose likeness to it is enough.
CREATE TABLE link (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_b ON link (b);

-- What rulings said of a mention.
CREATE TABLE ruled (
    mention TEXT PRIMARY KEY,
    what TEXT NOT NULL
) STRICT, WITHOUT ROWID;
