-- Made from the happenings as they come and go: for pages, which read a few rows out of a million.

CREATE TABLE happening_time (
    kind TEXT NOT NULL,
    a TEXT NOT NULL, -- as in happening_pair
    b TEXT NOT NULL,
    day TEXT NOT NULL,  -- the first day that it may be of, else the last, else 9999-12-31: the order of lists
    happening INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE,
    last TEXT NOT NULL, -- the last day that it may be of, 9999-12-31 where that is open
    quad TEXT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (kind, a, b, day, happening)
) STRICT, WITHOUT ROWID;
CREATE INDEX happening_time_happening ON happening_time (happening);

CREATE TABLE dyad (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    happenings INTEGER NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyad_activity ON dyad (happenings, a, b);
CREATE INDEX dyad_other ON dyad (b, a);

CREATE TABLE happening_mention (
    mention TEXT NOT NULL,
    happening INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE,
    PRIMARY KEY (mention, happening)
) STRICT, WITHOUT ROWID;
CREATE INDEX happening_mention_happening ON happening_mention (happening);

CREATE INDEX document_days ON document (first, last);

CREATE TRIGGER happening_has_mentions AFTER INSERT ON happening BEGIN
    INSERT OR IGNORE INTO happening_mention
    SELECT value, new.number FROM json_each(new.body, '$.mentions');
END;
CREATE TRIGGER happening_pair_comes AFTER INSERT ON happening_pair BEGIN
    INSERT OR IGNORE INTO happening_time
    SELECT new.kind, new.a, new.b, coalesce(first, last, '9999-12-31'), number, coalesce(last, '9999-12-31'),
        coalesce(json_extract(body, '$.fields.quad'), ''), coalesce(json_extract(body, '$.fields.status'), '')
    FROM happening WHERE number = new.happening;
    INSERT INTO dyad SELECT new.a, new.b, 1 WHERE new.a <> ''
    ON CONFLICT DO UPDATE SET happenings = happenings + 1;
END;
CREATE TRIGGER happening_pair_goes AFTER DELETE ON happening_pair BEGIN
    DELETE FROM happening_time WHERE happening = old.happening AND kind = old.kind AND a = old.a AND b = old.b;
    UPDATE dyad SET happenings = happenings - 1 WHERE a = old.a AND b = old.b;
    DELETE FROM dyad WHERE a = old.a AND b = old.b AND happenings < 1;
END;

INSERT OR IGNORE INTO happening_mention
SELECT value, number FROM happening, json_each(body, '$.mentions');
INSERT OR IGNORE INTO happening_time
SELECT happening_pair.kind, a, b, coalesce(first, last, '9999-12-31'), number, coalesce(last, '9999-12-31'),
    coalesce(json_extract(body, '$.fields.quad'), ''), coalesce(json_extract(body, '$.fields.status'), '')
FROM happening_pair JOIN happening ON number = happening;
INSERT INTO dyad SELECT a, b, count(*) FROM happening_pair WHERE a <> '' GROUP BY 1, 2;
