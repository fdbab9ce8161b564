-- How the office's mails look. The row of a mail is the lock that a change of its look and an approval take in turn.
CREATE TABLE mail_templates (
    mail TEXT PRIMARY KEY,
    -- 0 = as shipped, never changed.
    version BIGINT NOT NULL,
    -- Of the files in force; '' = the shipped ones.
    sha256 TEXT NOT NULL
);
INSERT INTO mail_templates (mail, version, sha256) VALUES ('release', 0, '');

CREATE TABLE mail_template_versions (
    mail TEXT NOT NULL REFERENCES mail_templates (mail),
    version BIGINT NOT NULL,
    -- NULL, all three = the shipped ones from then on.
    subject TEXT,
    text TEXT,
    html TEXT,
    sha256 TEXT NOT NULL,
    author TEXT NOT NULL,
    -- The version that was taken up again.
    restored BIGINT,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (mail, version)
);
