-- A row is one choice, oldest first, of the value of a detail that is shown first for the person of one of these records.
SELECT c.label, c.key, c.reason, c.written_by, c.written_at
FROM pole_valuechoice c
WHERE c.record_id = ANY (%(ids)s::uuid[])
ORDER BY c.written_at, c.id
