-- What was saved by itself is thinned as it grows old; found by when it was saved.
CREATE INDEX release_versions_autosaved ON release_versions (created_ms) WHERE act = 'autosaved';
