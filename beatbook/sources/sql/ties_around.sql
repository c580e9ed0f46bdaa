-- A row is one tie, held or (for a load) staged, of one of the given records, with the kind of its other end and whether that end stays open:
-- a person, or a record that is held already under no seal.
WITH staged AS MATERIALIZED (
    SELECT t.from_id AS a, coalesce(t.to_id, m.id) AS b
    FROM sources_staged t
    LEFT JOIN sources_staged m
        ON t.to_group IS NOT NULL AND m.load_id = t.load_id AND NOT m.tie AND m.source_key >= t.to_group || '#' AND m.source_key < t.to_group || '$'
    WHERE t.load_id = %(load)s AND t.tie
),
held AS (
    SELECT s.a, s.b FROM staged s WHERE s.a = ANY (%(ids)s::uuid[]) OR s.b = ANY (%(ids)s::uuid[])
    UNION
    SELECT t.from_id, t.to_id FROM sources_tie t WHERE t.from_id = ANY (%(ids)s::uuid[]) AND NOT t.withdrawn
    UNION
    SELECT t.from_id, t.to_id FROM sources_tie t WHERE t.to_id = ANY (%(ids)s::uuid[]) AND NOT t.withdrawn
)
SELECT h.a, h.b FROM held h WHERE h.a IS NOT NULL AND h.b IS NOT NULL
