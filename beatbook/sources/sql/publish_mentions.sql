-- One row: how many mentions of one load were new, newer, older, unchanged, revived, said twice or in conflict, with the ids of records
-- whose marking changed; what is under a seal is written and not counted. Version -1 is UNVERSIONED of statements.py. Writes history, quarantine and current records, set by set.
WITH ranked AS MATERIALIZED (
    SELECT s.id, s.seq, s.version AS said_version, s.content_hash, s.said_at, s.vis, s.scope,
           row_number() OVER w AS place,
           first_value(s.content_hash) OVER w AS first_hash
    FROM sources_staged s
    WHERE s.load_id = %(load)s AND NOT s.tie
    WINDOW w AS (PARTITION BY s.id, s.version ORDER BY s.seq)
),
judged AS MATERIALIZED (
    SELECT k.id, k.seq, k.said_version,
           CASE WHEN k.said_version = -1 THEN coalesce(r.version, 0) + 1 ELSE k.said_version END AS version,
           r.id IS NOT NULL AND r.vis <> k.vis AS relabelled,
           CASE
               WHEN k.place > 1 AND k.content_hash = k.first_hash THEN 'twice'
               WHEN k.place > 1 THEN 'conflict'
               WHEN r.id IS NULL AND coalesce(k.scope = ANY (%(stale)s::text[]), false) THEN 'older'
               WHEN r.id IS NULL THEN 'new'
               WHEN k.said_version = -1 AND k.said_at < r.said_at AND k.content_hash <> r.content_hash THEN 'older'
               WHEN k.said_version = -1 AND k.content_hash <> r.content_hash THEN 'newer'
               WHEN k.said_version <> -1 AND v.record_id IS NULL AND k.said_version > r.version THEN 'newer'
               WHEN k.said_version <> -1 AND v.record_id IS NULL THEN 'late'
               WHEN k.said_version <> -1 AND v.content_hash <> k.content_hash THEN 'conflict'
               WHEN r.withdrawn AND (k.said_version = -1 OR k.said_version >= r.version)
                    AND NOT coalesce(k.scope = ANY (%(stale)s::text[]), false) THEN 'revived'
               ELSE 'unchanged'
           END AS verdict,
           NOT EXISTS (SELECT FROM sources_sealed z WHERE z.record_id = k.id AND z.state <> 'released') AS counted
    FROM ranked k
    LEFT JOIN sources_record r ON r.id = k.id
    LEFT JOIN sources_recordversion v ON v.record_id = k.id AND v.version = k.said_version
),
quarantined AS (
    INSERT INTO sources_refusedrow
        (id, load_id, feed, file, row_number, column_name, reason, raw, whole, state, fingerprint, refused_at, vis)
    SELECT gen_random_uuid(), s.load_id, %(feed)s, coalesce(s.file, ''), coalesce(s.row_number, 0), 'version',
           format('Version %%s of this record was already said, with other content.', s.version), left(s.content::text, 10000),
           false, 'quarantined', sha256(s.id::text::bytea || int8send(s.version) || s.content_hash), now(), s.vis
    FROM judged j JOIN sources_staged s ON s.load_id = %(load)s AND s.id = j.id AND s.seq = j.seq
    WHERE j.verdict = 'conflict'
    ON CONFLICT (fingerprint) DO NOTHING
),
history AS (
    INSERT INTO sources_recordversion (record_id, version, content, content_hash, vis, said_at, load_id)
    SELECT s.id, j.version, s.content, s.content_hash, s.vis, s.said_at, s.load_id
    FROM judged j JOIN sources_staged s ON s.load_id = %(load)s AND s.id = j.id AND s.seq = j.seq
    WHERE j.verdict IN ('new', 'newer', 'late')
    ON CONFLICT DO NOTHING
),
best AS MATERIALIZED (
    SELECT DISTINCT ON (j.id) j.id, j.seq, j.version, j.relabelled, j.verdict, j.counted
    FROM judged j
    WHERE j.verdict IN ('new', 'newer', 'revived')
    ORDER BY j.id, j.version DESC
),
written AS (
    INSERT INTO sources_record AS r
        (id, feed, source_key, kind, version, said_at, happened_at, received_at, area, longitude, latitude, content, content_hash, vis,
         load_id, scope)
    SELECT s.id, %(feed)s, s.source_key, s.kind, b.version, s.said_at, s.happened_at, now(), s.area, s.longitude, s.latitude, s.content,
           s.content_hash, s.vis, s.load_id, s.scope
    FROM best b JOIN sources_staged s ON s.load_id = %(load)s AND s.id = b.id AND s.seq = b.seq
    ON CONFLICT (id) DO UPDATE SET
        kind = excluded.kind, version = excluded.version, said_at = excluded.said_at, happened_at = excluded.happened_at,
        received_at = excluded.received_at, area = excluded.area, longitude = excluded.longitude, latitude = excluded.latitude,
        content = excluded.content, content_hash = excluded.content_hash, vis = excluded.vis, load_id = excluded.load_id,
        scope = excluded.scope, withdrawn = false, changed = pg_current_xact_id()
    WHERE excluded.version > r.version OR r.withdrawn
    RETURNING r.id
),
counts AS (
    SELECT count(*) FILTER (WHERE verdict IN ('older', 'late')) AS older,
           count(*) FILTER (WHERE verdict = 'unchanged') AS unchanged,
           count(*) FILTER (WHERE verdict = 'twice') AS twice,
           count(*) FILTER (WHERE verdict = 'conflict') AS conflicts
    FROM judged WHERE counted
)
SELECT (SELECT count(*) FROM best WHERE verdict = 'new' AND counted) AS new,
       (SELECT count(*) FROM best WHERE verdict = 'newer' AND counted) AS newer,
       (SELECT count(*) FROM best WHERE verdict = 'revived' AND counted) AS revived,
       older, unchanged, twice, conflicts,
       coalesce((SELECT array_agg(id) FROM best WHERE relabelled), '{}') AS relabelled,
       (SELECT count(*) FROM written) AS written
FROM counts;
