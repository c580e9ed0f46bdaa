-- One row a tie from or to one of these records. A tie shows both ends' markings to the policy, so that both must be visible.
SELECT t.id, t.from_id, t.to_id, t.role, t.basis, t.said_at, t.feed
FROM sources_tie t WHERE t.from_id = ANY (%(ids)s::uuid[]) AND NOT t.withdrawn
UNION
SELECT t.id, t.from_id, t.to_id, t.role, t.basis, t.said_at, t.feed
FROM sources_tie t WHERE t.to_id = ANY (%(ids)s::uuid[]) AND NOT t.withdrawn
ORDER BY said_at, id;
