-- One row: how many records and ties were withdrawn because a snapshot that holds their scope whole no longer has them.
WITH gone AS (
    UPDATE sources_record r
    SET withdrawn = true, load_id = %(load)s, changed = pg_current_xact_id()
    WHERE r.feed = %(feed)s AND r.scope = ANY (%(scopes)s::text[]) AND NOT r.withdrawn
      AND NOT EXISTS (SELECT FROM sources_staged s WHERE s.load_id = %(load)s AND s.id = r.id)
    RETURNING r.id
),
loosed AS (
    UPDATE sources_tie t
    SET withdrawn = true, load_id = %(load)s, changed = pg_current_xact_id()
    WHERE NOT t.withdrawn AND t.id IN (
        SELECT f.id FROM sources_tie f JOIN gone g ON g.id = f.from_id
        UNION
        SELECT f.id FROM sources_tie f JOIN gone g ON g.id = f.to_id)
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone g WHERE NOT EXISTS (SELECT FROM sources_sealed z WHERE z.record_id = g.id AND z.state <> 'released')) AS records,
       (SELECT count(*) FROM loosed) AS ties;
