-- When it was decided who is told of an alert by mail. Those that are open by now are shown only.
ALTER TABLE alerts ADD COLUMN told_ms INTEGER;
UPDATE alerts SET told_ms = raised_ms;

-- Which officer was told of which alert, by which single message; what the budget of notices is counted by.
CREATE TABLE notices (
    delivery_id INTEGER PRIMARY KEY REFERENCES deliveries (id),
    alert_id INTEGER NOT NULL REFERENCES alerts (id),
    officer_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX notices_alert ON notices (alert_id);
CREATE INDEX notices_at ON notices (at_ms);
