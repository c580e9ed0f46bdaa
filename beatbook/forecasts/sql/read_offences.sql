-- One row: one offence of one marking that its system still holds, with when and where and of which kind, and no more.
SELECT extract(epoch FROM (r.happened_at AT TIME ZONE 'Europe/London')) / 86400.0 AS day,
       r.longitude, r.latitude, r.content ->> 'offence' AS kind
FROM sources_record r
WHERE r.kind = 'event' AND r.feed = %(feed)s AND r.vis = %(vis)s AND NOT r.withdrawn
  AND r.content ->> 'event_type' IN ('crime', 'incident') AND r.content ->> 'offence' = ANY (%(kinds)s::text[])
  AND r.happened_at IS NOT NULL AND r.longitude IS NOT NULL
ORDER BY r.happened_at, r.id
