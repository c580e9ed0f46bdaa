-- A row is one record in the component of the given records: those reached over visible links of at least the threshold, judged the same, or said to concern.
WITH RECURSIVE reached (id) AS (
    SELECT r.id FROM sources_record r WHERE r.id = ANY (%(ids)s::uuid[]) AND r.kind = 'person' AND NOT r.withdrawn
    UNION
    SELECT onward.id
    FROM reached
    CROSS JOIN LATERAL (
        SELECT l.b AS id FROM linkage_link l WHERE l.a = reached.id AND l.model = %(model)s AND l.weight >= %(threshold)s::float8
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
)
SELECT id FROM reached LIMIT %(most)s::bigint
