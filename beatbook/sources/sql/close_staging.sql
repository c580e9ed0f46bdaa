-- Staging is the loader's alone, and not logged: after a crash of the server it is empty and the load is read again.
ALTER TABLE sources_staged SET UNLOGGED;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON sources_staged TO beatbook_ingest;
ALTER TABLE sources_staged SET (autovacuum_vacuum_scale_factor = 0.02);
