-- Who wrote a version and how it came about; empty for those from before, from the command line and from a newsroom.
ALTER TABLE release_versions ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE release_versions ADD COLUMN act TEXT NOT NULL DEFAULT ''
    CHECK (act IN ('', 'begun', 'copied', 'edited', 'autosaved', 'restored'));
-- The version that was taken up again.
ALTER TABLE release_versions ADD COLUMN restored INTEGER;
CREATE INDEX release_versions_embargo ON release_versions (embargo_ms) WHERE embargo_ms IS NOT NULL;
