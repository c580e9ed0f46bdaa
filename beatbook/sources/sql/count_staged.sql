-- One row a statement of this load, in a table of this transaction that its reader owns and may therefore have counted for the planner.
CREATE TEMPORARY TABLE staged_now ON COMMIT DROP AS SELECT * FROM public.sources_staged WHERE load_id = %(load)s;
CREATE INDEX ON pg_temp.staged_now (id, seq);
ANALYZE pg_temp.staged_now;
