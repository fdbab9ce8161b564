-- Whom a release is for, beyond its own regions and issues: a rule that narrows (model::segment::Rule, as JSON), the
-- segment it was taken from, and whether those who cover only a part are meant too.
ALTER TABLE releases ADD COLUMN narrowing TEXT;
ALTER TABLE releases ADD COLUMN segment_id INTEGER REFERENCES segments (id);
ALTER TABLE releases ADD COLUMN down INTEGER NOT NULL DEFAULT 1;
CREATE INDEX releases_segment ON releases (segment_id) WHERE segment_id IS NOT NULL;

-- Why the office may write to somebody ('' = nobody said), since when and by whose word; who agreed to keep embargoes;
-- when somebody last looked whether what is written still holds.
ALTER TABLE contacts ADD COLUMN consent TEXT NOT NULL DEFAULT '' CHECK (consent IN ('', 'agreed', 'press_role'));
ALTER TABLE contacts ADD COLUMN consent_ms INTEGER;
ALTER TABLE contacts ADD COLUMN consent_source TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN embargo_ms INTEGER;
ALTER TABLE contacts ADD COLUMN embargo_by TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN confirmed_ms INTEGER;
-- The entry this one became part of; its address is kept so that it does not come back as somebody new.
ALTER TABLE contacts ADD COLUMN merged_into INTEGER REFERENCES contacts (id);

-- What lists are sorted and found by, in the same order on both databases.
ALTER TABLE contacts ADD COLUMN name_key TEXT NOT NULL GENERATED ALWAYS AS (lower(name)) VIRTUAL;
ALTER TABLE contacts ADD COLUMN outlet_key TEXT NOT NULL GENERATED ALWAYS AS (lower(outlet)) VIRTUAL;
CREATE INDEX contacts_name ON contacts (name_key, outlet_key, id, person) WHERE merged_into IS NULL;
CREATE INDEX contacts_outlet ON contacts (outlet_key, id) WHERE merged_into IS NULL;
CREATE INDEX contacts_language ON contacts (language, id) WHERE merged_into IS NULL;
CREATE INDEX contacts_phone ON contacts (phone, id, person) WHERE phone <> '' AND merged_into IS NULL;
CREATE INDEX contacts_looked_at ON contacts
    ((CASE WHEN confirmed_ms IS NOT NULL AND confirmed_ms > updated_ms THEN confirmed_ms ELSE updated_ms END), id);
CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL;

-- Two entries that look alike and are two people, said a person. The lower id first.
CREATE TABLE apart (
    one_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    said_by TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (one_id, other_id)
) STRICT, WITHOUT ROWID;
