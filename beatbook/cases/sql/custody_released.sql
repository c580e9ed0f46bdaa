-- One row is one detention since a moment that ended on bail or under investigation, and that its system still holds; by id.
SELECT r.id
FROM sources_record r
WHERE r.kind = 'event' AND r.area IS NULL AND r.happened_at >= %(since)s AND NOT r.withdrawn
  AND r.content ->> 'event_type' = 'custody'
  AND r.content ->> 'outcome' IN ('Released on bail', 'Released under investigation')
ORDER BY r.id
