CREATE TABLE mailings (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    release_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planning', 'sending', 'paused', 'stopped', 'done', 'missed', 'withdrawn', 'void')),
    state_reason TEXT NOT NULL DEFAULT '',
    -- 0 withdrawal, 1 correction, 2 urgent, 3 single, 4 normal, 5 bulk.
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 5),
    -- The audience rule as JSON (model::segment::Rule), resolved again while planning.
    rule TEXT NOT NULL,
    again INTEGER NOT NULL,
    -- Chosen from the sealed audience; planned rows must give the same digest.
    audience_digest TEXT NOT NULL,
    approved_count INTEGER NOT NULL,
    approval_digest TEXT NOT NULL,
    -- Planning has passed every contact up to this id.
    planned_to INTEGER NOT NULL DEFAULT 0,
    not_before_ms INTEGER NOT NULL,
    useful_until_ms INTEGER NOT NULL,
    doubt_policy TEXT NOT NULL CHECK (doubt_policy IN ('wait', 'resend_once')),
    -- The Date header of every copy, and the key its tokens are made with.
    date_ms INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    started_ms INTEGER,
    finished_ms INTEGER,
    created_ms INTEGER NOT NULL,
    FOREIGN KEY (release_id, version) REFERENCES release_versions (release_id, version)
) STRICT;
CREATE INDEX mailings_open ON mailings (priority, id) WHERE state IN ('planning', 'sending', 'paused');
CREATE INDEX mailings_release ON mailings (release_id, version);

-- A person's word on exactly this mailing: the digest, and a MAC whose key is not in the database.
CREATE TABLE approvals (
    mailing_id INTEGER PRIMARY KEY REFERENCES mailings (id),
    digest TEXT NOT NULL,
    mac TEXT NOT NULL,
    key_id TEXT NOT NULL,
    submitter TEXT NOT NULL,
    approver TEXT CHECK (approver <> submitter),
    sentence TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    voided_ms INTEGER
) STRICT;

-- The compiled letter of each language of a mailing, frozen before the first send.
CREATE TABLE letters (
    mailing_id INTEGER NOT NULL REFERENCES mailings (id),
    language TEXT NOT NULL,
    letter TEXT NOT NULL,
    PRIMARY KEY (mailing_id, language)
) STRICT;

-- Single messages: the whole message as it goes out, composed when it was queued.
CREATE TABLE singles (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('answer', 'acknowledgement', 'notice', 'confirmation', 'test')),
    author TEXT NOT NULL,
    -- The envelope sender.
    sender TEXT NOT NULL,
    message BLOB NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
