-- A row is how far linking has come: the watermark below which nothing can change any more, the one up to which all is linked, and its model.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text, coalesce(p.watermark, 0), coalesce(p.model, '')
FROM (VALUES (1)) AS one (row)
LEFT JOIN linkage_progress p ON p.name = 'records'
