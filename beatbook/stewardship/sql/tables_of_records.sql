-- A row is one table of the present that a viewer may read, with its columns that hold the id of a record: what hangs on a record, as far as it may be seen.
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND split_part(c.relname, '_', 1) = ANY ('{sources,linkage,pole,cases,search}')
  AND (a.attname = ANY ('{record_id,about_id,a,b,from_id,to_id}') OR (c.relname = ANY ('{sources_record,sources_refusedrow}') AND a.attname = 'id'))
  AND has_table_privilege(c.oid, 'SELECT')
GROUP BY c.oid
ORDER BY c.relname
