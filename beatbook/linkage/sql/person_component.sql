-- A row is one record in the component of the given records: those reached over visible links of at least the threshold, or judged the same.
WITH RECURSIVE reached (id) AS (
    SELECT r.id FROM sources_record r WHERE r.id = ANY (%(ids)s::uuid[]) AND r.kind = 'person' AND NOT r.withdrawn
    UNION
    SELECT onward.id
    FROM reached
    CROSS JOIN LATERAL (
        SELECT l.b AS id FROM linkage_link l WHERE l.a = reached.id AND l.weight >= %(threshold)s
        UNION ALL
        SELECT j.b FROM linkage_judgement j WHERE j.a = reached.id AND j.verdict = 'same'
        UNION ALL
        SELECT j.a FROM linkage_judgement j WHERE j.b = reached.id AND j.verdict = 'same'
    ) AS onward
)
SELECT id FROM reached LIMIT %(most)s
