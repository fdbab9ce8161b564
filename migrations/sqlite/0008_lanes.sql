-- Which provider group takes the mail of an address (model/providers.tsv), as far as it was known when it was planned.
ALTER TABLE deliveries ADD COLUMN lane TEXT NOT NULL DEFAULT 'other';
DROP INDEX deliveries_ready;
CREATE INDEX deliveries_ready ON deliveries (mailing_id, lane, due_ms, id) WHERE state IN ('pending', 'deferred');

-- The lanes a mailing has copies in (0 = single messages), so that a claim asks for one lane at a time.
CREATE TABLE mailing_lanes (
    mailing_id INTEGER NOT NULL,
    lane TEXT NOT NULL,
    PRIMARY KEY (mailing_id, lane)
) STRICT, WITHOUT ROWID;
INSERT INTO mailing_lanes (mailing_id, lane) SELECT id, 'other' FROM mailings;
INSERT INTO mailing_lanes (mailing_id, lane) VALUES (0, 'other');

-- Steps below the allowed pace, and when the last was taken.
ALTER TABLE relay_levels ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;
ALTER TABLE relay_levels ADD COLUMN slowed_ms INTEGER NOT NULL DEFAULT 0;

-- What somebody must look at. One open alert per matter; cleared when the matter is over or a person says so.
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    matter TEXT NOT NULL,
    message TEXT NOT NULL,
    raised_ms INTEGER NOT NULL,
    cleared_ms INTEGER,
    cleared_by TEXT
) STRICT;
CREATE UNIQUE INDEX alerts_open ON alerts (matter) WHERE cleared_ms IS NULL;

-- Copies begun on a day (UTC), where the office set a cap for it.
CREATE TABLE days (
    day INTEGER PRIMARY KEY,
    begun INTEGER NOT NULL
) STRICT;
