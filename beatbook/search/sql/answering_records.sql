-- A row is either one of the best records that answer what was typed (`id` is set), or how many answer of one kind, feed, area and year.
-- Only visible rows come in, and nothing is cut before it is ordered. A record answers by lookup keys; time and area are asked of what keys found.
WITH way AS MATERIALIZED (
    SELECT * FROM unnest(%(places)s::integer[], %(lows)s::text[], %(highs)s::text[], %(bits)s::float8[]) AS w (place, low, high, bits)
), probe AS MATERIALIZED (
    SELECT * FROM unnest(%(probe_places)s::integer[], %(areas)s::text[], %(sinces)s::text[], %(untils)s::text[], %(ages)s::boolean[], %(probe_bits)s::float8[])
        AS p (place, area, since, until, ages, bits)
), hit AS MATERIALIZED (
    SELECT k.record_id, w.place, w.bits
    FROM (SELECT h.key, h.record_id FROM linkage_key h WHERE h.key = ANY (%(keys)s::text[]) OFFSET 0) AS k
    JOIN way w ON w.low = k.key AND w.high = ''
    UNION ALL
    SELECT k.record_id, w.place, w.bits
    FROM way w
    CROSS JOIN LATERAL (SELECT h.record_id FROM linkage_key h WHERE h.key COLLATE "C" >= w.low AND h.key COLLATE "C" < w.high OFFSET 0) AS k
    WHERE w.high <> ''
    UNION ALL
    SELECT e.id, a.place, a.bits
    FROM probe a
    CROSS JOIN LATERAL (
        SELECT r.id FROM sources_record r WHERE r.kind = 'event' AND r.area = a.area OFFSET 0
    ) AS e
    WHERE a.area <> '' AND %(area_drives)s
), met AS MATERIALIZED (
    SELECT record_id, bit_or(1 << place) AS answered, bit_count(bit_or(1 << place)::bit(16)) AS terms FROM hit GROUP BY record_id
), least AS MATERIALIZED (
    -- Who answers fewer terms than this by keys cannot answer the most, whatever is asked of what keys found: the record that answers the most by keys
    -- is there. So the records themselves, which are far more costly to read than keys, are read of the few that may answer.
    SELECT m.terms - %(probed)s AS terms
    FROM (SELECT record_id, terms FROM met ORDER BY terms DESC OFFSET 0) AS m
    CROSS JOIN LATERAL (SELECT FROM sources_record r WHERE r.id = m.record_id AND NOT r.withdrawn OFFSET 0) AS said
    ORDER BY m.terms DESC
    LIMIT 1
), best AS (
    SELECT hit.record_id, hit.place, max(hit.bits) AS bits
    FROM hit
    WHERE hit.record_id IN (SELECT m.record_id FROM met m WHERE m.terms >= (SELECT l.terms FROM least l))
    GROUP BY hit.record_id, hit.place
), keyed AS (
    SELECT record_id, sum(1 << place)::integer AS answered, sum(bits) AS bits FROM best GROUP BY record_id
), answer AS (
    SELECT r.id, r.kind, r.feed, r.area, extract(year FROM r.happened_at AT TIME ZONE 'Europe/London')::integer AS year,
           coalesce(r.happened_at, r.said_at) AS at, keyed.answered | coalesce(more.answered, 0) AS answered, keyed.bits + coalesce(more.bits, 0) AS bits
    FROM keyed
    JOIN sources_record r ON r.id = keyed.record_id AND NOT r.withdrawn
    LEFT JOIN LATERAL (
        SELECT sum(1 << one.place)::integer AS answered, sum(one.bits) AS bits
        FROM (
            SELECT p.place, max(p.bits) AS bits
            FROM probe p
            WHERE keyed.answered & (1 << p.place) = 0
              AND (r.area = p.area
                   OR (p.since <> '' AND (
                        (r.content ->> 'date_of_birth' COLLATE "C" >= p.since AND r.content ->> 'date_of_birth' COLLATE "C" < p.until)
                        OR (NOT p.ages AND to_char(r.happened_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') COLLATE "C" >= p.since
                            AND to_char(r.happened_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') COLLATE "C" < p.until))))
            GROUP BY p.place
        ) AS one
    ) AS more ON %(probes)s
), chosen AS MATERIALIZED (
    SELECT * FROM (SELECT answer.*, max(bit_count(answered::bit(16))) OVER () AS most FROM answer) AS a WHERE bit_count(answered::bit(16)) = most
), best_first AS (
    SELECT c.id, c.bits
    FROM chosen c
    WHERE (%(kind)s = '' OR c.kind = %(kind)s) AND (%(feeds)s::text[] = '{}' OR c.feed = ANY (%(feeds)s::text[]))
      AND (%(area)s = '' OR c.area = %(area)s) AND (%(year)s = 0 OR c.year = %(year)s)
    ORDER BY CASE WHEN %(newest)s THEN c.at END DESC NULLS LAST, c.bits DESC, c.id
    LIMIT %(most)s
)
SELECT b.id, b.bits, NULL, NULL, NULL, NULL, NULL FROM best_first b
UNION ALL
SELECT NULL, NULL, c.kind, c.feed, c.area, c.year, count(*) FROM chosen c GROUP BY c.kind, c.feed, c.area, c.year
