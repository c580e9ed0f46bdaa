-- A row is one new key of one record.
INSERT INTO linkage_key (key, vis, record_id)
SELECT key, vis, record_id FROM unnest(%(keys)s::text[], %(marks)s::integer[], %(ids)s::uuid[]) AS new (key, vis, record_id)
