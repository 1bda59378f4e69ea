-- The record's first form. Offsets are in code points, days are ISO 8601; JSON is ASCII with sorted keys.

CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL, -- grows with every change of documents or mentions
    matched INTEGER NOT NULL,  -- the revision that the happenings were made from
    seal TEXT NOT NULL         -- hash of the happenings' rows, here of none
) STRICT;
INSERT INTO state VALUES (1, 0, 0, 'e3b0c44298fc1c14');

CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,       -- hash of the text
    essence TEXT NOT NULL,         -- hash of the details that coding depends on
    coded_as TEXT,                 -- the essence that its mentions were coded with
    coder TEXT NOT NULL,           -- empty where it is not coded yet
    first TEXT,                    -- first and last day that it may be of
    last TEXT,
    dated TEXT,                    -- JSON: its date as the coder has it
    details TEXT NOT NULL,         -- JSON: what its readings tell of it together
    mentions TEXT NOT NULL,        -- hash of its mentions' rows
    seal TEXT NOT NULL,            -- hash of all columns from id to mentions
    text TEXT NOT NULL
) STRICT;
CREATE INDEX document_stale ON document (id) WHERE coded_as IS NOT essence;

CREATE TABLE name (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (document, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_document ON name (name);

CREATE TABLE ledger (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    outcome TEXT NOT NULL, -- the text's hash, or the status and reason of a refusal
    status TEXT NOT NULL CHECK (status IN ('ok', 'duplicate', 'rejected', 'failed', 'truncated')),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    name TEXT NOT NULL,
    at TEXT NOT NULL,      -- when it was read, UTC
    UNIQUE (source, outcome)
) STRICT;
CREATE INDEX ledger_status ON ledger (status);
CREATE INDEX ledger_outcome ON ledger (outcome);

CREATE TABLE sentence (
    number INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL
) STRICT;
CREATE INDEX sentence_document ON sentence (document, start);
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = "porter unicode61 remove_diacritics 2"
);

CREATE TABLE mention (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    first TEXT, -- first and last day that it may tell of
    last TEXT,
    coder TEXT NOT NULL,
    body TEXT NOT NULL -- JSON: all else
) STRICT;
CREATE INDEX mention_document ON mention (document, start, end, id);
CREATE INDEX mention_kind ON mention (kind, document, start, end, id);

CREATE TABLE mention_actor (
    mention INTEGER NOT NULL REFERENCES mention ON DELETE CASCADE,
    code TEXT NOT NULL,  -- state or body, empty where unknown
    actor TEXT NOT NULL, -- the actor's id, empty where it is a bare code
    field TEXT NOT NULL,
    PRIMARY KEY (mention, code, actor, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_actor_code ON mention_actor (code, mention);
CREATE INDEX mention_actor_actor ON mention_actor (actor, mention);

-- What follows is made from the mentions by matching, and can be made again.

CREATE TABLE origin (
    document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    origin TEXT NOT NULL
) STRICT;
CREATE INDEX origin_origin ON origin (origin);

CREATE TABLE happening (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    first TEXT,
    last TEXT,
    body TEXT NOT NULL -- JSON: all else
) STRICT;
CREATE INDEX happening_kind ON happening (kind);

-- Every pair of codes in a happening, the smaller as `a`; with `a` empty, every single code.
CREATE TABLE happening_pair (
    kind TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    happening INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE,
    PRIMARY KEY (kind, a, b, happening)
) STRICT, WITHOUT ROWID;
CREATE INDEX happening_pair_happening ON happening_pair (happening);
