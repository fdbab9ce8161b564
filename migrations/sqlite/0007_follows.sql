-- The release this one corrects, withdraws or follows up: copies answer the recipient's own copy of it.
ALTER TABLE releases ADD COLUMN follows_id INTEGER REFERENCES releases (id);
