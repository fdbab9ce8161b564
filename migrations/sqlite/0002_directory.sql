-- The M49 / ISO 3166 tree (shipped) and what the office adds to it.
CREATE TABLE regions (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    parent_id INTEGER REFERENCES regions (id),
    shipped INTEGER NOT NULL
) STRICT;

CREATE TABLE issues (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    parent_id INTEGER REFERENCES issues (id),
    media_topic TEXT,
    created_ms INTEGER NOT NULL
) STRICT;
INSERT INTO issues (id, name, name_key, parent_id, created_ms) VALUES (1, 'All issues', 'all issues', NULL, 0);

-- Names, codes and synonyms the office or an import settled once.
CREATE TABLE synonyms (
    kind TEXT NOT NULL CHECK (kind IN ('region', 'issue')),
    term_key TEXT NOT NULL,
    target_id INTEGER NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('office', 'import')),
    PRIMARY KEY (kind, term_key)
) STRICT;

CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    outlet TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    time_zone TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    -- Contacts that are one person with several addresses share this; a mailing takes the lowest id.
    person BLOB,
    opens_consent_ms INTEGER,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_person ON contacts (person) WHERE person IS NOT NULL;

CREATE TABLE contact_regions (
    region_id INTEGER NOT NULL REFERENCES regions (id),
    contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    PRIMARY KEY (region_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_regions_contact ON contact_regions (contact_id, region_id);

CREATE TABLE contact_issues (
    issue_id INTEGER NOT NULL REFERENCES issues (id),
    contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    PRIMARY KEY (issue_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_issues_contact ON contact_issues (contact_id, issue_id);

CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    rule TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
) STRICT;
