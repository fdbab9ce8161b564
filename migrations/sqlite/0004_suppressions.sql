-- Addresses we must not write to, and why. A pause is one with an end. Imports and restores never undo one.
CREATE TABLE suppressions (
    id INTEGER PRIMARY KEY,
    address_key TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('office', 'issue', 'region')),
    -- The issue or region; 0 for the office.
    scope_id INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL CHECK (reason IN ('unsubscribed', 'paused', 'bounced', 'complained', 'officer', 'erased')),
    source TEXT NOT NULL,
    until_ms INTEGER,
    delivery_id INTEGER,
    created_ms INTEGER NOT NULL,
    lifted_ms INTEGER,
    lifted_by TEXT
) STRICT;
CREATE UNIQUE INDEX suppressions_active ON suppressions (address_key, scope, scope_id, reason) WHERE lifted_ms IS NULL;
