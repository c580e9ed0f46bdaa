-- A row is one visible link under one model of one of the given records; a link between two of them comes twice, once from each side.
-- Its other end must be visible as it is marked now, which linking may not have seen yet.
SELECT l.a, l.b, l.weight, l.levels, l.model
FROM linkage_link l
CROSS JOIN LATERAL (SELECT 1 FROM sources_record r WHERE r.id = l.b AND NOT r.withdrawn OFFSET 0) AS visible
WHERE l.a = ANY (%(ids)s::uuid[]) AND l.model = %(model)s
