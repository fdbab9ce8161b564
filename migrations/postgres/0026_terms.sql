-- Why somebody sent without the second person the rules ask for; NULL = they did not.
ALTER TABLE approvals ADD COLUMN alone TEXT CHECK (alone IS NULL OR (alone <> '' AND approver IS NULL));

-- "In each reporter's morning": the time of day, and the zone of whoever has not said theirs; NULL = all at once.
ALTER TABLE mailings ADD COLUMN morning TEXT CHECK (morning <> '');
