-- A row is one judgement that is open itself, about two open records, oldest first; for reports.
SELECT j.id, j.a, j.b, j.verdict, j.reason, j.reference, j.decided_by, j.decided_at, j.undoes
FROM linkage_judgement j
WHERE j.va = ANY (%(open)s::integer[]) AND j.vb = ANY (%(open)s::integer[]) AND j.vis = ANY (%(open)s::integer[])
ORDER BY j.decided_at, j.id
