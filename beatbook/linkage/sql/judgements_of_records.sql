-- A row is one visible judgement that names one of the given records, oldest first.
SELECT j.id, j.a, j.b, j.verdict, j.reason, j.reference, j.decided_by, j.decided_at, j.undoes
FROM linkage_judgement j
WHERE j.a = ANY (%(ids)s::uuid[]) OR j.b = ANY (%(ids)s::uuid[])
ORDER BY j.decided_at, j.id
