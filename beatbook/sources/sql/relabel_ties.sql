-- One row: how many ties took on the markings that their ends have now.
WITH moved AS (
    UPDATE sources_tie t
    SET vis = a.vis, va = a.vis, vb = b.vis, changed = pg_current_xact_id()
    FROM sources_record a, sources_record b
    WHERE (t.from_id = ANY (%(ids)s::uuid[]) OR t.to_id = ANY (%(ids)s::uuid[]))
      AND a.id = t.from_id AND b.id = t.to_id
      AND (t.va, t.vb) IS DISTINCT FROM (a.vis, b.vis)
    RETURNING 1
)
SELECT count(*) FROM moved;
