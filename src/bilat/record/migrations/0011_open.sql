-- What has a last day only ("by 2015") may have been on any day before: it is of every span that ends before that day,
-- and no month of it is known.
ALTER TABLE happening_time ADD COLUMN begins INTEGER NOT NULL DEFAULT 1; -- 0 where only the last day is known

DROP TRIGGER happening_pair_comes;
CREATE TRIGGER happening_pair_comes AFTER INSERT ON happening_pair BEGIN
    INSERT OR IGNORE INTO happening_time
    SELECT new.kind, new.a, new.b, coalesce(first, last, '9999-12-31'), number, coalesce(last, '9999-12-31'),
        coalesce(json_extract(body, '$.fields.quad'), ''), coalesce(json_extract(body, '$.fields.status'), ''),
        first IS NOT NULL OR last IS NULL
    FROM happening WHERE number = new.happening;
    INSERT INTO dyad SELECT new.a, new.b, 1 WHERE new.a <> ''
    ON CONFLICT DO UPDATE SET happenings = happenings + 1;
END;

DROP TRIGGER happening_time_comes;
CREATE TRIGGER happening_time_comes AFTER INSERT ON happening_time BEGIN
    INSERT INTO course VALUES (new.kind, new.a, new.b, new.quad, new.status,
        iif(substr(new.day, 1, 7) = substr(new.last, 1, 7) AND new.day < '9999-12-31' AND new.begins,
            substr(new.day, 1, 7), ''), 1)
    ON CONFLICT DO UPDATE SET happenings = happenings + 1;
END;
DROP TRIGGER happening_time_goes;
CREATE TRIGGER happening_time_goes AFTER DELETE ON happening_time BEGIN
    UPDATE course SET happenings = happenings - 1
    WHERE kind = old.kind AND a = old.a AND b = old.b AND quad = old.quad AND status = old.status AND month
        = iif(substr(old.day, 1, 7) = substr(old.last, 1, 7) AND old.day < '9999-12-31' AND old.begins,
            substr(old.day, 1, 7), '');
    DELETE FROM course
    WHERE kind = old.kind AND a = old.a AND b = old.b AND quad = old.quad AND status = old.status AND happenings < 1;
END;

UPDATE happening_time SET begins = 0
WHERE day = last AND happening IN (SELECT number FROM happening WHERE first IS NULL AND last IS NOT NULL);
DELETE FROM course;
INSERT INTO course
SELECT kind, a, b, quad, status,
    iif(substr(day, 1, 7) = substr(last, 1, 7) AND day < '9999-12-31' AND begins, substr(day, 1, 7), ''), count(*)
FROM happening_time GROUP BY 1, 2, 3, 4, 5, 6;

-- Who dealt with whom in a span: beside what begins in it and what had begun, what may have begun at any time.
CREATE INDEX happening_time_open ON happening_time (last, a, b, quad)
WHERE kind = 'event' AND status = 'occurred' AND a <> '' AND NOT begins;
