-- The one row that says which database this is and whether it may send at all.
CREATE TABLE instance (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    place TEXT NOT NULL,
    quarantined_ms INTEGER,
    killed_ms INTEGER,
    killed_by TEXT,
    -- Fingerprint of the shipped region data that `regions` holds.
    regions_version INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO instance (id, place) VALUES (1, '');

-- Senders, past and present. On PostgreSQL a living one holds a session advisory lock on its id.
CREATE TABLE workers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    ended_ms INTEGER
) STRICT;

-- The stored rate level (GCRA theoretical arrival time) and health of each relay and lane ('' = the relay itself).
CREATE TABLE relay_levels (
    relay TEXT NOT NULL,
    lane TEXT NOT NULL,
    arrival_us INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    retry_ms INTEGER NOT NULL DEFAULT 0,
    halted_ms INTEGER,
    halt_reason TEXT,
    PRIMARY KEY (relay, lane)
) STRICT;

CREATE TABLE officers (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'writer', 'approver', 'admin')),
    created_ms INTEGER NOT NULL
) STRICT;

-- Every act that matters, append-only.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
