-- When the last try was begun. The try itself is written down when it ends, in one row.
ALTER TABLE deliveries ADD COLUMN begun_ms BIGINT;
UPDATE deliveries SET begun_ms = (SELECT a.at_ms FROM attempts a WHERE a.delivery_id = deliveries.id AND a.fence = deliveries.fence)
    WHERE state = 'attempting';
DELETE FROM attempts WHERE ended_ms IS NULL;
