-- A first person's word: what was to be sent, as it was seen, until somebody else decides.
CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    release_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    -- To whom, when and how, as JSON.
    terms TEXT NOT NULL,
    seal TEXT NOT NULL,
    people INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    -- What was seen, part by part, as JSON: so that it can be said later what differs.
    seen TEXT NOT NULL,
    -- Codes of the warnings the submitter ticked, as a JSON array.
    acknowledged TEXT NOT NULL,
    submitter INTEGER NOT NULL REFERENCES officers (id),
    asked_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'returned', 'rejected', 'void')),
    decided_by INTEGER REFERENCES officers (id),
    decided_ms INTEGER,
    note TEXT NOT NULL DEFAULT '',
    mailing_id INTEGER REFERENCES mailings (id),
    FOREIGN KEY (release_id, version) REFERENCES release_versions (release_id, version),
    CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> submitter AND mailing_id IS NOT NULL)),
    CHECK (state NOT IN ('returned', 'rejected') OR (decided_by IS NOT NULL AND note <> '')),
    CHECK ((state = 'waiting') = (decided_ms IS NULL))
) STRICT;
CREATE UNIQUE INDEX requests_waiting ON requests (release_id) WHERE state = 'waiting';
CREATE INDEX requests_release ON requests (release_id, id);

-- Which approver was told of which request, by which single message; what the budget is counted by.
CREATE TABLE request_notices (
    delivery_id INTEGER PRIMARY KEY REFERENCES deliveries (id),
    request_id INTEGER NOT NULL REFERENCES requests (id),
    officer_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX request_notices_request ON request_notices (request_id);
CREATE INDEX request_notices_at ON request_notices (at_ms);

-- Codes of the warnings that were ticked by whoever gave the word, as a JSON array.
ALTER TABLE approvals ADD COLUMN acknowledged TEXT NOT NULL DEFAULT '[]';
