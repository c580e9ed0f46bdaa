-- One row: what hangs together with the given records for this viewer, all that is needed to tell persons apart, under the model named, or else the published one.
-- `members` are ids of 16 bytes one after another, in their order; those reached over visible links that are followed, judged the same, or said to
-- concern. `links` are 52 bytes each: place of one member, place of another (or -1 and the other's id), weight, level vector padded to 20.
WITH RECURSIVE published AS MATERIALIZED (
    SELECT m.version, m.threshold
    FROM linkage_model m
    WHERE CASE WHEN %(model)s::text IS NULL THEN m.state = 'published' ELSE m.version = %(model)s END
), reached (id) AS (
    SELECT r.id FROM sources_record r WHERE r.id = ANY (%(ids)s::uuid[]) AND r.kind = 'person' AND NOT r.withdrawn
    UNION
    SELECT onward.id
    FROM reached
    CROSS JOIN LATERAL (
        SELECT l.b AS id
        FROM linkage_link l
        WHERE l.a = reached.id AND l.model = (SELECT p.version FROM published p) AND l.weight >= (SELECT p.threshold FROM published p)
          AND (l.weight >= %(strong)s::float8 OR 2 > (  -- a weak link is not followed where both of its records have a strong one (following.py)
              SELECT count(*)
              FROM (VALUES (l.a), (l.b)) AS x (id)
              WHERE EXISTS (
                  SELECT
                  FROM linkage_link s
                  WHERE s.a = x.id AND s.model = (SELECT p.version FROM published p) AND s.weight >= %(strong)s::float8
                    AND NOT (length(s.levels) > 9 AND get_byte(s.levels, 9) IN (2, 3))  -- hard facts speak against it (vectors.HARD)
                    AND EXISTS (SELECT FROM sources_record r WHERE r.id = s.b AND NOT r.withdrawn OFFSET 0)
                    AND NOT EXISTS (SELECT FROM linkage_concern c WHERE c.a = s.b OFFSET 0)
                    AND NOT EXISTS (
                        SELECT FROM linkage_judgement j
                        WHERE j.a = least(s.a, s.b) AND j.b = greatest(s.a, s.b) AND j.verdict = 'different' OFFSET 0
                    )
                  OFFSET 0
              )
          ))
        UNION ALL
        SELECT j.b FROM linkage_judgement j WHERE j.a = reached.id AND j.verdict = 'same'
        UNION ALL
        SELECT j.a FROM linkage_judgement j WHERE j.b = reached.id AND j.verdict = 'same'
        UNION ALL
        SELECT c.b FROM linkage_concern c WHERE c.a = reached.id
        UNION ALL
        SELECT c.a FROM linkage_concern c WHERE c.b = reached.id
    ) AS onward
    CROSS JOIN LATERAL (  -- a link or judgement may be older than its record's marking: what a viewer may not see now is no bridge
        SELECT 1 FROM sources_record r WHERE r.id = onward.id AND NOT r.withdrawn OFFSET 0
    ) AS visible
), own AS MATERIALIZED (
    SELECT found.id, (row_number() OVER (ORDER BY found.id))::integer - 1 AS place
    FROM (SELECT reached.id FROM reached LIMIT %(most)s::bigint) AS found
), linked AS (
    SELECT one.place, other.place AS onto, l.b, l.weight, l.levels
    FROM own AS one
    CROSS JOIN LATERAL (  -- OFFSET 0 here and below: one record after another by the index, however many the planner expects
        SELECT k.b, k.weight, k.levels FROM linkage_link k WHERE k.a = one.id AND k.model = (SELECT p.version FROM published p) OFFSET 0
    ) AS l
    LEFT JOIN own AS other ON other.id = l.b
    WHERE CASE  -- each pair of members once; of another's record only what is marked as visible now
        WHEN other.id IS NOT NULL THEN one.place < other.place
        ELSE l.weight >= %(outward)s::float8 AND EXISTS (SELECT FROM sources_record r WHERE r.id = l.b AND NOT r.withdrawn OFFSET 0)
    END
)
SELECT
    (SELECT p.version FROM published p),
    (SELECT p.threshold FROM published p),
    (SELECT string_agg(uuid_send(own.id), ''::bytea ORDER BY own.place) FROM own),
    (
        SELECT string_agg(
            int4send(k.place) || int4send(coalesce(k.onto, -1)) || uuid_send(k.b) || float8send(k.weight)
                || substring(k.levels || decode(repeat('00', 20), 'hex') FROM 1 FOR 20),
            ''::bytea ORDER BY k.place, k.b
        )
        FROM linked AS k
    ),
    EXISTS (
        SELECT FROM own CROSS JOIN LATERAL (
            SELECT FROM linkage_judgement j WHERE j.a = own.id UNION ALL SELECT FROM linkage_judgement j WHERE j.b = own.id OFFSET 0
        ) AS judged
    ),
    EXISTS (
        SELECT FROM own CROSS JOIN LATERAL (
            SELECT FROM linkage_concern c WHERE c.a = own.id UNION ALL SELECT FROM linkage_concern c WHERE c.b = own.id OFFSET 0
        ) AS concerned
    )
