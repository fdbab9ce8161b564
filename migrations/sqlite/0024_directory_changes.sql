-- What of the directory has changed: for every 1,024 contact ids a number that grows with any change of who they are,
-- what they cover and whether they may be written to. Whoever keeps counts in memory reads only those blocks again
-- whose number moved, whichever process moved it.
CREATE TABLE directory_changes (
    block INTEGER PRIMARY KEY,
    n INTEGER NOT NULL
) STRICT;
INSERT INTO directory_changes (block, n) SELECT DISTINCT id / 1024, 1 FROM contacts;

CREATE TRIGGER contacts_come AFTER INSERT ON contacts BEGIN
    INSERT INTO directory_changes (block, n) VALUES (NEW.id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER contacts_change AFTER UPDATE OF address_key, language, outlet, person, merged_into ON contacts BEGIN
    INSERT INTO directory_changes (block, n) VALUES (NEW.id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER contacts_go AFTER DELETE ON contacts BEGIN
    INSERT INTO directory_changes (block, n) VALUES (OLD.id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER contact_regions_come AFTER INSERT ON contact_regions BEGIN
    INSERT INTO directory_changes (block, n) VALUES (NEW.contact_id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER contact_regions_change AFTER UPDATE ON contact_regions BEGIN
    INSERT INTO directory_changes (block, n) VALUES (OLD.contact_id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
    INSERT INTO directory_changes (block, n) VALUES (NEW.contact_id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER contact_regions_go AFTER DELETE ON contact_regions BEGIN
    INSERT INTO directory_changes (block, n) VALUES (OLD.contact_id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER contact_issues_come AFTER INSERT ON contact_issues BEGIN
    INSERT INTO directory_changes (block, n) VALUES (NEW.contact_id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER contact_issues_change AFTER UPDATE ON contact_issues BEGIN
    INSERT INTO directory_changes (block, n) VALUES (OLD.contact_id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
    INSERT INTO directory_changes (block, n) VALUES (NEW.contact_id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER contact_issues_go AFTER DELETE ON contact_issues BEGIN
    INSERT INTO directory_changes (block, n) VALUES (OLD.contact_id / 1024, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;

-- An address nobody in the directory has moves nothing; when it gets a contact, that does.
CREATE TRIGGER suppressions_come AFTER INSERT ON suppressions BEGIN
    INSERT INTO directory_changes (block, n) SELECT id / 1024, 1 FROM contacts WHERE address_key = NEW.address_key
        ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER suppressions_change AFTER UPDATE ON suppressions BEGIN
    INSERT INTO directory_changes (block, n) SELECT id / 1024, 1 FROM contacts WHERE address_key = OLD.address_key
        ON CONFLICT (block) DO UPDATE SET n = n + 1;
    INSERT INTO directory_changes (block, n) SELECT id / 1024, 1 FROM contacts WHERE address_key = NEW.address_key
        ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER suppressions_go AFTER DELETE ON suppressions BEGIN
    INSERT INTO directory_changes (block, n) SELECT id / 1024, 1 FROM contacts WHERE address_key = OLD.address_key
        ON CONFLICT (block) DO UPDATE SET n = n + 1;
END;
