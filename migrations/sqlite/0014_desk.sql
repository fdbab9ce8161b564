-- How an officer proves who they are, and how the desk speaks to them.
ALTER TABLE officers ADD COLUMN password TEXT;
-- The second factor's key, sealed with a key that is not in the database; the last step used, so that no code counts twice.
ALTER TABLE officers ADD COLUMN factor TEXT;
ALTER TABLE officers ADD COLUMN factor_ms INTEGER;
ALTER TABLE officers ADD COLUMN factor_step INTEGER NOT NULL DEFAULT 0;
ALTER TABLE officers ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE officers ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE officers ADD COLUMN signature TEXT NOT NULL DEFAULT '';
ALTER TABLE officers ADD COLUMN shortcuts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE officers ADD COLUMN removed_ms INTEGER;

CREATE TABLE recovery_codes (
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    sha256 TEXT NOT NULL,
    used_ms INTEGER,
    PRIMARY KEY (officer_id, sha256)
) STRICT, WITHOUT ROWID;

-- Only the digest of a session's token is kept.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    agent TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL,
    -- When the officer last proved who they are.
    proof_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_officer ON sessions (officer_id);

-- A browser on which the second factor was given and need not be for a while.
CREATE TABLE trusted_browsers (
    sha256 TEXT PRIMARY KEY,
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    ends_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Failed proofs in a row, by what they were about (a digest); survives a restart.
CREATE TABLE tries (
    subject TEXT PRIMARY KEY,
    failed INTEGER NOT NULL,
    last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Links that work once: first set-up, invitation, signing in by mail.
CREATE TABLE one_time_links (
    sha256 TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('set_up', 'invite', 'sign_in')),
    officer_id INTEGER REFERENCES officers (id),
    created_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL,
    used_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Forms that were sent: the same one again leads to where the first led.
CREATE TABLE presses (
    once TEXT PRIMARY KEY,
    officer_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    led_to TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX presses_at ON presses (at_ms);

-- The audit trail is only ever added to; each line carries the digest of itself and the line before.
ALTER TABLE audit ADD COLUMN digest TEXT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
