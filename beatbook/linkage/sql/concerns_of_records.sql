-- A row is one visible judgement that a record concerns the person of another, where it names one of the given records, oldest first.
SELECT c.id, c.a, c.b, c.reason, c.reference, c.decided_by, c.decided_at, c.undoes
FROM linkage_concern c
WHERE (c.a = ANY (%(ids)s::uuid[]) OR c.b = ANY (%(ids)s::uuid[]))
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = c.a AND NOT r.withdrawn OFFSET 0)
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = c.b AND NOT r.withdrawn OFFSET 0)
ORDER BY c.decided_at, c.id
