-- One question of one reporter, with its owner, desk, deadline and outcome.
CREATE TABLE inquiries (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    -- The release it is about, and the copy that led to it.
    release_id INTEGER,
    delivery_id INTEGER,
    contact_id INTEGER,
    outlet_id INTEGER,
    reporter_address TEXT NOT NULL,
    reporter_key TEXT NOT NULL,
    reporter_name TEXT NOT NULL,
    desk_id INTEGER,
    owner_id INTEGER,
    state TEXT NOT NULL CHECK (state IN ('new', 'open', 'waiting_us', 'waiting_reporter', 'answered', 'closed')),
    outcome TEXT CHECK (outcome IN ('answered', 'statement_sent', 'interview_done', 'declined', 'referred', 'too_late', 'not_media',
        'duplicate', 'spam')),
    urgent INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    bounced_reply INTEGER NOT NULL DEFAULT 0,
    -- 'verified' | 'known_outlet' | 'new' | 'unverified' | 'look_alike'
    sender_check TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT '',
    -- The deadline in force (a copy of inquiry_deadlines, for order); none = 2^53.
    deadline_ms INTEGER NOT NULL DEFAULT 9007199254740992,
    opened_ms INTEGER NOT NULL,
    claimed_ms INTEGER,
    first_answer_ms INTEGER,
    last_inbound_ms INTEGER NOT NULL,
    target_ms INTEGER,
    snoozed_ms INTEGER,
    closed_ms INTEGER,
    -- Moved on by every change; an answer names what its writer saw.
    seen INTEGER NOT NULL DEFAULT 1,
    -- Merged into another.
    merged_into INTEGER REFERENCES inquiries (id),
    CHECK ((state = 'closed') = (outcome IS NOT NULL))
) STRICT;
CREATE INDEX inquiries_open ON inquiries (deadline_ms, id) WHERE state <> 'closed' AND merged_into IS NULL;
CREATE INDEX inquiries_owner ON inquiries (owner_id, deadline_ms) WHERE state <> 'closed';
CREATE INDEX inquiries_reporter ON inquiries (reporter_key, id);
CREATE INDEX inquiries_release ON inquiries (release_id, id);

CREATE INDEX inquiries_merged ON inquiries (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX inquiries_opened ON inquiries (opened_ms, id);

-- Whom a reporter writes for, as routing needs it: what kind of house, and its domains. No free mail provider is ever one.
CREATE TABLE outlets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'wire', 'broadcast', 'national', 'local', 'magazine', 'online', 'trade', 'student', 'freelance')),
    -- 1 = first; 0 = nobody said.
    tier INTEGER NOT NULL DEFAULT 0,
    language TEXT NOT NULL DEFAULT '',
    time_zone TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE outlet_domains (
    domain TEXT PRIMARY KEY,
    outlet_id INTEGER NOT NULL REFERENCES outlets (id)
) STRICT, WITHOUT ROWID;

-- Colleagues are found by the domain they write from.
ALTER TABLE contacts ADD COLUMN domain TEXT NOT NULL GENERATED ALWAYS AS (substr(address_key, instr(address_key, '@') + 1)) VIRTUAL;
CREATE INDEX contacts_domain ON contacts (domain, outlet_key) WHERE merged_into IS NULL;

-- What was said, in order: in, out, a note among us, or a line of the system's. inbound_id NULL = not from outside.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    inbound_id INTEGER REFERENCES inbound (id),
    delivery_id INTEGER,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'note')),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'telephone', 'web')),
    -- Attached, but neither opened nor answered for: an auto-reply, a receipt.
    machine INTEGER NOT NULL DEFAULT 0,
    at_ms INTEGER NOT NULL,
    from_name TEXT NOT NULL,
    from_address TEXT NOT NULL,
    reply_to TEXT NOT NULL DEFAULT '',
    -- JSON arrays of addresses.
    to_addresses TEXT NOT NULL DEFAULT '[]',
    cc_addresses TEXT NOT NULL DEFAULT '[]',
    subject TEXT NOT NULL DEFAULT '',
    message_id TEXT NOT NULL DEFAULT '',
    -- All of it as text, and only what is new in it.
    text_all TEXT NOT NULL,
    text_new TEXT NOT NULL,
    author_id INTEGER REFERENCES officers (id),
    -- How we know who wrote it, when not by From: 'group', 'forward', 'alias'.
    recovered TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX messages_inquiry ON messages (inquiry_id, at_ms, id);
CREATE INDEX messages_delivery ON messages (delivery_id) WHERE delivery_id IS NOT NULL;
CREATE UNIQUE INDEX messages_inbound ON messages (inbound_id) WHERE inbound_id IS NOT NULL;

