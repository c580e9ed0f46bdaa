-- A row is one feed and marking at which a re-marked record was last said. The record, its history and its letters take the marking given;
-- a version never takes a lower one than the seal's. What other rooms derive from the record follows by the trigger on its table.
WITH wanted AS MATERIALIZED (
    SELECT w.id, w.vis FROM unnest(%(ids)s::uuid[], %(marks)s::integer[]) AS w (id, vis)
),
moved AS (
    UPDATE sources_record r SET vis = w.vis, changed = pg_current_xact_id()
    FROM wanted w WHERE r.id = w.id AND r.vis <> w.vis
    RETURNING r.id
),
history AS (
    UPDATE sources_recordversion v SET vis = w.vis
    FROM unnest(%(version_ids)s::uuid[], %(version_from)s::integer[], %(version_to)s::integer[]) AS w (id, was, vis)
    WHERE v.record_id = w.id AND v.vis = w.was
    RETURNING v.record_id
),
letters AS (
    UPDATE sources_outbox o SET vis = w.vis FROM wanted w WHERE o.record_id = w.id
    RETURNING o.id
)
SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM history) + (SELECT count(*) FROM letters)
