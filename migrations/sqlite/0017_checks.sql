-- What looking at a link came to, so that the same page is not asked again within minutes.
CREATE TABLE links_checked (
    -- SHA-256 of the address, hexadecimal: an address may be longer than an index takes.
    sha256 TEXT PRIMARY KEY,
    verdict TEXT NOT NULL CHECK (verdict IN ('there', 'gone', 'no_such_host', 'private', 'unclear')),
    -- In bytes, as far as the server said.
    size INTEGER,
    -- The words of a page whose text was asked for.
    words TEXT,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_checked_at ON links_checked (at_ms);

-- Whether anything in the directory changed is asked each time a page is looked at.
CREATE INDEX contacts_updated ON contacts (updated_ms);
