-- What of the directory has changed: for every 1,024 contact ids a number that grows with any change of who they are,
-- what they cover and whether they may be written to. Whoever keeps counts in memory reads only those blocks again
-- whose number moved, whichever process moved it.
--
-- Rows are only added, and a block's number is their sum: so nobody waits for anybody (two who change the same blocks
-- in another order would else end in a deadlock), and a transaction that commits late moves the sum all the same.
-- Readers fold many rows into one.
CREATE TABLE directory_changes (
    block BIGINT NOT NULL,
    n BIGINT NOT NULL
);
INSERT INTO directory_changes (block, n) SELECT DISTINCT id / 1024, 1 FROM contacts;

CREATE FUNCTION contacts_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_changes (block, n) SELECT DISTINCT id / 1024, 1 FROM touched;
    RETURN NULL;
END $$;
CREATE FUNCTION placements_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_changes (block, n) SELECT DISTINCT contact_id / 1024, 1 FROM touched;
    RETURN NULL;
END $$;
-- An address nobody in the directory has moves nothing; when it gets a contact, that does.
CREATE FUNCTION addresses_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_changes (block, n)
        SELECT DISTINCT c.id / 1024, 1 FROM contacts c JOIN touched t ON t.address_key = c.address_key;
    RETURN NULL;
END $$;

CREATE TRIGGER contacts_come AFTER INSERT ON contacts REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_touched();
CREATE TRIGGER contacts_change AFTER UPDATE ON contacts REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_touched();
CREATE TRIGGER contacts_go AFTER DELETE ON contacts REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_touched();

CREATE TRIGGER contact_regions_come AFTER INSERT ON contact_regions REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_touched();
CREATE TRIGGER contact_regions_leave AFTER UPDATE ON contact_regions REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_touched();
CREATE TRIGGER contact_regions_change AFTER UPDATE ON contact_regions REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_touched();
CREATE TRIGGER contact_regions_go AFTER DELETE ON contact_regions REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_touched();

CREATE TRIGGER contact_issues_come AFTER INSERT ON contact_issues REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_touched();
CREATE TRIGGER contact_issues_leave AFTER UPDATE ON contact_issues REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_touched();
CREATE TRIGGER contact_issues_change AFTER UPDATE ON contact_issues REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_touched();
CREATE TRIGGER contact_issues_go AFTER DELETE ON contact_issues REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION placements_touched();

CREATE TRIGGER suppressions_come AFTER INSERT ON suppressions REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION addresses_touched();
CREATE TRIGGER suppressions_leave AFTER UPDATE ON suppressions REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION addresses_touched();
CREATE TRIGGER suppressions_change AFTER UPDATE ON suppressions REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION addresses_touched();
CREATE TRIGGER suppressions_go AFTER DELETE ON suppressions REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION addresses_touched();
