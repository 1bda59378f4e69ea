-- Forecasts as they were made, and what came of them: both only grow.

CREATE TABLE forecast (
    number INTEGER PRIMARY KEY,
    made TEXT NOT NULL,     -- when it was made, UTC
    origin TEXT NOT NULL,   -- whose counts: text, or the format of imported events
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    what TEXT NOT NULL,     -- all, a quad class, a type, type/mode, meeting or meeting/form
    direction TEXT NOT NULL CHECK (direction IN ('both', 'forth', 'back')),
    start TEXT NOT NULL,    -- first and last day of what is forecast
    end TEXT NOT NULL,
    known TEXT NOT NULL,    -- JSON: the expected count, the interval, and the probability of each count from 0 on
    UNIQUE (origin, a, b, what, direction, start, end)
) STRICT;
CREATE TRIGGER forecast_stays BEFORE UPDATE ON forecast BEGIN SELECT raise(ABORT, 'a forecast is never changed'); END;
CREATE TRIGGER forecast_kept BEFORE DELETE ON forecast BEGIN SELECT raise(ABORT, 'a forecast is never deleted'); END;

CREATE TABLE forecast_end (
    forecast INTEGER PRIMARY KEY REFERENCES forecast,
    closed TEXT NOT NULL,   -- UTC
    outcome INTEGER NOT NULL,
    crps REAL NOT NULL,
    brier REAL NOT NULL     -- of the probability that there is any
) STRICT;
CREATE TRIGGER end_stays BEFORE UPDATE ON forecast_end BEGIN SELECT raise(ABORT, 'a score is never changed'); END;
CREATE TRIGGER end_kept BEFORE DELETE ON forecast_end BEGIN SELECT raise(ABORT, 'a score is never deleted'); END;
