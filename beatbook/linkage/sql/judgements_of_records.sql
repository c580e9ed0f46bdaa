-- A row is one visible judgement that names one of the given records, oldest first.
SELECT j.id, j.a, j.b, j.verdict, j.reason, j.reference, j.decided_by, j.decided_at, j.undoes
FROM linkage_judgement j
WHERE (j.a = ANY (%(ids)s::uuid[]) OR j.b = ANY (%(ids)s::uuid[]))
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = j.a OFFSET 0)  -- as they are marked now, not as they were when it was made
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = j.b OFFSET 0)
ORDER BY j.decided_at, j.id