-- Every id a later mail may name, and where it leads. Ids are kept as SHA-256 of their lower-cased text.
CREATE TABLE message_refs (
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ours', 'theirs', 'provider', 'anchor', 'thread_index')),
    inquiry_id INTEGER NOT NULL DEFAULT 0,
    delivery_id INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sha256, kind, inquiry_id, delivery_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE inquiry_participants (
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    address_key TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reporter', 'copied', 'colleague')),
    PRIMARY KEY (inquiry_id, address_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE inquiry_links (
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    other_id INTEGER NOT NULL REFERENCES inquiries (id),
    kind TEXT NOT NULL CHECK (kind IN ('follows', 'claims', 'split', 'merged')),
    PRIMARY KEY (inquiry_id, other_id, kind)
) STRICT, WITHOUT ROWID;

-- What happened to it, append-only: opened, routed, claimed, moved, deadline set, held, closed …
CREATE TABLE inquiry_events (
    id INTEGER PRIMARY KEY,
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX inquiry_events_inquiry ON inquiry_events (inquiry_id, id);

-- Every reading of a deadline; a change makes a new generation. confidence 'set' = said by an officer.
CREATE TABLE inquiry_deadlines (
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    generation INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('deadline', 'embargo', 'appointment')),
    instant_ms INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    zone_from TEXT NOT NULL,
    words TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('high', 'medium', 'low', 'set')),
    confirmed_by TEXT,
    active INTEGER NOT NULL,
    PRIMARY KEY (inquiry_id, generation, kind)
) STRICT, WITHOUT ROWID;

-- What is to be done at a time: each once.
CREATE TABLE timers (
    id INTEGER PRIMARY KEY,
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    kind TEXT NOT NULL,
    generation INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    done_ms INTEGER,
    UNIQUE (inquiry_id, kind, generation)
) STRICT;
CREATE INDEX timers_due ON timers (due_ms) WHERE done_ms IS NULL;

-- "Who gets what": labels with the rules that set them (position order), and the routing lines, versioned whole.
CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    removed_ms INTEGER
) STRICT;

CREATE TABLE inquiry_labels (
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    label_id INTEGER NOT NULL REFERENCES labels (id),
    source TEXT NOT NULL,
    PRIMARY KEY (inquiry_id, label_id)
) STRICT, WITHOUT ROWID;

-- The newest row is in force.
CREATE TABLE routings (
    version INTEGER PRIMARY KEY,
    rules TEXT NOT NULL,
    author TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    replay TEXT NOT NULL DEFAULT ''
) STRICT;

-- "This reporter is always yours."
CREATE TABLE pinned_reporters (
    address_key TEXT PRIMARY KEY,
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE routing_decisions (
    id INTEGER PRIMARY KEY,
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    inbound_id INTEGER,
    version INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    trace TEXT NOT NULL
) STRICT;
CREATE INDEX routing_decisions_inquiry ON routing_decisions (inquiry_id, id);

-- Acknowledgements written, for the budget; counted also by subject and by what they answered.
CREATE TABLE acknowledged (
    inquiry_id INTEGER PRIMARY KEY REFERENCES inquiries (id),
    address_key TEXT NOT NULL,
    domain TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    digest TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX acknowledged_at ON acknowledged (at_ms);

-- Senders that write too fast to be people: grouped, not told of, one alert.
CREATE TABLE slowed_senders (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    counted INTEGER NOT NULL,
    since_ms INTEGER NOT NULL,
    until_ms INTEGER
) STRICT, WITHOUT ROWID;

-- What officers are told about inquiries, by a single message; its seal binds a reply to it.
CREATE TABLE inquiry_notices (
    delivery_id INTEGER PRIMARY KEY REFERENCES deliveries (id),
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    seen INTEGER NOT NULL,
    canary TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE canned_answers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    state_after TEXT NOT NULL DEFAULT '',
    removed_ms INTEGER
) STRICT;

-- An answer being written, waiting for a second pair of eyes, held back, or in its undo window.
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    inquiry_id INTEGER NOT NULL REFERENCES inquiries (id),
    officer_id INTEGER NOT NULL REFERENCES officers (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'asked', 'queued', 'sent', 'held', 'undone', 'dropped')),
    -- The inquiry's `seen` when the writer began.
    seen INTEGER NOT NULL,
    to_addresses TEXT NOT NULL,
    cc_addresses TEXT NOT NULL DEFAULT '[]',
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    held_because TEXT NOT NULL DEFAULT '',
    inbound_id INTEGER REFERENCES inbound (id),
    approved_by INTEGER REFERENCES officers (id),
    single_id INTEGER,
    due_ms INTEGER,
    saved_ms INTEGER NOT NULL,
    CHECK (approved_by IS NULL OR approved_by <> officer_id)
) STRICT;
CREATE INDEX answers_inquiry ON answers (inquiry_id, id);
CREATE INDEX answers_due ON answers (due_ms) WHERE state = 'queued';
