-- Rows come in as one JSON array: SQLite reads it as it is. PostgreSQL's function for it changes in this step.
SELECT 1;
