-- A spreadsheet on its way in: how it is read, how far a pass over its rows has come, and what became of them. A pass
-- writes its place together with what it did, so that one that was cut off goes on where it stood.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('reading', 'judging', 'checked', 'running', 'done', 'undoing', 'undone')),
    actor TEXT NOT NULL,
    file TEXT NOT NULL,
    -- Why the office may write to these people; '' = nobody said. 'opt_out' = they must not be written to.
    ground TEXT NOT NULL CHECK (ground IN ('', 'agreed', 'role', 'opt_out')),
    encoding TEXT NOT NULL,
    delimiter TEXT NOT NULL,
    -- JSON: the headers, what each column is, the names of regions and issues nobody knows, and the sums.
    headers TEXT NOT NULL,
    fields TEXT NOT NULL,
    unknown TEXT NOT NULL DEFAULT '[]',
    tally TEXT NOT NULL DEFAULT '{}',
    row_count INTEGER NOT NULL DEFAULT 0,
    -- Of the pass under way: the last row (or contact) done, how many are done, and until when its worker holds it.
    place INTEGER NOT NULL DEFAULT 0,
    progress INTEGER NOT NULL DEFAULT 0,
    lease_ms INTEGER NOT NULL DEFAULT 0,
    -- Goes up with every step; whoever holds an older one is too late.
    turn INTEGER NOT NULL DEFAULT 0,
    created_ms INTEGER NOT NULL,
    started_ms INTEGER,
    finished_ms INTEGER
) STRICT;
CREATE INDEX imports_under_way ON imports (lease_ms) WHERE state IN ('judging', 'running', 'undoing');

-- The rows as they were brought, until seven days later.
CREATE TABLE import_rows (
    import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    -- As a spreadsheet program counts.
    file_row INTEGER NOT NULL,
    cells TEXT NOT NULL,
    -- A person left it out.
    skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped IN (0, 1)),
    verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'added', 'updated', 'merged', 'rejected')),
    address_key TEXT NOT NULL DEFAULT '',
    -- JSON: what is wrong, each with its code.
    flaws TEXT NOT NULL DEFAULT '[]',
    -- 2 = cannot come in, 1 = to be looked at.
    listed INTEGER NOT NULL DEFAULT 0,
    has_region INTEGER NOT NULL DEFAULT 0,
    has_issue INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (import_id, file_row)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_address ON import_rows (address_key, import_id, file_row);
CREATE INDEX import_rows_listed ON import_rows (import_id, listed, file_row);

-- What an import did to each contact, so that it can be taken back for seven days.
CREATE TABLE import_changes (
    import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    -- JSON; NULL = the import added this contact.
    before TEXT,
    after TEXT NOT NULL,
    PRIMARY KEY (import_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_changes_contact ON import_changes (contact_id);
