-- Counts that pages show of a record of any size, carried on as rows come and go.

CREATE TABLE tally (
    what TEXT NOT NULL, -- the table
    kind TEXT NOT NULL, -- of its rows, empty where they have none
    number INTEGER NOT NULL,
    PRIMARY KEY (what, kind)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sentence_comes AFTER INSERT ON sentence BEGIN
    INSERT INTO tally VALUES ('sentence', '', 1) ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER sentence_goes AFTER DELETE ON sentence BEGIN
    UPDATE tally SET number = number - 1 WHERE what = 'sentence' AND kind = '';
END;
CREATE TRIGGER mention_comes AFTER INSERT ON mention BEGIN
    INSERT INTO tally VALUES ('mention', new.kind, 1) ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER mention_goes AFTER DELETE ON mention BEGIN
    UPDATE tally SET number = number - 1 WHERE what = 'mention' AND kind = old.kind;
END;
CREATE TRIGGER happening_comes AFTER INSERT ON happening BEGIN
    INSERT INTO tally VALUES ('happening', new.kind, 1) ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER happening_goes AFTER DELETE ON happening BEGIN
    UPDATE tally SET number = number - 1 WHERE what = 'happening' AND kind = old.kind;
END;
INSERT INTO tally SELECT 'sentence', '', count(*) FROM sentence;
INSERT INTO tally SELECT 'mention', kind, count(*) FROM mention GROUP BY kind;
INSERT INTO tally SELECT 'happening', kind, count(*) FROM happening GROUP BY kind;

-- What happening_time holds, by month.
CREATE TABLE course (
    kind TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    quad TEXT NOT NULL,
    status TEXT NOT NULL,
    month TEXT NOT NULL, -- 2024-05, empty where it is not known
    happenings INTEGER NOT NULL,
    PRIMARY KEY (kind, a, b, quad, status, month)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER happening_time_comes AFTER INSERT ON happening_time BEGIN
    INSERT INTO course VALUES (new.kind, new.a, new.b, new.quad, new.status,
        iif(substr(new.day, 1, 7) = substr(new.last, 1, 7) AND new.day < '9999-12-31', substr(new.day, 1, 7), ''), 1)
    ON CONFLICT DO UPDATE SET happenings = happenings + 1;
END;
CREATE TRIGGER happening_time_goes AFTER DELETE ON happening_time BEGIN
    UPDATE course SET happenings = happenings - 1
    WHERE kind = old.kind AND a = old.a AND b = old.b AND quad = old.quad AND status = old.status AND month
        = iif(substr(old.day, 1, 7) = substr(old.last, 1, 7) AND old.day < '9999-12-31', substr(old.day, 1, 7), '');
    DELETE FROM course
    WHERE kind = old.kind AND a = old.a AND b = old.b AND quad = old.quad AND status = old.status AND happenings < 1;
END;
INSERT INTO course
SELECT kind, a, b, quad, status,
    iif(substr(day, 1, 7) = substr(last, 1, 7) AND day < '9999-12-31', substr(day, 1, 7), ''), count(*)
FROM happening_time GROUP BY 1, 2, 3, 4, 5, 6;

-- Who dealt with whom in a span: what begins in it, and the few that began before and may have lasted.
CREATE INDEX happening_time_day ON happening_time (day, a, b, quad)
WHERE kind = 'event' AND status = 'occurred' AND a <> '';
CREATE INDEX happening_time_long ON happening_time (last, day, a, b, quad)
WHERE kind = 'event' AND status = 'occurred' AND a <> '' AND day < last;

-- A kind of the whole record in order of time.
CREATE INDEX happening_day ON happening (kind, coalesce(first, last, '9999-12-31'));
DROP INDEX happening_kind;
