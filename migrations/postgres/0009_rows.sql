-- Rows come in as one JSON array; in its binary form each field is found without reading the row's text again.
DROP FUNCTION json_each(text);
CREATE FUNCTION json_each(rows text) RETURNS TABLE (value jsonb)
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 500
    AS $$ SELECT value FROM jsonb_array_elements($1::jsonb) $$;
