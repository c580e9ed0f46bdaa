-- A row is one record that may share a detail with a sealed one: it holds one of these keys, or has not been keyed yet.
SELECT k.record_id FROM linkage_key k WHERE k.key = ANY (%(keys)s::text[])
UNION
SELECT k.record_id FROM unnest(%(prefixes)s::text[]) AS p (prefix)
CROSS JOIN LATERAL (
    SELECT h.record_id FROM linkage_key h WHERE h.key COLLATE "C" >= p.prefix AND h.key < p.prefix || chr(1114111) OFFSET 0
) AS k
UNION
SELECT r.id FROM sources_record r
WHERE r.changed >= coalesce((SELECT p.watermark FROM linkage_progress p WHERE p.name = 'records'), 0)::text::xid8
