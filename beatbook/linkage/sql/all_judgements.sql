-- A row is one judgement, oldest first; for named jobs, which see all.
SELECT j.id, j.a, j.b, j.verdict, j.reason, j.reference, j.decided_by, j.decided_at, j.undoes FROM linkage_judgement j ORDER BY j.decided_at, j.id
