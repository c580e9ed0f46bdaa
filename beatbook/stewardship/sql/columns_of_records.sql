-- A row is one table, in `public` or `past`, with its columns that hold the id of a record. It follows the catalogue, so that a table made later is
-- found too; a figure's rows bear the id of their event. A refused row has an id of its own, and is removed by that.
SELECT c.relnamespace::regnamespace::text, c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype
WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('public', 'past')
  AND split_part(c.relname, '_', 1) = ANY ('{sources,linkage,pole,cases,search,measures,tension}')
  AND (a.attname = ANY ('{record_id,about_id,a,b,from_id,to_id}') OR (c.relname = ANY ('{sources_record,sources_refusedrow,measures_crime,measures_stop,tension_happening}') AND a.attname = 'id'))
  AND has_table_privilege(c.oid, 'DELETE')
GROUP BY c.oid
ORDER BY c.relname = 'sources_record', c.relnamespace::regnamespace::text DESC, c.relname
