-- Where the media inbox's mail comes from. The cursor of an IMAP folder is its UIDVALIDITY and the last UID kept.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('lmtp', 'imap', 'maildir', 'command')),
    uid_validity INTEGER NOT NULL DEFAULT 0,
    last_uid INTEGER NOT NULL DEFAULT 0,
    -- When it last answered as it should, and what it said when it did not.
    well_ms INTEGER NOT NULL DEFAULT 0,
    failing_ms INTEGER,
    trouble TEXT NOT NULL DEFAULT '',
    -- Messages kept from it, counted apart from their rows: a row that goes missing shows.
    kept INTEGER NOT NULL DEFAULT 0,
    counted_ms INTEGER NOT NULL DEFAULT 0,
    created_ms INTEGER NOT NULL
) STRICT;

-- Every message exactly as it came in, kept before it is acknowledged. Only the retention round removes a body.
CREATE TABLE inbound (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    -- What the source calls it (`uidvalidity:uid`); the same one again is not a new message.
    transport_key TEXT,
    received_ms INTEGER NOT NULL,
    -- The envelope: the return path ('' = null), all recipients as a JSON array, and those of them that are misspelt, likewise.
    return_path TEXT NOT NULL,
    recipients TEXT NOT NULL,
    misspelt TEXT NOT NULL DEFAULT '[]',
    peer TEXT NOT NULL DEFAULT '',
    helo TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    body BLOB,
    -- 1: too large to take; the body is its header only.
    partial INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('ready', 'decided', 'parked')),
    -- 0 first: tokens and people we know; 1 all others.
    lane INTEGER NOT NULL DEFAULT 1,
    due_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- Who reads it now, and until when nobody else does.
    fence INTEGER NOT NULL DEFAULT 0,
    lease_ms INTEGER,
    -- What it was found to be, why (JSON: [{"sign": …, "decides": …}]), and by which state of the rules.
    class TEXT CHECK (class IN ('own_copy', 'canary', 'bounce', 'complaint', 'receipt', 'unsubscribe', 'officer_reply', 'auto_reply',
        'challenge', 'opportunity', 'bulk', 'spam', 'duplicate', 'inquiry')),
    evidence TEXT NOT NULL DEFAULT '[]',
    pipeline INTEGER NOT NULL DEFAULT 0,
    message_id TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL DEFAULT '',
    duplicate_of INTEGER REFERENCES inbound (id),
    -- Best guess at who and what, so that also a message nobody could read has a line.
    from_line TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    decided_ms INTEGER,
    -- An officer said that it is an inquiry after all.
    promoted_by TEXT,
    trouble TEXT NOT NULL DEFAULT '',
    CHECK ((state = 'decided') = (class IS NOT NULL)),
    UNIQUE (source_id, transport_key)
) STRICT;
CREATE INDEX inbound_ready ON inbound (lane, id) WHERE state = 'ready';
CREATE INDEX inbound_waiting ON inbound (id) WHERE state = 'ready';
CREATE INDEX inbound_sha256 ON inbound (source_id, sha256);
CREATE INDEX inbound_parked ON inbound (id) WHERE state = 'parked';
CREATE INDEX inbound_class ON inbound (class, id) WHERE state = 'decided';
CREATE INDEX inbound_message_id ON inbound (message_id) WHERE message_id <> '';
CREATE INDEX inbound_digest ON inbound (digest) WHERE digest <> '';

-- Other names under which a source gave a message it had given before: an IMAP folder that was numbered anew, a message
-- that was moved out and back.
CREATE TABLE inbound_again (
    source_id INTEGER NOT NULL REFERENCES sources (id),
    transport_key TEXT NOT NULL,
    inbound_id INTEGER NOT NULL REFERENCES inbound (id),
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (source_id, transport_key)
) STRICT;
CREATE INDEX inbound_again_of ON inbound_again (inbound_id);

-- The inbox's own signs of life: sent to the public address, and seen again or not.
CREATE TABLE canaries (
    round INTEGER PRIMARY KEY,
    sent_ms INTEGER NOT NULL,
    seen_ms INTEGER
) STRICT;

-- Proposals for the directory, read from what came back: away until, left the outlet, write to somebody else.
CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL,
    inbound_id INTEGER REFERENCES inbound (id),
    kind TEXT NOT NULL CHECK (kind IN ('away_until', 'left', 'write_to', 'asks_to_leave', 'new_address')),
    detail TEXT NOT NULL,
    words TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    settled_ms INTEGER,
    settled_by TEXT,
    taken INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX suggestions_open ON suggestions (contact_id) WHERE settled_ms IS NULL;

-- Copies that came back for a reason that may pass (a full mailbox): counted per address, never a reason to stop alone.
CREATE TABLE soft_bounces (
    delivery_id INTEGER PRIMARY KEY REFERENCES deliveries (id),
    at_ms INTEGER NOT NULL,
    -- The code it was said with: `4.2.2`.
    detail TEXT NOT NULL
) STRICT;
