-- Which names stood for whom in which year: what a data set names changes over time, and so does its coverage.

CREATE TABLE named (
    code TEXT NOT NULL,
    name INTEGER NOT NULL REFERENCES imported_name,
    format TEXT NOT NULL,
    way TEXT NOT NULL,
    year INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (code, name, format, way, year)
) STRICT, WITHOUT ROWID;

INSERT INTO named
SELECT sided.code, sided.name, sided.format, way, CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER), count(*)
FROM (
    SELECT imported_event.source AS code, source_name AS name, format, day
    FROM imported_event JOIN imported_file ON number = file
    UNION ALL
    SELECT target, target_name, format, day FROM imported_event JOIN imported_file ON number = file
) AS sided
JOIN imported_naming AS old ON old.code = sided.code AND old.name = sided.name AND old.format = sided.format
GROUP BY 1, 2, 3, 4, 5;

DROP TABLE imported_naming;
ALTER TABLE named RENAME TO imported_naming;
