-- What newsrooms file their items under, and what the office says each of that means.
CREATE TABLE newsroom_categories (
    id INTEGER PRIMARY KEY,
    newsroom_id INTEGER NOT NULL REFERENCES newsrooms (id),
    -- The form under which names meet; and the name as the newsroom wrote it first.
    term_key TEXT NOT NULL,
    name TEXT NOT NULL,
    -- NULL = nobody has said; then it counts where it names one region or issue exactly.
    meaning TEXT CHECK (meaning IN ('region', 'issue', 'nothing')),
    target_id INTEGER,
    UNIQUE (newsroom_id, term_key),
    CHECK ((meaning IS NULL OR meaning = 'nothing') = (target_id IS NULL))
) STRICT;

CREATE TABLE newsroom_item_categories (
    category_id INTEGER NOT NULL REFERENCES newsroom_categories (id),
    item_id INTEGER NOT NULL REFERENCES newsroom_items (id),
    -- Its place among the categories of the item, from 0.
    nth INTEGER NOT NULL,
    PRIMARY KEY (category_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX newsroom_item_categories_item ON newsroom_item_categories (item_id);
