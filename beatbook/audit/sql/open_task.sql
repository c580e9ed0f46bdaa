-- A row is the newest task of one user that has neither ended nor run out; none when a purpose must be asked first.
SELECT t.id, t.purpose, t.reference, t.started_at
FROM audit_task t
WHERE t.user_id = %(user_id)s AND t.ended_at IS NULL AND t.expires_at > statement_timestamp()
ORDER BY t.started_at DESC
LIMIT 1
