-- What the office agreed with itself on the desk; it comes before what the configuration says.
CREATE TABLE rules (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tokens of programs. Only the digest is kept.
CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    -- Words separated by spaces.
    scopes TEXT NOT NULL,
    made_by INTEGER NOT NULL REFERENCES officers (id),
    created_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL,
    seen_ms INTEGER,
    revoked_ms INTEGER
) STRICT;

-- When an officer was last here; their sessions do not outlive them.
ALTER TABLE officers ADD COLUMN seen_ms INTEGER;
