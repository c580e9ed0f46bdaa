-- A row is one note, oldest first, of how to be in touch safely with the person of one of these records.
SELECT c.id, c.record_id, c.safe, c.words, c.written_by, c.written_at
FROM pole_safecontact c
WHERE c.record_id = ANY (%(ids)s::uuid[])
ORDER BY c.written_at, c.id
