-- Who takes questions: desks with their people and hours, rotas, and who is away.
CREATE TABLE desks (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    time_zone TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('pick', 'turns', 'fewest')),
    lead_id INTEGER REFERENCES officers (id),
    -- The rota that covers when the desk is closed; none = the fallback.
    after_rota_id INTEGER,
    -- Minutes until an unclaimed inquiry is told further, in hours and out of hours.
    unclaimed_in INTEGER NOT NULL DEFAULT 30,
    unclaimed_out INTEGER NOT NULL DEFAULT 15,
    -- Minutes of desk hours until a first answer is due.
    target INTEGER NOT NULL DEFAULT 240,
    -- A second pair of eyes on every answer.
    reviewed INTEGER NOT NULL DEFAULT 0,
    -- What is said at once: JSON by language; telephone number named in it.
    acknowledgements TEXT NOT NULL DEFAULT '{}',
    telephone TEXT NOT NULL DEFAULT '',
    last_turn INTEGER NOT NULL DEFAULT 0,
    removed_ms INTEGER
) STRICT;

CREATE TABLE desk_members (
    desk_id INTEGER NOT NULL REFERENCES desks (id),
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    PRIMARY KEY (desk_id, officer_id)
) STRICT, WITHOUT ROWID;

-- Weekly hours, in minutes of the desk's local day; Monday = 1.
CREATE TABLE desk_hours (
    desk_id INTEGER NOT NULL REFERENCES desks (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens INTEGER NOT NULL,
    closes INTEGER NOT NULL,
    PRIMARY KEY (desk_id, weekday, opens),
    CHECK (opens >= 0 AND opens < closes AND closes <= 1440)
) STRICT, WITHOUT ROWID;

-- Days on which a desk is closed although it is a weekday; desk 0 = every desk.
CREATE TABLE holidays (
    desk_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (desk_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE rotas (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    time_zone TEXT NOT NULL,
    removed_ms INTEGER
) STRICT;

-- Weekly shifts by the clock on the wall; one that ends before it starts goes over midnight. Weeks: every, or A and B
-- in turn (ISO week odd and even).
CREATE TABLE rota_shifts (
    id INTEGER PRIMARY KEY,
    rota_id INTEGER NOT NULL REFERENCES rotas (id),
    week TEXT NOT NULL CHECK (week IN ('every', 'odd', 'even')),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    starts INTEGER NOT NULL CHECK (starts BETWEEN 0 AND 1439),
    ends INTEGER NOT NULL CHECK (ends BETWEEN 1 AND 1440),
    primary_id INTEGER NOT NULL REFERENCES officers (id),
    backup_id INTEGER REFERENCES officers (id)
) STRICT;

-- Somebody else takes a stretch of it.
CREATE TABLE rota_overrides (
    id INTEGER PRIMARY KEY,
    rota_id INTEGER NOT NULL REFERENCES rotas (id),
    starts_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL,
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    made_by TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    removed_ms INTEGER,
    CHECK (starts_ms < ends_ms)
) STRICT;

CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    starts_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL,
    deputy_id INTEGER REFERENCES officers (id),
    created_ms INTEGER NOT NULL,
    removed_ms INTEGER,
    CHECK (starts_ms < ends_ms),
    CHECK (deputy_id IS NULL OR deputy_id <> officer_id)
) STRICT;
CREATE INDEX absences_officer ON absences (officer_id, ends_ms) WHERE removed_ms IS NULL;

-- Addresses an officer writes from, beside the one they sign in with.
CREATE TABLE officer_addresses (
    address_key TEXT PRIMARY KEY,
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    address TEXT NOT NULL,
    verified_ms INTEGER
) STRICT, WITHOUT ROWID;
