-- Connections a sender may have open: to a relay ('north'), or for one lane of it ('north/google'). Together the living
-- senders never hold more than the limit: a newcomer takes what the others have given up.
CREATE TABLE held (
    worker_id BIGINT NOT NULL REFERENCES workers (id),
    what TEXT NOT NULL,
    connections BIGINT NOT NULL,
    PRIMARY KEY (worker_id, what)
);
