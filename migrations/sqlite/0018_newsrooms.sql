-- Where drafts come from: feeds that are looked at by themselves. A removed one is kept, so that what it had is known
-- when it is added again.
CREATE TABLE newsrooms (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('rss', 'atom', 'json')),
    rule TEXT NOT NULL DEFAULT 'draft' CHECK (rule IN ('draft')),
    added_by TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    -- What the last answer said of itself, sent along with the next question.
    etag TEXT,
    last_modified TEXT,
    -- The last good answer, also one that said "nothing new"; and the last that had something new or changed.
    fetched_ms INTEGER,
    changed_ms INTEGER,
    -- When it is looked at next; while somebody looks, when somebody else may.
    due_ms INTEGER NOT NULL,
    -- Who looks: goes up with every claim, and what an older one found is not written any more.
    fence INTEGER NOT NULL DEFAULT 0,
    -- In a row.
    failures INTEGER NOT NULL DEFAULT 0,
    last_problem TEXT NOT NULL DEFAULT '',
    -- In the last answer: items, those that could not be read, and the title of the first.
    items INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    newest TEXT NOT NULL DEFAULT '',
    removed_ms INTEGER
) STRICT;
CREATE INDEX newsrooms_due ON newsrooms (due_ms) WHERE removed_ms IS NULL;

-- Each item once for ever, by the id it has in the feed.
CREATE TABLE newsroom_items (
    id INTEGER PRIMARY KEY,
    newsroom_id INTEGER NOT NULL REFERENCES newsrooms (id),
    item TEXT NOT NULL,
    first_seen_ms INTEGER NOT NULL,
    -- Of the item as the feed had it last.
    sha256 TEXT NOT NULL,
    -- When it becomes a draft; NULL = never by itself, it was there before anybody looked.
    settle_ms INTEGER,
    settled_ms INTEGER,
    release_id INTEGER REFERENCES releases (id),
    -- JSON: what the release took from the item, and what the item says now where that is something else.
    taken TEXT,
    found TEXT,
    changed_ms INTEGER,
    -- When it was decided which officers are told of the draft by mail.
    told_ms INTEGER,
    UNIQUE (newsroom_id, item)
) STRICT;
CREATE INDEX newsroom_items_settling ON newsroom_items (settle_ms) WHERE release_id IS NULL AND settle_ms IS NOT NULL;
CREATE INDEX newsroom_items_release ON newsroom_items (release_id) WHERE release_id IS NOT NULL;
CREATE INDEX newsroom_items_untold ON newsroom_items (settled_ms) WHERE told_ms IS NULL AND settled_ms IS NOT NULL;
CREATE INDEX newsroom_items_told ON newsroom_items (told_ms) WHERE told_ms IS NOT NULL;
