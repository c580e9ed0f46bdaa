-- A row is one judgement about two records that the viewer may see as they are marked now, oldest first.
SELECT j.id, j.a, j.b, j.verdict, j.reason, j.reference, j.decided_by, j.decided_at, j.undoes
FROM linkage_judgement j
WHERE EXISTS (SELECT FROM sources_record r WHERE r.id = j.a AND NOT r.withdrawn OFFSET 0)
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = j.b AND NOT r.withdrawn OFFSET 0)
ORDER BY j.decided_at, j.id
