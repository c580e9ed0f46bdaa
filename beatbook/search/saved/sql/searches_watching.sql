-- A row is one saved search that may tell of new results now: approved, not ended, not out of date, its owner's name and why they watch.
SELECT s.id, u.username, s.query, s.purpose, s.reference
FROM search_saved s
JOIN search_decision d ON d.saved_id = s.id AND d.approved
JOIN access_user u ON u.id = s.owner AND u.active
WHERE s.watches AND s.ended_at IS NULL AND s.expires_at > now()
ORDER BY s.saved_at, s.id
