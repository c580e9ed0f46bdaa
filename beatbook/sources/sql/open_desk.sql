-- A table of this session alone, made once, on which COPY lays a batch down: one row a statement.
SET LOCAL client_min_messages = warning;
CREATE TEMPORARY TABLE IF NOT EXISTS staging_desk (LIKE public.sources_staged INCLUDING DEFAULTS) ON COMMIT DELETE ROWS;
