-- One row: how many ties of one load were written. Takes what the load stated, and waiting ties of the feed an end of which it brought.
WITH brought AS MATERIALIZED (
    SELECT DISTINCT s.id, split_part(s.source_key, '#', 1) AS key_group
    FROM sources_staged s
    WHERE s.load_id = %(load)s AND NOT s.tie
),
stated AS MATERIALIZED (
    SELECT DISTINCT ON (t.id) t.id, t.from_id, t.to_id, t.to_group, t.role, t.basis, t.said_at
    FROM (
        SELECT s.id, s.from_id, s.to_id, s.to_group, s.role, s.basis, s.said_at
        FROM sources_staged s WHERE s.load_id = %(load)s AND s.tie
        UNION ALL
        SELECT w.id, w.from_id, w.to_id, w.to_group, w.role, w.basis, w.said_at
        FROM sources_waitingtie w JOIN brought b ON b.id = w.from_id WHERE w.feed = %(feed)s AND %(waiting)s
        UNION ALL
        SELECT w.id, w.from_id, w.to_id, w.to_group, w.role, w.basis, w.said_at
        FROM sources_waitingtie w JOIN brought b ON b.id = w.to_id WHERE w.feed = %(feed)s AND %(waiting)s
        UNION ALL
        SELECT w.id, w.from_id, w.to_id, w.to_group, w.role, w.basis, w.said_at
        FROM sources_waitingtie w JOIN brought b ON b.key_group = w.to_group WHERE w.feed = %(feed)s AND %(waiting)s
    ) t
    ORDER BY t.id, t.said_at DESC
),
ended AS MATERIALIZED (
    SELECT t.id AS stated, t.from_id, b.id AS to_id, t.role, t.basis, t.said_at, a.vis AS va, b.vis AS vb
    FROM stated t
    JOIN sources_record a ON a.id = t.from_id AND NOT a.withdrawn
    JOIN sources_record b ON b.id = t.to_id AND NOT b.withdrawn
    WHERE t.to_group IS NULL
    UNION ALL
    SELECT t.id, t.from_id, b.id, t.role, t.basis, t.said_at, a.vis, b.vis
    FROM stated t
    JOIN sources_record a ON a.id = t.from_id AND NOT a.withdrawn
    CROSS JOIN LATERAL (  -- OFFSET keeps it one range of the index for each tie; pulled up, it was compared with every record
        SELECT r.id, r.vis FROM sources_record r
        WHERE r.feed = %(feed)s AND r.source_key >= t.to_group || '#' AND r.source_key < t.to_group || '$' AND NOT r.withdrawn OFFSET 0
    ) b
    WHERE t.to_group IS NOT NULL
),
put_by AS (
    INSERT INTO sources_waitingtie (id, feed, from_id, to_id, to_group, role, basis, said_at, load_id)
    SELECT t.id, %(feed)s, t.from_id, t.to_id, t.to_group, t.role, t.basis, t.said_at, %(load)s
    FROM stated t
    WHERE t.to_group IS NOT NULL OR NOT EXISTS (SELECT FROM ended e WHERE e.stated = t.id)
    ON CONFLICT (id) DO NOTHING
),
arrived AS (
    DELETE FROM sources_waitingtie w USING ended e WHERE w.id = e.stated AND w.to_group IS NULL
),
written AS (
    INSERT INTO sources_tie AS t (id, from_id, to_id, role, basis, said_at, feed, vis, va, vb, load_id)
    SELECT DISTINCT ON (e.from_id, e.to_id, e.role)
           encode(substr(sha256(convert_to(e.from_id::text || e.to_id::text || e.role, 'UTF8')), 1, 16), 'hex')::uuid,
           e.from_id, e.to_id, e.role, e.basis, e.said_at, %(feed)s, e.va, e.va, e.vb, %(load)s
    FROM ended e
    ORDER BY e.from_id, e.to_id, e.role, e.said_at DESC
    ON CONFLICT (id) DO UPDATE SET  -- the id is made from both ends and the role, so that there is one tie a role
        basis = excluded.basis, said_at = excluded.said_at, vis = excluded.vis, va = excluded.va, vb = excluded.vb,
        load_id = excluded.load_id, withdrawn = false, changed = pg_current_xact_id()
    WHERE t.withdrawn OR (excluded.said_at >= t.said_at AND excluded.basis <> t.basis)
    RETURNING t.from_id, t.to_id
)
SELECT count(*) AS written FROM written w  -- but those of sealed records, which count in no figure
WHERE NOT EXISTS (SELECT FROM sources_sealed z WHERE z.record_id IN (w.from_id, w.to_id) AND z.state <> 'released');
