CREATE TABLE releases (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('release', 'media_advisory', 'report', 'statement', 'correction', 'update', 'withdrawal')),
    -- The feed's own id of the item; the same item twice is one release.
    source_id TEXT UNIQUE,
    source_url TEXT,
    version INTEGER NOT NULL,
    -- The mailing that is being planned now; one at a time, so nobody is planned twice.
    planning_mailing INTEGER,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE release_versions (
    release_id INTEGER NOT NULL REFERENCES releases (id),
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    teaser TEXT NOT NULL,
    -- Markdown.
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    dateline TEXT NOT NULL,
    -- Civil date of the release, 'YYYY-MM-DD'.
    dated TEXT NOT NULL,
    published_ms INTEGER,
    embargo_ms INTEGER,
    -- A media advisory's event; nothing goes out after it.
    event_ms INTEGER,
    image_url TEXT,
    image_alt TEXT NOT NULL DEFAULT '',
    image_caption TEXT NOT NULL DEFAULT '',
    image_credit TEXT NOT NULL DEFAULT '',
    -- Press contact of this release; NULL = the office's.
    contact TEXT,
    sha256 TEXT NOT NULL,
    withdrawn_ms INTEGER,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (release_id, version)
) STRICT;

CREATE TABLE release_regions (
    release_id INTEGER NOT NULL REFERENCES releases (id),
    region_id INTEGER NOT NULL REFERENCES regions (id),
    proposed INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (release_id, region_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE release_issues (
    release_id INTEGER NOT NULL REFERENCES releases (id),
    issue_id INTEGER NOT NULL REFERENCES issues (id),
    proposed INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (release_id, issue_id)
) STRICT, WITHOUT ROWID;
