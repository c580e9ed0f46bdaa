-- A row is one visible link under one model: between two of the given records, once, or from one of them to another of at least so many bits.
-- Another's record must be visible as it is marked now, which linking may not have seen yet; the given ones are.
WITH own AS MATERIALIZED (
    SELECT id FROM unnest(%(ids)s::uuid[]) AS o (id)
)
SELECT least(l.a, l.b), greatest(l.a, l.b), l.weight, l.levels, l.model
FROM own
JOIN linkage_link l ON l.a = own.id AND l.model = %(model)s
WHERE CASE
    WHEN l.b IN (SELECT id FROM own) THEN l.a < l.b
    ELSE l.weight >= %(outward)s::float8 AND EXISTS (SELECT FROM sources_record r WHERE r.id = l.b AND NOT r.withdrawn OFFSET 0)
END
ORDER BY 1, 2
