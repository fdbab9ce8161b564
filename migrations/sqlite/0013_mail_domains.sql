-- Which provider group takes the mail of a domain, by the names of its mail servers: what DNS said, kept for a while.
CREATE TABLE mail_domains (
    domain TEXT PRIMARY KEY,
    -- 'other' also while nothing is known.
    lane TEXT NOT NULL,
    -- When DNS answered last; 0 = never.
    looked_ms INTEGER NOT NULL,
    -- Not asked before this.
    due_ms INTEGER NOT NULL,
    -- It is to be asked: since when mail to it waits, 0 = it is in the directory. NULL = nobody needs it now.
    wanted_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_domains_wanted ON mail_domains (wanted_ms) WHERE wanted_ms IS NOT NULL;
