-- A row is one judgement that a record concerns the person of another, oldest first; for named jobs, which see all.
SELECT c.id, c.a, c.b, c.reason, c.reference, c.decided_by, c.decided_at, c.undoes
FROM linkage_concern c
JOIN sources_record r ON r.id = c.a AND NOT r.withdrawn
JOIN sources_record p ON p.id = c.b AND NOT p.withdrawn
ORDER BY c.decided_at, c.id
