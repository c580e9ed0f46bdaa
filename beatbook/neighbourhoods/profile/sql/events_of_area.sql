-- One row an event of an area that its system still holds: its sort, kind, times, place and numbers. What is published row by row is left out: it is there twice.
SELECT r.id, r.content ->> 'event_type', coalesce(r.content ->> 'offence', r.content ->> 'title', ''), r.happened_at,
       r.content ->> 'happened_until', r.longitude, r.latitude, coalesce(r.content ->> 'address', ''), coalesce(r.content ->> 'postcode', ''),
       coalesce(r.content ->> 'reference', ''), coalesce(r.content -> 'other_references', '[]')::text
FROM sources_record r
WHERE r.kind = 'event'
  AND r.area = %(area)s
  AND r.happened_at >= %(since)s
  AND NOT r.withdrawn
  AND r.content ->> 'event_type' = ANY (%(sorts)s::text[])
  AND r.feed <> ALL (%(public)s::text[])
ORDER BY r.id
