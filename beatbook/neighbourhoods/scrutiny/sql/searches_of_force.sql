-- One row a search of some feeds between two moments whose marking is its feed's own: what bears a caveat or a higher marking is in no pack.
SELECT r.id, r.vis
FROM sources_record r
WHERE r.kind = 'event'
  AND r.feed = ANY (%(feeds)s::text[])
  AND r.vis = ANY (%(vis)s::integer[])
  AND NOT r.withdrawn
  AND r.content ->> 'event_type' = 'stop-search'
  AND r.happened_at >= %(since)s
  AND r.happened_at < %(until)s
  AND (%(area)s = '' OR r.area = %(area)s)
  AND (%(young)s = '' OR r.content ->> 'age_range' IN ('10-17', 'under 10'))
  AND (%(outer)s = '' OR (r.content ->> 'outer_clothing')::boolean)
ORDER BY r.id
