-- One mailing (or single message) to one address, from planned to final. mailing_id 0 = a single message.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    mailing_id INTEGER NOT NULL,
    single_id INTEGER NOT NULL DEFAULT 0,
    contact_id INTEGER NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    -- Why this contact: the pair that matched. 0 = named by hand.
    issue_id INTEGER NOT NULL DEFAULT 0,
    region_id INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('pending', 'claimed', 'attempting', 'accepted', 'deferred', 'refused', 'in_doubt', 'left_out')),
    left_out TEXT CHECK (left_out IN ('unsubscribed', 'suppressed', 'stopped', 'withdrawn', 'expired', 'already_has_it')),
    due_ms INTEGER NOT NULL,
    fence INTEGER NOT NULL DEFAULT 0,
    owner INTEGER,
    lease_ms INTEGER,
    reply_by_ms INTEGER,
    -- Tries that reached this recipient; a relay's own trouble does not count.
    tries INTEGER NOT NULL DEFAULT 0,
    resends INTEGER NOT NULL DEFAULT 0,
    relay TEXT,
    code INTEGER,
    reply TEXT,
    sha256 TEXT,
    settled_ms INTEGER,
    CHECK ((state = 'left_out') = (left_out IS NOT NULL)),
    CHECK ((state IN ('claimed', 'attempting')) = (owner IS NOT NULL)),
    UNIQUE (mailing_id, address_key, single_id)
) STRICT;
CREATE INDEX deliveries_ready ON deliveries (mailing_id, due_ms, id) WHERE state IN ('pending', 'deferred');
-- Small: only what workers hold now. Leading with the mailing answers "is anything of it still under way?".
CREATE INDEX deliveries_owned ON deliveries (mailing_id, owner) WHERE state IN ('claimed', 'attempting');
CREATE INDEX deliveries_doubt ON deliveries (mailing_id, reply_by_ms) WHERE state = 'in_doubt';
CREATE INDEX deliveries_address ON deliveries (address_key);

-- What a copy's bytes depend on beyond the letter. Erasure blanks it.
CREATE TABLE delivery_slots (
    delivery_id INTEGER PRIMARY KEY REFERENCES deliveries (id),
    name TEXT NOT NULL,
    outlet TEXT NOT NULL,
    language TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- This person's opens may be recorded by name.
    consented INTEGER NOT NULL DEFAULT 0,
    -- The Message-ID of their copy of what is now corrected or followed up.
    in_reply_to TEXT
) STRICT;

-- Every try, by which relay, with the reply as it came.
CREATE TABLE attempts (
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id),
    fence INTEGER NOT NULL,
    relay TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    phase TEXT,
    outcome TEXT,
    code INTEGER,
    reply TEXT,
    PRIMARY KEY (delivery_id, fence)
) STRICT, WITHOUT ROWID;

-- What a reporter or a server did afterwards.
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'unsubscribed', 'resubscribed', 'paused', 'bounced', 'complained', 'settled')),
    mailing_id INTEGER NOT NULL,
    delivery_id INTEGER NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX events_delivery ON events (delivery_id);

-- Image loads per mailing and hour, in three classes; nobody is identified.
CREATE TABLE image_loads (
    mailing_id INTEGER NOT NULL,
    hour_ms INTEGER NOT NULL,
    class TEXT NOT NULL CHECK (class IN ('human_likely', 'proxy_unknown', 'machine_likely')),
    loads INTEGER NOT NULL,
    PRIMARY KEY (mailing_id, hour_ms, class)
) STRICT, WITHOUT ROWID;
