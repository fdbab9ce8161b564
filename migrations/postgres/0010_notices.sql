-- When it was decided who is told of an alert by mail. Those that are open by now are shown only.
ALTER TABLE alerts ADD COLUMN told_ms BIGINT;
UPDATE alerts SET told_ms = raised_ms;

-- Which officer was told of which alert, by which single message; what the budget of notices is counted by.
CREATE TABLE notices (
    delivery_id BIGINT PRIMARY KEY REFERENCES deliveries (id),
    alert_id BIGINT NOT NULL REFERENCES alerts (id),
    officer_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX notices_alert ON notices (alert_id);
CREATE INDEX notices_at ON notices (at_ms);
