-- A row is one open request to remove that somebody agreed to and nobody refused, oldest first.
SELECT q.id
FROM stewardship_removalrequest q
WHERE q.done_at IS NULL
  AND EXISTS (SELECT FROM stewardship_removaldecision d WHERE d.request_id = q.id AND d.agreed)
  AND NOT EXISTS (SELECT FROM stewardship_removaldecision d WHERE d.request_id = q.id AND NOT d.agreed)
ORDER BY q.asked_at, q.id
